// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"
#include "node/workers/job_board.h"
#include "node/workers/worker_frame.h"

namespace hearth::node {

/// How long a worker may be silent, and when that is over. Times are monotonic. Not thread-safe: its owner's mutex
/// guards it.
class Watchdog {
public:
    struct Limits {
        core::Nanoseconds hello, load; ///< until it says hello; without a sign while it loads
        core::Nanoseconds silence;     ///< while it owes an answer, unless a job allows more
        core::Nanoseconds idle;        ///< without a job, before it goes; 0 = it stays
    };
    struct Expired {
        bool idle = false;         ///< it has nothing to do and may go
        core::Sentence fault = {}; ///< else: how it failed
    };
    explicit Watchdog(Limits limits) : m_limits(limits) {}

    void started(core::Nanoseconds now) { m_started = m_last_sign = now; }
    /// It gave a sign of life, or was asked for something new.
    void heard(core::Nanoseconds now) { m_last_sign = now; }
    /// Nothing: it may take as long as it likes.
    std::optional<core::Nanoseconds> deadline(WorkerPhase phase, const JobBoard& board) const;
    /// Nothing: there is time.
    std::optional<Expired> check(WorkerPhase phase, const JobBoard& board, core::Nanoseconds now) const;

private:
    const Limits m_limits;
    core::Nanoseconds m_started = 0, m_last_sign = 0;
};

} // namespace hearth::node
