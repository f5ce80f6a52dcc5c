// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace hearth::core {

/// Runs tasks on threads of its own: with one thread one after the other, in order. Tasks must not throw. Thread-safe.
class TaskQueue {
public:
    explicit TaskQueue(unsigned threads = 1);
    /// Runs what is queued, then joins.
    ~TaskQueue();
    void post(std::function<void()> task);
    /// Returns when everything posted before has run. Of a queue with one thread; not to be called from a task.
    void drain();

private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_tasks;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace hearth::core
