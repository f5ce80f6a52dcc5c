// SPDX-License-Identifier: Apache-2.0
#include "backend/event_relay.h"

#include <algorithm>

namespace hearth::desktop {

void EventRelay::begin() {
    const std::lock_guard lock(m_mutex);
    m_last = 0;
}

void EventRelay::pass(const control::Event& event) {
    const std::lock_guard lock(m_mutex);
    const bool gap = m_last != 0 && event.number != m_last + 1;
    m_last = event.number;
    const bool first = m_waiting.empty();
    if (!first && m_waiting.front().topic.isEmpty()) return;
    const QString topic = QString::fromStdString(event.topic), id = QString::fromStdString(event.id);
    const bool known = std::any_of(m_waiting.begin(), m_waiting.end(),
                                   [&](const Change& change) { return change.topic == topic && change.id == id; });
    if (gap || (!known && m_waiting.size() >= most_waiting))
        m_waiting.assign(1, Change{});
    else if (!known)
        m_waiting.push_back({topic, id});
    if (first && m_wake) m_wake();
}

std::vector<EventRelay::Change> EventRelay::take() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_waiting, {});
}

void EventRelay::leave() {
    const std::lock_guard lock(m_mutex);
    m_wake = nullptr;
}

} // namespace hearth::desktop
