// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"
#include "core/clock.h"
#include "core/units.h"
#include "node/state/worker_limits.h"
#include "node/workers/sandbox.h"
#include "node/workers/worker_job.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace hearth::node {

struct SupervisorOptions {
    std::string device = "cpu";
    std::vector<std::string> profiles = {}; ///< that the device runs; empty = every one
    std::string pci_address = {};           ///< of the device, which must have it; empty where there is none
    std::uint64_t device_memory_bytes = 0;  ///< most that a model may take there; 0 = what is free
    std::function<std::uint64_t()> device_reserve_bytes; ///< what must stay free there; asked whenever a worker starts
    std::filesystem::path kernel_cache;                  ///< where the device's compiled kernels are kept
    std::filesystem::path program;
    std::filesystem::path stderr_file;
    std::uint32_t threads = 0;
    std::uint64_t kv_cache_bytes = 0; ///< 0 = one full context
    std::uint64_t memory_bytes = 0;
    std::uint32_t max_jobs = 4, max_waiting = 64;
    WorkerLimits limits() const { return {threads, kv_cache_bytes, memory_bytes, max_jobs, max_waiting}; }
    bool waits =
        true; ///< jobs wait while the worker is away; where another device can take them they are refused instead
    core::Nanoseconds idle_exit = 0; ///< 0 = the worker stays
    core::Nanoseconds hello_time = 60'000'000'000, load_silence = 120'000'000'000, silence = 30'000'000'000;
    core::Nanoseconds first_backoff = 1'000'000'000, longest_backoff = 60'000'000'000;
    core::Nanoseconds first_yield = 60'000'000'000; ///< away from a GPU whose memory others need; doubles
    std::uint32_t crash_limit = 3;
    const core::Clock* clock = &core::system_clock();
    /// A model brought the worker down `crash_limit` times in a row, or can never load here: its files are
    /// damaged, or this machine does not reproduce the profile. On the supervisor's thread.
    std::function<void(const WorkerTarget&, const core::Sentence& reason)> on_disabled;
    /// A model could not be loaded, before its jobs hear of it. On the supervisor's thread.
    std::function<void(const WorkerTarget&, const core::Error&)> on_load_failed;
    /// A model is ready. On the supervisor's thread.
    std::function<void(const WorkerTarget&)> on_loaded;
    /// The worker gave way to other programs that need the device's memory, before its jobs hear of it. On the
    /// supervisor's thread.
    std::function<void(const WorkerTarget&)> on_yield;
    std::function<void()> on_change; ///< status() reads differently now; on any thread
};

/// Keeps one worker process alive on a thread of its own: starts it for the model that is asked for, hands it
/// jobs in order of arrival, ends it when it hangs, restarts it with bounded back-off. Thread-safe. Costs no
/// CPU while nothing happens.
class Supervisor {
public:
    Supervisor(SupervisorOptions options, std::shared_ptr<const Sandbox> sandbox);
    ~Supervisor();
    /// Fails every job, ends the worker, joins; from then on only status() and refusals. Once or more often.
    void stop();

    /// Errors at once: busy (too many wait), unavailable (it is away, and jobs need not wait). Otherwise on_ready or
    /// on_failed follows. A job that `resumes` was taken before: it goes before those that wait, however many they are.
    core::Status submit(const WorkerTarget& target, std::shared_ptr<WorkerJob> job, bool resumes = false);
    /// Starts the worker with this model now, though nobody asks for it yet.
    void preload(const WorkerTarget& target);
    /// Forgets crashes and failed loads, so that the next request tries again.
    void forgive();
    /// Ends the worker as soon as it has no job, unless another one comes before.
    void rest();
    /// Limits in place of those before. A process that they change takes no further job, ends with those that it has,
    /// and is started anew.
    void change(const WorkerLimits& limits);
    /// Ends the worker if it runs this model; its jobs fail with `reason`.
    void unload(const core::ModelId& model, const core::Sentence& reason);

    control::WorkerStatus status() const;
    /// The same without process and memory, for which the system must be asked.
    control::WorkerStatus brief_status() const;
    const std::string& device() const;
    bool runs(const std::string& profile) const;
    std::uint32_t jobs() const; ///< running and waiting

private:
    struct Impl;
    const std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::node
