// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/units.h"

#include <mutex>
#include <optional>

namespace hearth::node {

/// Which of two steps' faults is told: the first one, unless the other says that the disk takes nothing.
core::Status graver(core::Status first, const core::Status& other);

/// When what the ledger did not take is tried again, later each time it fails, and the fault that nobody was there to
/// hear of when it happened. Times are monotonic. Thread-safe.
class SettleRetry {
public:
    /// `longest`: between two attempts.
    explicit SettleRetry(core::Nanoseconds longest = core::minute) : m_longest(longest) {}
    /// Something waits.
    void ask();
    void keep(const core::Error& fault);
    /// The last fault that was kept; told once.
    core::Status take();
    /// Something waits and may be tried now; tried() follows.
    bool is_due(core::Nanoseconds now);
    void tried(bool all_went, core::Nanoseconds now);

private:
    const core::Nanoseconds m_longest;
    std::mutex m_mutex;
    std::optional<core::Error> m_fault;
    bool m_asked = false;
    core::Nanoseconds m_at = 0, m_pause = 0;
};

} // namespace hearth::node
