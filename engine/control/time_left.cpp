// SPDX-License-Identifier: Apache-2.0
#include "control/time_left.h"

#include <cmath>

namespace hearth::control {

namespace {

using core::second;
constexpr double least_part = 0.02;

} // namespace

std::optional<std::uint64_t> TimeLeft::after(const Progress& progress, core::Nanoseconds now) {
    if (!m_since || progress.total != m_total || progress.done < m_from) {
        m_since = now;
        m_from = progress.done;
        m_total = progress.total;
    }
    if (progress.total == 0 || progress.done > progress.total || now - *m_since < second) return std::nullopt;
    const auto gone = static_cast<double>(progress.done - m_from),
               left = static_cast<double>(progress.total - progress.done);
    if (gone < least_part * static_cast<double>(progress.total)) return std::nullopt;
    return static_cast<std::uint64_t>(std::ceil(static_cast<double>(now - *m_since) / second * left / gone));
}

} // namespace hearth::control
