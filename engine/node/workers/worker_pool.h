// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "node/workers/supervisor.h"

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace hearth::node {

/// The workers that serve, one a device, the processor's last. A job goes to the first device that can take it; the
/// processor gets what no GPU can take, and what would have to wait for a GPU's model while its own stands ready.
/// A device that cannot run a model is passed over for a while. Thread-safe.
class WorkerPool {
public:
    /// `patience`: how long a device is passed over that could not load a model, or not be opened; doubles each time.
    explicit WorkerPool(std::shared_ptr<const Sandbox> sandbox, const core::Clock& clock = core::system_clock(),
                        core::Nanoseconds patience = 60'000'000'000)
        : m_sandbox(std::move(sandbox)), m_patience(patience), m_clock(clock) {}
    ~WorkerPool();

    /// The first one is the processor's; each other goes before it. `options.on_disabled` hears of models that the
    /// processor cannot run.
    void add(SupervisorOptions options);
    bool has(const std::string& device) const;
    /// Ends every worker; from then on only refusals.
    void stop();

    /// The device that took the job; on_ready or on_failed follows. `avoid` names devices; `resumes` as in
    /// Supervisor::submit(). Errors: busy, unavailable (no device is left).
    core::Result<std::string> submit(const WorkerTarget& target, std::shared_ptr<WorkerJob> job,
                                     const std::set<std::string>& avoid = {}, bool resumes = false);
    void preload(const WorkerTarget& target);
    void forgive();
    void unload(const core::ModelId& model, const core::Sentence& reason);
    /// Ends a device's worker and keeps work off it until the answer is let go of; null if it has jobs that do not end
    /// within `patience`. Blocks.
    std::shared_ptr<void> lend(const std::string& device, core::Nanoseconds patience = 10'000'000'000);

    /// No work for the cards at these PCI addresses, one that comes later included, until another call leaves them
    /// out; a worker that has some ends it first.
    void switch_off(std::set<std::string> addresses);
    /// As Supervisor::change(), for all.
    void change(const WorkerLimits& limits);

    /// Of the worker that serves the preloaded model, or would.
    control::WorkerStatus status() const;
    std::vector<control::WorkerStatus> all() const; ///< the processor's last

private:
    using Worker = std::shared_ptr<Supervisor>;
    struct Aside {
        std::string device;
        WorkerTarget target;
        core::Nanoseconds until, pause;
    };
    struct Choice {
        Worker now;   ///< takes the job; null: nobody
        Worker later; ///< is to get ready meanwhile
    };
    void preload_elsewhere(const WorkerTarget& target);
    bool is_resident(const WorkerTarget& target) const;
    void loaded(const std::string& device, const WorkerTarget& target);
    void set_aside(const std::string& device, const WorkerTarget& target, bool for_good);
    bool is_off(const std::string& device) const;
    bool is_aside(const std::string& device, const WorkerTarget& target) const;
    std::vector<Worker> workers() const;
    core::Nanoseconds now() const { return m_clock.monotonic(); }
    Choice choose(const WorkerTarget* target, const std::set<std::string>& avoid) const;

    const std::shared_ptr<const Sandbox> m_sandbox;
    const core::Nanoseconds m_patience;
    const core::Clock& m_clock;
    mutable std::mutex m_mutex;
    std::vector<Worker> m_workers;
    std::vector<Aside> m_aside;
    std::multiset<std::string> m_lent;
    std::set<std::string> m_off;                ///< PCI addresses
    std::map<std::string, std::string> m_cards; ///< PCI addresses by device
    std::optional<WorkerTarget> m_resident;
};

} // namespace hearth::node
