// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"

#include <QString>

#include <functional>
#include <mutex>
#include <vector>

namespace hearth::desktop {

/// Carries events from the node's thread to the window's. However fast they come, what waits stays small: equal ones
/// wait once, and when too many wait, or some were lost, one change without a topic stands for everything. Thread-safe.
class EventRelay {
public:
    struct Change {
        QString topic, id; ///< an empty topic: everything
    };
    static constexpr std::size_t most_waiting = 64;

    /// `wake` is called on the node's thread for the first that waits since take(), never after leave().
    explicit EventRelay(std::function<void()> wake) : m_wake(std::move(wake)) {}

    /// A new connection numbers its events anew.
    void begin();
    void pass(const control::Event& event);
    std::vector<Change> take();
    /// Waits for a `wake` that runs.
    void leave();

private:
    std::mutex m_mutex;
    std::function<void()> m_wake;
    std::vector<Change> m_waiting;
    std::uint64_t m_last = 0;
};

} // namespace hearth::desktop
