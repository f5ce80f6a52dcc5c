// SPDX-License-Identifier: Apache-2.0
#include "link/session.h"

namespace hearth::link {
namespace {

constexpr std::size_t max_kept_bytes = std::size_t{1} << 20; ///< sent and not acknowledged
constexpr std::uint64_t ack_frames = 16;
constexpr std::size_t ack_bytes = std::size_t{128} << 10;

template <typename F>
bool is_a(const Frame& frame) {
    return std::holds_alternative<F>(frame);
}

} // namespace

void Session::say(Frame frame) {
    if (is_numbered(frame)) {
        // Only the newest state of this side is worth sending.
        if (std::holds_alternative<Capability>(frame)) std::erase_if(m_waiting, is_a<Capability>);
        m_waiting.push_back(std::move(frame));
        return;
    }
    if (std::holds_alternative<Pong>(frame)) std::erase_if(m_urgent, is_a<Pong>);
    m_urgent.push_back(std::move(frame));
}

bool Session::ack_is_due() const {
    return m_received - m_told >= ack_frames || m_untold_bytes >= ack_bytes;
}

core::Bytes Session::keep(const Frame& frame) {
    m_kept.push_back({++m_numbered, encode(frame, m_numbered)});
    m_kept_bytes += m_kept.back().bytes.size();
    m_next_kept = m_kept.size();
    return m_kept.back().bytes;
}

std::optional<core::Bytes> Session::next() {
    if (ack_is_due() || (!m_urgent.empty() && m_received != m_told)) {
        m_told = m_received;
        m_untold_bytes = 0;
        return encode(Ack{m_received});
    }
    if (!m_urgent.empty()) {
        const Frame frame = std::move(m_urgent.front());
        m_urgent.pop_front();
        return encode(frame);
    }
    if (m_next_kept < m_kept.size()) return m_kept[m_next_kept++].bytes;
    if (!m_waiting.empty()) {
        const Frame frame = std::move(m_waiting.front());
        m_waiting.pop_front();
        return keep(frame);
    }
    if (m_kept_bytes >= max_kept_bytes) return std::nullopt;
    if (const auto frame = m_lanes.next()) return keep(*frame);
    return std::nullopt;
}

core::Result<Session::Event> Session::receive(core::ByteView bytes) {
    HEARTH_TRY(NumberedFrame numbered, decode_frame(bytes));
    if (numbered.number) {
        if (*numbered.number != m_received + 1)
            return core::fail(core::Code::corrupt, "Link frame " + std::to_string(*numbered.number) + " came where " +
                                                       std::to_string(m_received + 1) +
                                                       " was due: one is out of order, repeated or missing.");
        ++m_received;
        m_untold_bytes += bytes.size();
    }
    return take(std::move(numbered.frame));
}

core::Result<Session::Event> Session::take(Frame frame) {
    if (auto* part = std::get_if<JobPart>(&frame)) {
        HEARTH_TRY(std::optional<Delivery> delivery, m_lanes.receive(std::move(*part)));
        return delivery ? Event(std::move(*delivery)) : Event();
    }
    if (const auto* credit = std::get_if<Credit>(&frame)) {
        HEARTH_CHECK(m_lanes.receive(*credit));
        return Event();
    }
    if (const auto* ack = std::get_if<Ack>(&frame)) {
        HEARTH_CHECK(acknowledged(ack->received));
        return Event();
    }
    if (const auto* ping = std::get_if<Ping>(&frame)) {
        say(Pong{ping->nonce});
        return Event();
    }
    if (auto* capability = std::get_if<Capability>(&frame)) return Event(std::move(*capability));
    if (std::holds_alternative<Pong>(frame)) return Event(std::get<Pong>(frame));
    if (std::holds_alternative<Drain>(frame)) return Event(Drain{});
    if (auto* goodbye = std::get_if<Goodbye>(&frame)) return Event(std::move(*goodbye));
    return core::fail(core::Code::corrupt, "A frame of the handshake came after it.");
}

core::Status Session::acknowledged(std::uint64_t theirs) {
    // Only what was sent on this connection, or on one before it, can have come.
    const std::uint64_t sent = m_numbered - (m_kept.size() - m_next_kept);
    if (theirs > sent || theirs < m_acknowledged)
        return core::fail(core::Code::corrupt, "The other side of the link acknowledges frames that it cannot have.");
    while (m_acknowledged < theirs) {
        m_kept_bytes -= m_kept.front().bytes.size();
        m_kept.pop_front();
        --m_next_kept;
        ++m_acknowledged;
    }
    return {};
}

core::Status Session::resume(std::uint64_t theirs) {
    m_next_kept = m_kept.size();
    HEARTH_CHECK(acknowledged(theirs));
    m_next_kept = 0;
    m_urgent.clear();
    m_told = m_received; // the hello or the welcome said so
    m_untold_bytes = 0;
    return {};
}

} // namespace hearth::link
