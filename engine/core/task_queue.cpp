// SPDX-License-Identifier: Apache-2.0
#include "core/task_queue.h"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace hearth::core {

struct TaskQueue::State {
    State(const char* of, std::size_t limit) : name(of), most(limit) {}

    const char* const name;
    const std::size_t most;
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<std::function<void()>> tasks;
    bool stopping = false, gone = false;

    void run() {
        std::unique_lock lock(mutex);
        while (true) {
            wake.wait(lock, [this] { return stopping || !tasks.empty(); });
            if (tasks.empty()) return;
            {
                const auto task = std::move(tasks.front());
                tasks.pop_front();
                lock.unlock();
                guarded(name, task);
            }
            lock.lock();
        }
    }
};

bool TaskQueue::Door::post(std::function<void()> task) const {
    {
        const std::lock_guard lock(m_state->mutex);
        if (m_state->gone) return true;
        if (m_state->tasks.size() >= m_state->most) return false;
        m_state->tasks.push_back(std::move(task));
    }
    m_state->wake.notify_one();
    return true;
}

bool TaskQueue::Door::post(std::function<void()> task, std::function<void()> after) const {
    return post([name = m_state->name, task = std::move(task), after = std::move(after)] {
        if (!guarded(name, task)) guarded(name, after);
    });
}

TaskQueue::TaskQueue(const char* name, std::size_t most, unsigned threads)
    : m_state(std::make_shared<State>(name, most)) {
    m_threads.reserve(threads);
    try {
        for (unsigned i = 0; i < threads; ++i)
            m_threads.push_back(run_thread(name, Thrown::begins_again, [state = m_state] { state->run(); }));
    } catch (...) {
        stop(); // those that run would be waited for, for ever
        throw;
    }
}

TaskQueue::~TaskQueue() {
    stop();
    std::deque<std::function<void()>> late; // destroyed without the mutex: what it holds may post as it goes
    const std::lock_guard lock(m_state->mutex);
    m_state->gone = true;
    late.swap(m_state->tasks);
}

void TaskQueue::stop() {
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->stopping = true;
    }
    m_state->wake.notify_all();
    m_threads.clear();
}

void TaskQueue::drain() {
    std::mutex mutex;
    std::condition_variable reached;
    bool done = false;
    {
        // In spite of the bound: whoever waits for it adds no second one.
        const std::lock_guard lock(m_state->mutex);
        m_state->tasks.push_back([&] {
            const std::lock_guard telling(mutex);
            done = true;
            reached.notify_all();
        });
    }
    m_state->wake.notify_one();
    std::unique_lock lock(mutex);
    reached.wait(lock, [&] { return done; });
}

} // namespace hearth::core
