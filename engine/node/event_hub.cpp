// SPDX-License-Identifier: Apache-2.0
#include "node/event_hub.h"

#include <algorithm>
#include <vector>

namespace hearth::node {

class EventHub::Entry final : public control::Subscription {
public:
    Entry(EventHub& hub, std::uint64_t key) : m_hub(&hub), m_key(key) {}
    ~Entry() override { m_hub->remove(m_key); }

private:
    EventHub* m_hub;
    std::uint64_t m_key;
};

EventHub::EventHub() : m_thread([this] { run(); }) {}

EventHub::~EventHub() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void EventHub::publish(const std::string& topic, const std::string& id) {
    {
        const std::lock_guard lock(m_mutex);
        const bool waits = std::any_of(m_waiting.begin(), m_waiting.end(), [&](const control::Event& event) {
            return event.topic == topic && event.id == id;
        });
        if (waits || m_subscribers.empty()) return;
        m_waiting.push_back({m_next_event++, topic, id});
    }
    m_wake.notify_all();
}

std::unique_ptr<control::Subscription>
EventHub::subscribe(std::function<void(const control::Event&)> on_event) {
    const std::lock_guard lock(m_mutex);
    const std::uint64_t key = m_next_key++;
    m_subscribers[key] = std::move(on_event);
    return std::make_unique<Entry>(*this, key);
}

void EventHub::remove(std::uint64_t key) {
    std::unique_lock lock(m_mutex);
    m_subscribers.erase(key);
    // A subscriber that ends itself from its own callback must not wait for that callback.
    if (std::this_thread::get_id() == m_thread.get_id()) return;
    m_told.wait(lock, [&] { return m_telling != key; });
}

void EventHub::run() {
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_stopping || !m_waiting.empty(); });
        if (m_stopping) return;
        const control::Event event = std::move(m_waiting.front());
        m_waiting.pop_front();
        std::vector<std::uint64_t> keys;
        for (const auto& [key, subscriber] : m_subscribers)
            keys.push_back(key);
        for (const std::uint64_t key : keys) {
            const auto found = m_subscribers.find(key);
            if (found == m_subscribers.end()) continue;
            const auto subscriber = found->second;
            m_telling = key;
            lock.unlock();
            subscriber(event);
            lock.lock();
            m_telling = 0;
            m_told.notify_all();
        }
    }
}

} // namespace hearth::node
