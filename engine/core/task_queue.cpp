// SPDX-License-Identifier: Apache-2.0
#include "core/task_queue.h"

namespace hearth::core {

TaskQueue::TaskQueue(unsigned threads) {
    for (unsigned i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { run(); });
}

TaskQueue::~TaskQueue() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    for (std::thread& thread : m_threads)
        thread.join();
}

void TaskQueue::post(std::function<void()> task) {
    {
        const std::lock_guard lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    m_wake.notify_one();
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

void TaskQueue::run() {
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_stopping || !m_tasks.empty(); });
        if (m_tasks.empty()) return;
        {
            const auto task = std::move(m_tasks.front());
            m_tasks.pop_front();
            lock.unlock();
            task();
        }
        lock.lock();
    }
}

} // namespace hearth::core
