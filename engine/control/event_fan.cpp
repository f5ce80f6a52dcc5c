// SPDX-License-Identifier: Apache-2.0
#include "control/event_fan.h"

#include "core/thread.h"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>

namespace hearth::control {
namespace {

constexpr std::size_t max_waiting = 10'000;
using Callback = std::shared_ptr<std::function<void(const Event&)>>;

} // namespace

struct EventFan::State {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Event> waiting;
    std::map<std::uint64_t, Callback> subscribers;
    std::uint64_t next_key = 1, next_event = 1;
    std::uint64_t in_callback = 0; ///< key of the subscriber that is being called, 0 = none
    bool ending = false;
    core::Thread thread;

    void run() {
        std::unique_lock lock(mutex);
        while (true) {
            changed.wait(lock, [this] { return ending || !waiting.empty(); });
            if (ending) return;
            const Event event = std::move(waiting.front());
            waiting.pop_front();
            deliver(event, lock);
        }
    }

    void deliver(const Event& event, std::unique_lock<std::mutex>& lock) {
        for (auto at = subscribers.begin(); at != subscribers.end() && !ending;
             at = subscribers.upper_bound(in_callback)) {
            in_callback = at->first;
            const Callback callback = at->second;
            lock.unlock();
            core::guarded("events", [&] { (*callback)(event); });
            lock.lock();
            changed.notify_all();
        }
        in_callback = 0;
        changed.notify_all();
    }

    /// The mutex is held.
    void add(const Event& event) {
        if (subscribers.empty() || waiting.size() >= max_waiting) return;
        waiting.push_back(event);
        changed.notify_all();
    }

    void remove(std::uint64_t key) {
        std::unique_lock lock(mutex);
        subscribers.erase(key);
        if (thread.is_this()) return;
        changed.wait(lock, [&] { return in_callback != key; });
    }
};

namespace {

class FanSubscription final : public Subscription {
public:
    explicit FanSubscription(std::function<void()> end) : m_end(std::move(end)) {}
    ~FanSubscription() override { m_end(); }

private:
    std::function<void()> m_end;
};

} // namespace

EventFan::EventFan() : m_state(std::make_shared<State>()) {}

EventFan::~EventFan() {
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->ending = true;
    }
    m_state->changed.notify_all();
    m_state->thread.join();
}

std::unique_ptr<Subscription> EventFan::subscribe(std::function<void(const Event&)> on_event) {
    const std::lock_guard lock(m_state->mutex);
    const std::uint64_t key = m_state->next_key++;
    m_state->subscribers[key] = std::make_shared<std::function<void(const Event&)>>(std::move(on_event));
    if (!m_state->thread.joinable())
        m_state->thread =
            core::run_thread("events", core::Thrown::begins_again, [state = m_state.get()] { state->run(); });
    return std::make_unique<FanSubscription>([state = m_state, key] { state->remove(key); });
}

void EventFan::post(const Event& event) {
    const std::lock_guard lock(m_state->mutex);
    m_state->add(event);
}

void EventFan::publish(const std::string& topic, const std::string& id) {
    const std::lock_guard lock(m_state->mutex);
    const auto equal = [&](const Event& event) { return event.topic == topic && event.id == id; };
    if (m_state->subscribers.empty() || std::any_of(m_state->waiting.begin(), m_state->waiting.end(), equal)) return;
    m_state->add({m_state->next_event++, topic, id});
}

} // namespace hearth::control
