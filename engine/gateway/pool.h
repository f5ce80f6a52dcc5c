// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace hearth::gateway {

/// A few threads for whatever may block: reading large bodies and calls into the backend. Jobs must not
/// throw.
class Pool {
public:
    explicit Pool(unsigned threads);
    /// Runs what is queued, then joins.
    ~Pool();
    void run(std::function<void()> job);

private:
    void work();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_jobs;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace hearth::gateway
