// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/inbox.h"

#include "core/clock.h"

namespace hearth::gateway {

namespace {

constexpr std::size_t batch = 64;

std::size_t size_of(const CallEvent& event) {
    std::size_t bytes = sizeof(CallEvent);
    if (const auto* piece = std::get_if<TokenPiece>(&event.what)) {
        bytes += piece->text.size();
        for (const LogprobItem& item : piece->top)
            bytes += sizeof item + item.bytes.size();
    } else if (const auto* end = std::get_if<GenerationEnd>(&event.what)) {
        bytes += end->tail.size();
    }
    return bytes;
}

} // namespace

Inbox::Inbox(std::size_t max_bytes, std::function<void()> wake) : m_max_bytes(max_bytes), m_wake(std::move(wake)) {}

bool Inbox::push(CallEvent event) {
    event.at = core::monotonic();
    const std::size_t bytes = size_of(event);
    const std::lock_guard lock(m_mutex);
    if (m_closed || m_overflowed) return false;
    if (m_bytes + bytes > m_max_bytes)
        m_overflowed = true;
    else {
        m_bytes += bytes;
        m_events.push_back(std::move(event));
    }
    // Under the lock, so that close() can promise that nothing is woken after it.
    if (!m_awake || m_overflowed) m_wake();
    m_awake = true;
    return !m_overflowed;
}

std::vector<CallEvent> Inbox::take() {
    std::vector<CallEvent> out;
    const std::lock_guard lock(m_mutex);
    while (!m_events.empty() && out.size() < batch) {
        m_bytes -= size_of(m_events.front());
        out.push_back(std::move(m_events.front()));
        m_events.pop_front();
    }
    m_awake = !out.empty();
    return out;
}

bool Inbox::overflowed() const {
    const std::lock_guard lock(m_mutex);
    return m_overflowed;
}

std::deque<CallEvent> Inbox::close() {
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    m_bytes = 0;
    return std::exchange(m_events, {});
}

bool Inbox::closed() const {
    const std::lock_guard lock(m_mutex);
    return m_closed;
}

ChoiceSink::~ChoiceSink() {
    if (!m_ended)
        m_inbox->push({m_choice, 0, core::fail(core::Code::internal, "The request was dropped before its end.")});
}

void ChoiceSink::started(std::uint32_t prompt_tokens, const std::string& evidence_id, const std::string& node) {
    m_inbox->push({m_choice, 0, GenerationStarted{prompt_tokens, evidence_id, node}});
}

void ChoiceSink::token(const TokenPiece& piece) {
    m_inbox->push({m_choice, 0, piece});
}

void ChoiceSink::finished(const GenerationEnd& end) {
    m_ended = true;
    CallEvent event{m_choice, 0, end};
    // The ids of an answer in words are the node's business; copies of them would only take memory here.
    if (!m_values) std::get<GenerationEnd>(event.what).output_ids = {};
    m_inbox->push(std::move(event));
}

void ChoiceSink::failed(const core::Error& error) {
    m_ended = true;
    m_inbox->push({m_choice, 0, error});
}

} // namespace hearth::gateway
