// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/supervisor.h"

#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace hearth::node {

/// The workers that serve, one a device, best device first. A job goes to the first device that can take it; one that
/// cannot run a model is passed over for a while. Thread-safe once every worker is added.
class WorkerPool {
public:
    /// `patience`: how long a device is passed over that could not load a model, or not be opened.
    explicit WorkerPool(std::shared_ptr<const Sandbox> sandbox, core::Nanoseconds patience = 60'000'000'000)
        : m_sandbox(std::move(sandbox)), m_patience(patience) {}
    ~WorkerPool();

    /// `options.on_disabled` hears of models that no device can run: of those that fail on the last one added.
    void add(SupervisorOptions options);
    /// Ends every worker; from then on only refusals.
    void stop();

    /// The device that took the job; on_ready or on_failed follows. `avoid` names devices. Errors: busy, unavailable
    /// (no device is left).
    core::Result<std::string> submit(const WorkerTarget& target, std::shared_ptr<WorkerJob> job,
                                     const std::set<std::string>& avoid = {});
    void preload(const WorkerTarget& target);
    void forgive();
    void unload(const core::ModelId& model, const std::string& reason);

    /// Of the worker that the next job would go to.
    control::WorkerStatus status() const;
    std::vector<control::WorkerStatus> all() const;

private:
    struct Aside {
        std::string device;
        WorkerTarget target;
        core::Nanoseconds until;
    };
    void preload_elsewhere(const WorkerTarget& target);
    bool is_resident(const WorkerTarget& target) const;
    void load_failed(const std::string& device, const WorkerTarget& target, const core::Error& error);
    void set_aside(const std::string& device, const WorkerTarget& target, core::Nanoseconds how_long);
    bool is_aside(const std::string& device, const WorkerTarget& target) const;
    Supervisor* choose(const WorkerTarget* target, const std::set<std::string>& avoid) const;

    const std::shared_ptr<const Sandbox> m_sandbox;
    const core::Nanoseconds m_patience;
    struct Worker {
        std::string device;
        std::unique_ptr<Supervisor> supervisor;
    };
    std::vector<Worker> m_workers;
    mutable std::mutex m_mutex;
    std::vector<Aside> m_aside;
    std::optional<WorkerTarget> m_resident;
};

} // namespace hearth::node
