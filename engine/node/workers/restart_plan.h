// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"

#include <cstdint>

namespace hearth::node {

/// When a worker that went may come back: how often it crashed in a row, how long it stays away for that, and how much
/// memory it claims after it gave way to others. Times are monotonic. Not thread-safe.
class RestartPlan {
public:
    RestartPlan(core::Nanoseconds first_backoff, core::Nanoseconds longest_backoff, std::uint32_t crash_limit)
        : m_first_backoff(first_backoff), m_longest_backoff(longest_backoff), m_crash_limit(crash_limit) {}

    /// Another one; how long it stays away: twice as long each time.
    core::Nanoseconds crashed();
    std::uint32_t crashes() const { return m_crashes; }
    /// So often in a row that the model is to blame.
    bool too_often() const { return m_crashes >= m_crash_limit; }
    /// It answered, or there is a new beginning for another reason.
    void forget_crashes() { m_crashes = 0; }

    /// The model gave up so much memory of its device: for a while it does not come back for less.
    void gave_up(std::uint64_t bytes, core::Nanoseconds now);
    std::uint64_t claim(core::Nanoseconds now) const;
    void forget_claim() { m_claim = 0; }

private:
    const core::Nanoseconds m_first_backoff, m_longest_backoff;
    const std::uint32_t m_crash_limit;
    std::uint32_t m_crashes = 0; ///< in a row
    std::uint64_t m_claim = 0;
    core::Nanoseconds m_claim_ends = 0;
};

} // namespace hearth::node
