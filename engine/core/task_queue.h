// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace hearth::core {

/// Runs tasks on threads of its own: with one thread one after the other, in order. Tasks must not throw. Thread-safe.
class TaskQueue {
    struct State;

public:
    /// A way into a queue that may be gone: what is posted then is dropped.
    class Door {
    public:
        void post(std::function<void()> task) const;

    private:
        friend class TaskQueue;
        explicit Door(std::shared_ptr<State> state) : m_state(std::move(state)) {}
        std::shared_ptr<State> m_state;
    };

    explicit TaskQueue(unsigned threads = 1);
    /// Runs what is queued, then joins.
    ~TaskQueue();
    TaskQueue(const TaskQueue&) = delete;
    TaskQueue& operator=(const TaskQueue&) = delete;

    void post(std::function<void()> task) { door().post(std::move(task)); }
    /// Returns when everything posted before has run. Of a queue with one thread; not to be called from a task.
    void drain();
    Door door() const { return Door(m_state); }

private:
    std::shared_ptr<State> m_state;
    std::vector<std::thread> m_threads;
};

} // namespace hearth::core
