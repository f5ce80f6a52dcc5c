// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/thread.h"

#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <vector>

namespace hearth::core {

/// Runs tasks on threads of its own: with one thread one after the other, in order. What a task throws is logged, and
/// the next one runs. Thread-safe.
class TaskQueue {
    struct State;

public:
    /// For a queue whose tasks are counted before they come to it; engine/README.md says where.
    static constexpr std::size_t bounded_elsewhere = std::numeric_limits<std::size_t>::max();

    /// A way into a queue that may be gone: what is posted then is dropped.
    class Door {
    public:
        /// False where as many tasks wait as may: the task was not taken.
        bool post(std::function<void()> task) const;
        /// Where the task throws, `after` tells those who wait for it.
        bool post(std::function<void()> task, std::function<void()> after) const;

    private:
        friend class TaskQueue;
        explicit Door(std::shared_ptr<State> state) : m_state(std::move(state)) {}
        std::shared_ptr<State> m_state;
    };

    /// `most`: tasks that wait; `name`: of its threads. Throws std::system_error where the machine gives no thread.
    explicit TaskQueue(const char* name, std::size_t most = bounded_elsewhere, unsigned threads = 1);
    /// Runs what is queued, then joins.
    ~TaskQueue();
    TaskQueue(const TaskQueue&) = delete;
    TaskQueue& operator=(const TaskQueue&) = delete;

    bool post(std::function<void()> task) { return door().post(std::move(task)); }
    /// Returns when everything posted before has run. Of a queue with one thread; not to be called from a task.
    void drain();
    Door door() const { return Door(m_state); }

private:
    void stop();

    std::shared_ptr<State> m_state;
    std::vector<Thread> m_threads;
};

} // namespace hearth::core
