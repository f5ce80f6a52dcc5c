// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/pass_inbox.h"

namespace hearth::gateway {

PassInbox::PassInbox(std::size_t max_bytes, std::function<void()> wake)
    : m_max_bytes(max_bytes), m_wake(std::move(wake)) {}

/// Waking is posting: it happens under the lock, so that nobody is woken after close().
bool PassInbox::push(std::variant<RawHead, std::string, PassEnd> what, std::size_t bytes) {
    const std::lock_guard lock(m_mutex);
    if (m_closed) return false;
    m_events.push_back({core::monotonic(), std::move(what)});
    m_bytes += bytes;
    const bool room = m_bytes < m_max_bytes;
    m_full = m_full || !room;
    if (m_open && !std::exchange(m_awake, true)) m_wake();
    return room;
}

void PassInbox::asked() {
    const std::lock_guard lock(m_mutex);
    m_asked = true;
}

bool PassInbox::was_asked() const {
    const std::lock_guard lock(m_mutex);
    return m_asked;
}

bool PassInbox::body(std::string bytes) {
    const std::size_t size = bytes.size();
    return push(std::move(bytes), size);
}

void PassInbox::open(ForeignCall call) {
    const std::lock_guard lock(m_mutex);
    if (m_closed) return; // the call ends with its handle
    m_call = std::move(call);
    m_opened_at = core::monotonic();
    m_open = m_awake = true;
    m_wake();
}

void PassInbox::refuse(const core::Error& error) {
    open({});
    failed(error, {});
}

std::optional<PassEvent> PassInbox::take() {
    const std::lock_guard lock(m_mutex);
    if (!m_open || m_closed || m_events.empty()) {
        m_awake = false;
        return std::nullopt;
    }
    PassEvent event = std::move(m_events.front());
    m_events.pop_front();
    if (const auto* bytes = std::get_if<std::string>(&event.what)) m_bytes -= bytes->size();
    const bool reads_on = m_full && m_bytes < m_max_bytes / 2;
    if (reads_on) m_full = false;
    if (reads_on && m_call && m_call->call) m_call->call->read_on();
    return event;
}

std::string PassInbox::evidence_id() const {
    const std::lock_guard lock(m_mutex);
    return m_call ? m_call->evidence_id : std::string();
}

core::Nanoseconds PassInbox::opened_at() const {
    const std::lock_guard lock(m_mutex);
    return m_opened_at;
}

void PassInbox::close() {
    std::optional<ForeignCall> ended;
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    m_events.clear();
    ended.swap(m_call);
}

} // namespace hearth::gateway
