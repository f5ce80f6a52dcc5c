// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/task_queue.h"

#include <atomic>
#include <memory>

namespace hearth::node {

/// What one peer asks of a queue that all peers share: no more than `most` at a time wait there. Thread-safe; copies
/// count together.
class PeerTasks {
public:
    PeerTasks(core::TaskQueue::Door door, unsigned most) : m_door(std::move(door)), m_most(most) {}

    /// False: nothing is posted, as so many wait already.
    bool post(std::function<void()> task) const {
        if (m_waiting->fetch_add(1) >= m_most) {
            m_waiting->fetch_sub(1);
            return false;
        }
        m_door.post([waiting = m_waiting, task = std::move(task)] {
            task();
            waiting->fetch_sub(1);
        });
        return true;
    }
    unsigned most() const { return m_most; }

private:
    core::TaskQueue::Door m_door;
    unsigned m_most;
    std::shared_ptr<std::atomic<unsigned>> m_waiting = std::make_shared<std::atomic<unsigned>>(0);
};

} // namespace hearth::node
