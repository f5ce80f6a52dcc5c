// SPDX-License-Identifier: Apache-2.0
#include "backend/executor.h"

#include <QThread>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace hearth::desktop {

/// Outlives the executor for as long as a thread is still inside a call.
struct BackendExecutor::Shared {
    struct Item {
        std::uint64_t id;
        std::function<void()> work;
    };
    std::mutex mutex;
    std::condition_variable wake, left;
    std::deque<Item> queue;
    std::size_t threads = 0, sleeping = 0, max_threads = 0;
    BackendExecutor* owner = nullptr; ///< null after shutdown
    std::shared_ptr<std::atomic<bool>> stop = std::make_shared<std::atomic<bool>>(false);
};

BackendExecutor::BackendExecutor(std::size_t max_threads, QObject* parent)
    : QObject(parent), m_shared(std::make_shared<Shared>()) {
    m_shared->max_threads = max_threads;
    m_shared->owner = this;
}

BackendExecutor::~BackendExecutor() { shutdown(std::chrono::seconds(2)); }

std::shared_ptr<const std::atomic<bool>> BackendExecutor::stopFlag() const { return m_shared->stop; }

void BackendExecutor::submit(QObject* receiver, std::function<void()> work, std::function<void()> deliver) {
    Q_ASSERT(QThread::currentThread() == thread());
    const std::uint64_t id = ++m_next;
    const std::lock_guard lock(m_shared->mutex);
    if (*m_shared->stop) return;
    m_waiting.emplace(id, Waiting{receiver, std::move(deliver)});
    m_shared->queue.push_back({id, std::move(work)});
    if (m_shared->queue.size() > m_shared->sleeping && m_shared->threads < m_shared->max_threads) {
        ++m_shared->threads;
        std::thread(&BackendExecutor::serve, m_shared).detach();
    }
    m_shared->wake.notify_one();
}

void BackendExecutor::serve(const std::shared_ptr<Shared>& shared) {
    std::unique_lock lock(shared->mutex);
    for (;;) {
        ++shared->sleeping;
        shared->wake.wait(lock, [&] { return *shared->stop || !shared->queue.empty(); });
        --shared->sleeping;
        if (*shared->stop) break;
        Shared::Item item = std::move(shared->queue.front());
        shared->queue.pop_front();
        lock.unlock();
        item.work();
        // What the work holds (perhaps the last hold on a connection) ends on this thread.
        item.work = nullptr;
        lock.lock();
        if (BackendExecutor* owner = shared->owner)
            QMetaObject::invokeMethod(
                owner, [owner, id = item.id] { owner->deliver(id); }, Qt::QueuedConnection);
    }
    --shared->threads;
    shared->left.notify_all();
}

void BackendExecutor::deliver(std::uint64_t id) {
    const auto found = m_waiting.find(id);
    if (found == m_waiting.end()) return;
    const Waiting waiting = std::move(found->second);
    m_waiting.erase(found);
    if (waiting.receiver) waiting.deliver();
    if (m_waiting.empty()) emit idle();
}

bool BackendExecutor::shutdown(std::chrono::milliseconds patience) {
    std::deque<Shared::Item> dropped;
    std::unique_lock lock(m_shared->mutex);
    *m_shared->stop = true;
    m_shared->owner = nullptr;
    dropped.swap(m_shared->queue);
    m_waiting.clear();
    m_shared->wake.notify_all();
    return m_shared->left.wait_for(lock, patience, [&] { return m_shared->threads == 0; });
}

} // namespace hearth::desktop
