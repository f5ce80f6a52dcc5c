// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"
#include "node/workers/memory_pressure.h"
#include "node/workers/restart_plan.h"
#include "node/workers/worker_job.h"

#include <optional>
#include <string>
#include <vector>

namespace hearth::node {

/// What follows when a worker goes, in the order of these members: its supervisor does it.
struct Aftermath {
    control::WorkerState state = control::WorkerState::backing_off;
    core::Sentence reason;
    core::Nanoseconds pause = 0;                ///< how long it stays away
    bool counts = false;                        ///< as a restart
    bool drop_kernels = false;                  ///< what makes a driver crash must not do so for ever
    bool rests = false;                         ///< no model is kept ready any more; else:
    std::optional<WorkerTarget> not_ready = {}; ///< this one is not
    /// Whom it concerns beside the jobs, who hear of it after them: none of them asks for this model here again.
    std::optional<core::Error> load_failed = {};
    std::optional<core::Sentence> disabled = {};
    bool yielded = false;
    struct ForActive {
        core::Error error;
        bool lost = false; ///< the next worker may take them
    };
    struct ForWaiting {
        std::optional<WorkerTarget> target; ///< nothing: all that wait
        core::Error error;
    };
    std::optional<ForActive> active = {};
    std::vector<ForWaiting> waiting = {};
};

/// Decides what follows when a worker crashes, hangs, cannot load its model or must give its device up: whose fault it
/// is, and when the next one may start. Remembers what leads to that. Times are monotonic. Not thread-safe.
class FailurePolicy {
public:
    struct Rules {
        bool waits = true; ///< SupervisorOptions
        core::Nanoseconds first_backoff, longest_backoff, first_yield;
        std::uint32_t crash_limit;
    };
    explicit FailurePolicy(Rules rules);

    /// A process starts, for another model than the last one or the same again.
    void starts(bool another_model);
    /// Forgets crashes, and what the model gave up.
    void forgive();
    /// The model takes so much memory of its device.
    void loaded(std::uint64_t device_bytes);
    /// Less than that of its device, and the model does not come back.
    std::uint64_t claim(core::Nanoseconds now) const { return m_plan.claim(now); }
    void said(const core::Sentence& last_words) { m_last_words = last_words; }
    /// A job ended in this error, which may be the device's.
    void job_failed(const core::Error& error);
    /// A job got its answer: model and device are in order.
    void answered();
    /// The worker has given its device up; its end says nothing more.
    bool device_is_lost() const { return m_device_fault.has_value(); }

    /// How a process ended, with its last words.
    core::Sentence ended(const core::Sentence& how) const;
    /// The worker crashed, hung or talked nonsense. `greeted`: its program runs and its device opens.
    Aftermath broke(const core::Sentence& what, bool greeted, const WorkerTarget& target, core::Nanoseconds now);
    Aftermath load_failed(const core::Error& error, bool for_good, const WorkerTarget& target) const;
    /// Nothing: the device has room.
    std::optional<Aftermath> measured(const worker::DeviceMemory& memory, core::Nanoseconds now);

private:
    Aftermath lose_device(core::Nanoseconds now);
    Aftermath give_way(const core::Sentence& what, core::Nanoseconds now);
    void disable(Aftermath& after, const core::Error& lost, const WorkerTarget& target);

    const Rules m_rules;
    RestartPlan m_plan;
    MemoryPressure m_pressure;
    core::Sentence m_last_words;
    std::optional<core::Error> m_device_fault;
    std::uint64_t m_device_bytes = 0;
};

} // namespace hearth::node
