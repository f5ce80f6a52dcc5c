// SPDX-License-Identifier: Apache-2.0
#include "gateway/schedule/hedge.h"

#include <algorithm>

namespace hearth::gateway::schedule {

void Hedge::first_token(core::Nanoseconds after) {
    m_last[m_next] = after;
    m_next = (m_next + 1) % kept;
    m_known = std::min(m_known + 1, kept);
}

std::optional<core::Nanoseconds> Hedge::patience() const {
    if (m_known < least) return std::nullopt;
    auto sorted = m_last;
    const auto place = static_cast<std::ptrdiff_t>(m_known * 95 / 100);
    std::nth_element(sorted.begin(), sorted.begin() + place, sorted.begin() + static_cast<std::ptrdiff_t>(m_known));
    return sorted[static_cast<std::size_t>(place)];
}

bool Hedge::ask_another(core::Nanoseconds waited) {
    const auto longest = patience();
    if (!longest || waited <= *longest) return false;
    if (static_cast<double>(m_hedged + 1) > most_of_calls * static_cast<double>(m_calls)) return false;
    ++m_hedged;
    return true;
}

} // namespace hearth::gateway::schedule
