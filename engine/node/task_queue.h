// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace hearth::node {

/// Runs tasks one after the other, in order, on a thread of its own. Tasks must not throw.
class TaskQueue {
public:
    TaskQueue();
    /// Runs what is queued, then joins.
    ~TaskQueue();
    void post(std::function<void()> task);
    /// Returns when everything posted before has run. Not to be called from a task.
    void drain();

private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_tasks;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace hearth::node
