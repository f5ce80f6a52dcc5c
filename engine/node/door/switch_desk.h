// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/event_fan.h"
#include "node/jobs/executor.h"
#include "node/policy/work_switch.h"
#include "node/preloader.h"

namespace hearth::node {

/// The operator's switch: pause, go on, rest for a while, end. See control::Node. Thread-safe; everything given
/// outlives it.
class SwitchDesk {
public:
    struct Parts {
        WorkSwitch& work_switch;
        Executor& executor;
        ModelStore& models;
        WorkerPool& workers;
        Supervisor& replayer;
        const Preloader& preloader;
        control::EventFan& events;
        std::function<void()> request_stop; ///< returns at once
        const core::Clock& clock;
    };
    explicit SwitchDesk(Parts parts) : m_parts(std::move(parts)) {}

    core::Status pause(bool now);
    core::Status resume();
    core::Status snooze(std::uint32_t minutes);
    /// No new work from now on; what asks for the status hears of it before request_stop().
    void begin_stop();
    void request_stop() { m_parts.request_stop(); }

private:
    const Parts m_parts;
};

} // namespace hearth::node
