// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"

#include <functional>
#include <memory>
#include <string>

namespace hearth::control {

/// Hands events to subscribers, in order, on one thread of its own, so that posting never waits for them and
/// a subscriber may call the node. The thread starts with the first subscriber. Thread-safe.
class EventFan {
public:
    EventFan();
    /// Waits for a running callback. Subscriptions may outlive the fan and are then without effect.
    ~EventFan();

    std::unique_ptr<Subscription> subscribe(std::function<void(const Event&)> on_event);
    /// Passes on an event that was numbered elsewhere. It is dropped when 10,000 wait already; the gap in the
    /// numbers tells the receivers.
    void post(const Event& event);
    /// Gives the event the next number and posts it. An equal one that still waits is told once.
    void publish(const std::string& topic, const std::string& id = {});

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace hearth::control
