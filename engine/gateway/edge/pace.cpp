// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/pace.h"

#include <algorithm>

namespace hearth::gateway {

namespace {

constexpr core::Nanoseconds weight = 8, longest_s = 120;

} // namespace

std::uint64_t Pace::began(const std::string& caller, core::Nanoseconds now) {
    m_running[m_next] = {caller, now};
    return m_next++;
}

void Pace::ended(std::uint64_t number, bool whole, core::Nanoseconds now) {
    const auto found = m_running.find(number);
    if (found == m_running.end()) return;
    const core::Nanoseconds took = now - found->second.began;
    m_running.erase(found);
    if (whole) m_usual = m_usual ? *m_usual + (took - *m_usual) / weight : took;
}

unsigned Pace::retry_after_s(const std::string& caller, core::Nanoseconds now) const {
    if (!m_usual || m_running.empty()) return 1;
    const auto own =
        std::find_if(m_running.begin(), m_running.end(), [&](const auto& one) { return one.second.caller == caller; });
    const Running& oldest = own != m_running.end() ? own->second : m_running.begin()->second;
    const core::Nanoseconds left = oldest.began + *m_usual - now;
    const core::Nanoseconds whole_seconds = (left + core::second - 1) / core::second;
    return static_cast<unsigned>(std::clamp<core::Nanoseconds>(whole_seconds, 1, longest_s));
}

} // namespace hearth::gateway
