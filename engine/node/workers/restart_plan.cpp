// SPDX-License-Identifier: Apache-2.0
#include "node/workers/restart_plan.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Nanoseconds;

constexpr Nanoseconds claim_time = 3'600'000'000'000; // so long a model waits for all the memory that it gave up

} // namespace

Nanoseconds RestartPlan::crashed() {
    ++m_crashes;
    Nanoseconds pause = m_first_backoff;
    for (std::uint32_t i = 1; i < m_crashes && pause < m_longest_backoff; ++i)
        pause *= 2;
    return std::min(pause, m_longest_backoff);
}

void RestartPlan::gave_up(std::uint64_t bytes, Nanoseconds now) {
    m_claim = bytes;
    m_claim_ends = now + claim_time;
}

std::uint64_t RestartPlan::claim(Nanoseconds now) const {
    return now < m_claim_ends ? m_claim : 0;
}

} // namespace hearth::node
