// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/http_call.h"

#include "core/clock.h"
#include "gateway/networks/answer_parser.h"
#include "gateway/networks/secret.h"
#include "gateway/schedule/failover.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>

namespace hearth::gateway {

namespace asio = boost::asio;
namespace ssl = asio::ssl;

namespace {

using core::Code;
using schedule::failover::average_gap;

/// A server that closes what was kept open does so at once; one that takes longer may have begun to compute.
constexpr core::Nanoseconds close_race = 500'000'000;
constexpr std::size_t max_unread_bytes = 128 * 1024; ///< of a head, or of the framing of chunks
constexpr unsigned max_interim = 8;
constexpr std::size_t longest_own_words = 300, longest_message = 600; ///< of what a network says of itself
constexpr const char* repeats = "network_repeats_key_answer";
constexpr const char* replace_key = "replace_key";

using core::monotonic;

/// The caller's own headers stay here: the network is told what the call needs, and nothing about who asks.
std::string request_text(const OutgoingCall& call) {
    std::string out = call.method + ' ' + call.url.base + call.path + " HTTP/1.1\r\nHost: " + call.url.authority() +
                      "\r\nUser-Agent: hearth\r\nAccept: " + (call.stream ? "text/event-stream" : "application/json") +
                      "\r\nAccept-Encoding: identity\r\nX-Hearth-Hop: " + call.hop + "\r\n";
    if (!call.key.empty()) out += "Authorization: Bearer " + call.key + "\r\n";
    if (call.method == "POST")
        out += "Content-Type: application/json\r\nContent-Length: " + std::to_string(call.body.size()) + "\r\n";
    return out + "\r\n" + call.body;
}

std::string check_id(const OutgoingCall& call) {
    return call.peer ? call.peer->id : std::string();
}

} // namespace

HttpCall::HttpCall(asio::io_context& io, ssl::context& trust, WirePool& pool, OutgoingCall call,
                   std::shared_ptr<RawSink> sink)
    : m_call(std::move(call)), m_sink(std::move(sink)), m_trust(trust), m_resolver(io), m_io(io), m_pool(pool),
      m_timer(io), m_parser(std::make_unique<AnswerParser>()),
      m_guard(m_call.stream, m_call.limits, m_call.is_other_model), m_began(monotonic()), m_since(m_began) {}

HttpCall::~HttpCall() = default;

void HttpCall::start() {
    m_out = request_text(m_call);
    m_call.body = {};
    watch();
    m_wire = m_pool.take(m_call.url, check_id(m_call));
    if (m_wire && m_call.peer && !m_call.peer->admit(*m_wire->certificate)) m_wire.reset(); // no longer
    m_kept_open = m_wire != nullptr;
    if (m_kept_open) return send();
    dial();
}

void HttpCall::dial() {
    m_wire = std::make_unique<Wire>(m_io);
    m_resolver.async_resolve(m_call.url.host, std::to_string(m_call.url.port),
                             [self = shared_from_this()](const Error& ec, const Tcp::resolver::results_type& found) {
                                 if (self->m_phase == Phase::over) return;
                                 self->guarded([&] {
                                     if (ec) return self->fail(self->lost(core::say("no_address"), ec));
                                     self->connect(found);
                                 });
                             });
}

bool HttpCall::dial_again() {
    if (m_phase != Phase::waiting || !m_kept_open || m_heard || !m_written || monotonic() - m_since > close_race)
        return false;
    m_kept_open = m_written = m_asked = false;
    m_phase = Phase::connecting;
    m_since = monotonic();
    dial();
    return true;
}

void HttpCall::connect(const Tcp::resolver::results_type& found) {
    asio::async_connect(m_wire->socket, found, [self = shared_from_this()](const Error& ec, const Tcp::endpoint&) {
        if (self->m_phase != Phase::over) self->guarded([&] { self->connected(ec); });
    });
}

void HttpCall::connected(const Error& ec) {
    if (ec) return fail(lost(core::say("cannot_reached"), ec));
    Error ignored;
    m_wire->socket.set_option(Tcp::no_delay(true), ignored);
    if (m_call.url.tls)
        secure();
    else if (admits_peer())
        send();
}

void HttpCall::secure() {
    const std::string& host = m_call.url.host;
    auto& tls = m_wire->tls.emplace(m_wire->socket, m_trust);
    Error ec;
    tls.set_verify_mode(ssl::verify_peer, ec);
    if (!ec && m_call.peer)
        tls.set_verify_callback([](bool, ssl::verify_context&) { return true; },
                                ec); // examined before anything goes out
    else if (!ec)
        tls.set_verify_callback(ssl::host_name_verification(host), ec);
    if (ec) return fail(lost(core::say("cannot_checked"), ec));
    Error is_name;
    asio::ip::make_address(host, is_name);
    if (is_name) SSL_set_tlsext_host_name(tls.native_handle(), host.c_str());
    tls.async_handshake(ssl::stream_base::client, [self = shared_from_this()](const Error& failed) {
        if (self->m_phase == Phase::over) return;
        const bool untrusted =
            failed.category() == asio::error::get_ssl_category() &&
            ERR_GET_REASON(static_cast<unsigned long>(failed.value())) == SSL_R_CERTIFICATE_VERIFY_FAILED;
        self->guarded([&] {
            if (failed) return self->fail(self->lost(core::say(untrusted ? "untrusted" : "no_tls"), failed));
            if (self->admits_peer()) self->send();
        });
    });
}

bool HttpCall::admits_peer() {
    if (!m_call.peer) return true;
    m_wire->read_certificate();
    const core::Status fine = m_wire->certificate ? m_call.peer->admit(*m_wire->certificate)
                                                  : core::fail(Code::refused, core::say("channel_without_key"));
    if (!fine) fail(fine.error());
    return fine.ok();
}

void HttpCall::send() {
    m_phase = Phase::waiting;
    m_asked = true;
    m_sink->asked();
    m_since = monotonic();
    m_peer = m_wire->certificate;
    // A server may answer before it has read everything, and then read no more.
    const auto written = [self = shared_from_this()](const Error&, std::size_t) {
        self->m_written = true;
        if (!self->m_kept_open) self->m_out = {};
        if (self->m_lost && self->m_phase != Phase::over)
            self->guarded([&] { self->closed(*std::exchange(self->m_lost, std::nullopt)); });
    };
    if (m_wire->tls)
        asio::async_write(*m_wire->tls, asio::buffer(m_out), written);
    else
        asio::async_write(m_wire->socket, asio::buffer(m_out), written);
    read();
}

void HttpCall::read() {
    if (m_reads || m_full || m_phase == Phase::over) return;
    m_reads = true;
    const auto came = [self = shared_from_this()](const Error& ec, std::size_t bytes) {
        self->m_reads = false;
        if (self->m_phase != Phase::over) self->guarded([&] { self->came(ec, bytes); });
    };
    if (m_wire->tls)
        m_wire->tls->async_read_some(asio::buffer(m_wire->chunk), came);
    else
        m_wire->socket.async_read_some(asio::buffer(m_wire->chunk), came);
}

void HttpCall::came(const Error& ec, std::size_t bytes) {
    m_heard = m_heard || bytes > 0;
    if (bytes > 0) arrived();
    take(bytes);
    if (m_phase == Phase::over) return;
    // What is still being written belongs to this connection.
    if (ec && m_kept_open && !m_heard && !m_written) {
        m_lost = ec;
        return;
    }
    if (ec) return closed(ec);
    read();
}

void HttpCall::take(std::size_t bytes) {
    m_in.append(m_wire->chunk.data(), bytes);
    while (!m_in.empty() && parse()) {
    }
    if (m_phase != Phase::over && m_in.size() > max_unread_bytes)
        fail(
            core::fail(Code::corrupt, core::say("network_sent_head_no"), core::say("check_address_openai_compatible")));
}

bool HttpCall::parse() {
    const auto used = m_parser->feed(m_in);
    if (!used) return fail(used.error()), false;
    m_in.erase(0, *used);
    if (!m_parser->head_is_here()) return false;
    const int status = m_parser->head().status;
    if (status >= 100 && status < 200 && m_parser->done()) {
        m_parser = std::make_unique<AnswerParser>();
        if (++m_interim <= max_interim) return true;
        return fail(core::fail(Code::corrupt, core::say("network_announces_answer_again"))), false;
    }
    if (m_phase == Phase::waiting && !begin()) return false;
    if (!pass(m_guard.body(m_parser->take_body()))) return false;
    if (m_parser->done()) return finish(), false;
    return *used > 0;
}

/// The head is here.
bool HttpCall::begin() {
    m_phase = Phase::answering;
    m_head = m_parser->head();
    std::erase_if(m_head.headers, [&](const auto& header) { return holds_key(header.second); });
    if (holds_key(m_head.content_type))
        return fail(core::fail(Code::corrupt, core::say(repeats), core::say(replace_key))), false;
    if (const auto fine = m_guard.head(m_head); !fine) return fail(fine.error()), false;
    if (const auto form = m_parser->check_form(); !form) return fail(form.error()), false;
    return true;
}

/// False: the call is over.
bool HttpCall::pass(Passed passed) {
    if (const std::size_t progress = m_guard.progress(); progress != m_progress) {
        const core::Nanoseconds now = monotonic();
        if (m_progress > 0 && progress > m_progress && m_guard.streams())
            m_gap = average_gap(m_gap, (now - m_progress_at) / static_cast<core::Nanoseconds>(progress - m_progress));
        m_since = m_progress_at = now;
        m_progress = progress;
    }
    if (holds_key(passed.bytes)) {
        passed = {{}, core::fail(Code::corrupt, core::say(repeats), core::say(replace_key))};
    }
    if (!passed.bytes.empty()) {
        if (!std::exchange(m_head_passed, true)) m_sink->head(m_head);
        if (!m_sink->body(std::move(passed.bytes))) m_full = true;
    }
    if (!passed.fine) fail(passed.fine.error());
    return passed.fine.ok();
}

/// No caller, log or file may read the key, whatever a server repeats.
bool HttpCall::holds_key(std::string_view text) const {
    return repeats_key(text, m_call.key);
}

AnswerFacts HttpCall::facts() const {
    AnswerFacts facts = m_guard.facts();
    facts.asked = m_asked;
    facts.event_gap = m_gap;
    facts.peer = m_peer;
    for (std::optional<std::string>* text : {&facts.error, &facts.model, &facts.id})
        if (*text) *text = holds_key(**text) ? "(not shown)" : shortened(std::move(**text), longest_own_words);
    return facts;
}

void HttpCall::closed(const Error& ec) {
    // TLS says when its end is one; without that word somebody on the way may have cut it.
    const bool at_end = ec == asio::error::eof;
    if (dial_again()) return;
    if (m_guard.whole()) return finish();
    if (!at_end) return fail(lost(core::say("broke_off"), ec));
    if (const auto whole = m_parser->close(); !whole) return fail(whole.error());
    finish();
}

void HttpCall::finish() {
    if (!pass(m_guard.end())) return;
    if (!m_head_passed) m_sink->head(m_head);
    const auto sink = m_sink;
    leave(m_parser->keeps_open() && m_in.empty() && m_written && !m_reads);
    sink->ended(facts());
}

void HttpCall::fail(core::Error error) {
    if (m_phase == Phase::over) return;
    const auto sink = m_sink;
    leave();
    error.message = holds_key(error.message) ? "The network answered with an error that is not shown."
                                             : shortened(std::move(error.message), longest_message);
    sink->failed(error, facts());
}

void HttpCall::leave(bool reusable) {
    m_phase = Phase::over;
    m_sink.reset();
    m_resolver.cancel();
    Error ignored;
    m_timer.cancel(ignored);
    if (reusable)
        m_pool.give(m_call.url, check_id(m_call), std::move(m_wire));
    else if (m_wire)
        m_wire->socket.close(ignored);
}

void HttpCall::cancel() {
    if (m_phase != Phase::over) leave();
}

void HttpCall::give_up() {
    fail(stopping());
}

void HttpCall::read_on() {
    if (m_phase == Phase::over || !std::exchange(m_full, false)) return;
    m_since = m_progress_at = monotonic();
    read();
}

} // namespace hearth::gateway
