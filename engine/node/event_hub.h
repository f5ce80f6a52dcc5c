// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace hearth::node {

/// Numbers events and hands them to subscribers on a thread of its own, so that whoever reports a change
/// never waits for a reader. Equal events that still wait are told once. Thread-safe.
class EventHub {
public:
    EventHub();
    /// Every subscription must be gone before.
    ~EventHub();

    void publish(const std::string& topic, const std::string& id = {});
    std::unique_ptr<control::Subscription> subscribe(std::function<void(const control::Event&)> on_event);

private:
    class Entry;
    void run();
    void remove(std::uint64_t key);

    std::mutex m_mutex;
    std::condition_variable m_wake, m_told;
    std::deque<control::Event> m_waiting;
    std::map<std::uint64_t, std::function<void(const control::Event&)>> m_subscribers;
    std::uint64_t m_next_event = 1, m_next_key = 1;
    std::uint64_t m_telling = 0; ///< key of the subscriber that is being called; 0 = none
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace hearth::node
