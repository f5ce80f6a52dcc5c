// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/workers/worker_job.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace hearth::node {

/// The jobs of one worker: those that wait, callers in turn and each one's in order of arrival, and those that it
/// computes, by number. Not
/// thread-safe: its owner's mutex guards it, and jobs are told what happened to them without that mutex.
class JobBoard {
public:
    using Job = std::shared_ptr<WorkerJob>;
    struct Admitted {
        std::uint64_t number;
        Job job;
    };

    std::size_t waiting() const { return m_waiting.size(); }
    std::size_t active() const { return m_active.size(); }
    /// Of the job that comes next.
    const WorkerTarget* next() const { return m_waiting.empty() ? nullptr : &m_waiting.front().target; }
    void add(const WorkerTarget& target, Job job, bool goes_first);
    /// Whether one more of this caller may wait where `most` do. Who has none there finds a place beyond them, so that
    /// nobody can take all.
    bool has_room(const core::Hash& asker, std::size_t most) const;

    /// The next job, if it is for the loaded model and there is a place among `places`.
    std::optional<Admitted> admit(const WorkerTarget& loaded, std::size_t places);
    /// Null: there is no such job any more.
    Job find(std::uint64_t number) const;
    /// The worker owes an answer to this job, and may be silent over it for so long. False: there is no such job.
    bool ask(std::uint64_t number, core::Nanoseconds patience);
    void answered(std::uint64_t number);
    /// True if the worker still owed it something.
    bool release(std::uint64_t number);
    /// The longest silence that a job which waits for an answer allows, at least `least`; nothing: none waits.
    std::optional<core::Nanoseconds> patience(core::Nanoseconds least) const;

    std::vector<Job> take_active();
    /// Those that wait for this model, in any profile where it names none; null: all.
    std::vector<Job> take_waiting(const WorkerTarget* only);

private:
    struct Waiting {
        WorkerTarget target;
        Job job;
        core::Hash asker;
        std::uint64_t round; ///< of turns: no two jobs of a caller stand in the same one
    };
    struct Active {
        Job job;
        bool outstanding = false;
        core::Nanoseconds patience = 0;
    };

    std::deque<Waiting> m_waiting;
    std::map<std::uint64_t, Active> m_active;
    std::uint64_t m_next_number = 1, m_round = 0;
};

} // namespace hearth::node
