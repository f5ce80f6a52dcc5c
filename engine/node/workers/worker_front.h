// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "node/state/worker_limits.h"
#include "node/workers/failure_policy.h"
#include "node/workers/wake_signal.h"
#include "node/workers/watchdog.h"
#include "node/workers/worker_orders.h"
#include "node/workers/worker_view.h"

#include <functional>
#include <mutex>

namespace hearth::node {

class WorkerProcess;

/// Where callers and the supervisor of a worker meet: jobs, orders, the process that frames go to, and what people see
/// of it all. Thread-safe; jobs hear what happens to them without its lock. Leases of jobs keep it alive.
class WorkerFront : public std::enable_shared_from_this<WorkerFront> {
public:
    struct Rules {
        bool waits;
        std::uint32_t max_jobs, max_waiting;
    };
    WorkerFront(Rules rules, Watchdog::Limits patience, WorkerView view, const core::Clock& clock);

    // For callers.
    /// As Supervisor::submit().
    core::Status submit(const WorkerTarget& target, std::shared_ptr<WorkerJob> job, bool resumes);
    void order(const std::function<void(WorkerOrders&)>& what);
    /// An order, too; and it need not stay away any longer.
    void forgive();
    /// An order, too; how many jobs there may be holds at once.
    void change_limits(const WorkerLimits& limits);
    /// Without process and memory, for which the system must be asked.
    control::WorkerStatus brief_status() const;
    /// The same with the process.
    control::WorkerStatus status() const;
    std::uint32_t jobs() const; ///< running and waiting
    /// As Lease::send(), for the job of this number.
    core::Status send(std::uint64_t number, const worker::Message& message, core::Nanoseconds patience);
    void release(std::uint64_t number);
    /// The model goes, and the jobs that are there for it now hear why; later ones are none of its business.
    void unload(const core::ModelId& model, const core::Sentence& reason);

    // For the supervisor's thread.
    struct Orders {
        bool stop = false, forgiven = false;
        bool ends = false; ///< the worker that is ready makes way
        bool idle = false; ///< it has no job
        std::optional<WorkerLimits> limits;
        std::vector<WorkerOrders::Unload> unloads;
    };
    /// `ready`: what the worker is ready with; null: it is not.
    Orders take_orders(const WorkerTarget* ready);
    /// What a process is to be started for now.
    std::optional<WorkerTarget> wanted() const;
    void opened(std::shared_ptr<WorkerProcess> process);
    void closed();
    void loaded(const WorkerTarget& target, bool stays, const std::string& placement);
    /// Until `socket` can be read, somebody calls, or time is over.
    void wait(int socket, WorkerPhase phase) const;
    void heard();
    std::optional<Watchdog::Expired> expired(WorkerPhase phase) const;
    /// The next jobs get their places at this worker.
    void admit(const WorkerTarget& loaded, std::uint32_t longest_request);
    /// The job to which the frame belongs; null if its caller gave up.
    std::shared_ptr<WorkerJob> job_of(const WorkerFrame& frame);
    /// It stays away, and what was to stay ready may not.
    void stay_away(const Aftermath& after);
    void fail_active(const Aftermath::ForActive& how);
    void fail_waiting(const Aftermath::ForWaiting& which);
    void change(const std::function<void(WorkerView&)>& how);

private:
    class JobLease;
    core::Nanoseconds now() const { return m_clock.monotonic(); }
    bool away() const { return now() < m_retry_at; }

    const core::Clock& m_clock;
    const WakeSignal m_signal;
    mutable std::mutex m_mutex;
    Rules m_rules;
    std::optional<WorkerLimits> m_limits; ///< that the supervisor has not taken yet
    JobBoard m_board;
    WorkerOrders m_orders;
    Watchdog m_watchdog;
    WorkerView m_view;
    std::shared_ptr<WorkerProcess> m_process;
    core::Nanoseconds m_retry_at = 0; ///< before, no process is started
};

} // namespace hearth::node
