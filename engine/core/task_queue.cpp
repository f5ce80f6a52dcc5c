// SPDX-License-Identifier: Apache-2.0
#include "core/task_queue.h"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace hearth::core {

struct TaskQueue::State {
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
                task();
            }
            lock.lock();
        }
    }
};

void TaskQueue::Door::post(std::function<void()> task) const {
    {
        const std::lock_guard lock(m_state->mutex);
        if (m_state->gone) return;
        m_state->tasks.push_back(std::move(task));
    }
    m_state->wake.notify_one();
}

TaskQueue::TaskQueue(unsigned threads) : m_state(std::make_shared<State>()) {
    for (unsigned i = 0; i < threads; ++i)
        m_threads.emplace_back([state = m_state] { state->run(); });
}

TaskQueue::~TaskQueue() {
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->stopping = true;
    }
    m_state->wake.notify_all();
    for (std::thread& thread : m_threads)
        thread.join();
    std::deque<std::function<void()>> late; // destroyed without the mutex: what it holds may post as it goes
    const std::lock_guard lock(m_state->mutex);
    m_state->gone = true;
    late.swap(m_state->tasks);
}

void TaskQueue::drain() {
    std::mutex mutex;
    std::condition_variable reached;
    bool done = false;
    post([&] {
        const std::lock_guard lock(mutex);
        done = true;
        reached.notify_all();
    });
    std::unique_lock lock(mutex);
    reached.wait(lock, [&] { return done; });
}

} // namespace hearth::core
