// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/workers/job_board.h"
#include "node/workers/memory_pressure.h"
#include "node/workers/restart_plan.h"
#include "node/workers/supervisor.h"
#include "node/workers/worker_process.h"

#include <mutex>
#include <optional>
#include <thread>

namespace hearth::node {

using control::WorkerState;

/// The supervisor's loop and what it shares with callers. Fields below the mutex are guarded by it; the
/// others belong to the loop's thread. Callbacks run without the mutex.
struct Supervisor::Impl : std::enable_shared_from_this<Supervisor::Impl> {
    static constexpr unsigned polite_end_ms = 2000;
    static constexpr const char* idle_reason = "no_model_loaded"; ///< for say()
    enum class Phase { stopped, greeting, loading, ready };
    class JobLease;

    Impl(SupervisorOptions o, std::shared_ptr<const Sandbox> s);
    ~Impl();

    // Any thread.
    core::Status send(std::uint64_t number, const worker::Message& message, core::Nanoseconds patience);
    void release(std::uint64_t number);
    void wake() const;
    core::Nanoseconds now() const { return options.clock->monotonic(); }
    // With the mutex held:
    bool away() const;
    control::WorkerStatus brief() const;

    // The loop's thread.
    void run();
    bool obey();
    std::optional<WorkerTarget> wanted() const;
    bool may_start() const;
    void start_process(const WorkerTarget& next);
    void load();
    void admit();
    std::optional<core::Nanoseconds> deadline() const;
    void wait();
    void receive();
    void handle(worker::Message message);
    void handle_ready(worker::Message message);
    void keep_kernels(const worker::KernelCache& kernels) const;
    void watch_memory(const worker::DeviceMemory& memory);
    void check_deadline();
    void broke(const std::string& what);
    void never_greeted(const core::Error& error);
    void lose_device();
    void give_way(const std::string& what);
    std::shared_ptr<WorkerProcess> leave(WorkerState state, const core::Sentence& reason, core::Nanoseconds pause);
    void load_failed(const core::Error& error);
    void disable(const core::Error& lost);
    void stop_process();
    void fail_active(const core::Error& error, void (WorkerJob::*how)(const core::Error&) = &WorkerJob::on_failed);
    void fail_waiting(const WorkerTarget* only, const core::Error& error);
    void set_state(WorkerState state, const core::Sentence& reason);

    const SupervisorOptions options;
    const std::shared_ptr<const Sandbox> sandbox;
    int wake_fd = -1;
    Phase phase = Phase::stopped;
    std::optional<WorkerTarget> target;
    RestartPlan plan;                        ///< of `target`
    std::string last_words;                  ///< what the worker said before it went
    std::uint32_t longest_request = 0;       ///< of the loaded model
    std::optional<core::Error> device_fault; ///< with which it gave its device up
    std::uint64_t device_bytes = 0;          ///< that the loaded model takes there
    core::Nanoseconds phase_since = 0;
    MemoryPressure pressure;

    mutable std::mutex mutex;
    JobBoard board;
    std::optional<WorkerTarget> resident; ///< restarted though nobody asks
    std::shared_ptr<WorkerProcess> process;
    core::Nanoseconds last_sign = 0;
    core::Nanoseconds retry_at = 0; ///< before, no process is started
    bool stopping = false, forgiven = false;
    bool resting = false; ///< nobody needs it between jobs
    std::vector<std::pair<core::ModelId, std::string>> unloading;
    control::WorkerStatus shown;

    std::thread thread;
};

} // namespace hearth::node
