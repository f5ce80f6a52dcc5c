// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/connection.h"

#include "core/clock.h"
#include "core/log.h"
#include "gateway/edge/defect.h"
#include "gateway/edge/http_text.h"
#include "gateway/edge/toll.h"
#include "gateway/edge/url_table.h"

#include <boost/asio/post.hpp>

#include <poll.h>

namespace hearth::gateway {

namespace {

using core::second;
constexpr core::Nanoseconds linger_time = 2 * second;
/// What is read ahead while an answer is under way; also what a chunk header or a trailer may take.
constexpr std::size_t max_ahead_bytes = 64 * 1024;

/// 127.0.0.1 reaches a socket for both families as ::ffff:127.0.0.1.
bool is_loopback(const boost::asio::ip::address& address) {
    if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address.is_loopback();
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6()).is_loopback();
}

bool announces_body(const HttpRequest& request) {
    return request.count("transfer-encoding") > 0 ||
           request.header("content-length").find_first_not_of('0') != std::string_view::npos;
}

using core::monotonic;

} // namespace

Connection::Connection(Socket socket, const Services& services, const AccessPolicy& access,
                       std::function<void(Connection*)> on_closed)
    : m_socket(std::move(socket)), m_services(services), m_access(access), m_on_closed(std::move(on_closed)),
      m_parser(services.options.max_header_bytes, services.options.max_body_bytes) {}

void Connection::start() {
    boost::system::error_code ec;
    m_socket.set_option(boost::asio::ip::tcp::no_delay(true), ec);
    const auto local = m_socket.local_endpoint(ec);
    if (!ec) m_local_address = local.address().to_string(ec);
    const auto remote = m_socket.remote_endpoint(ec);
    m_from_this_machine = !ec && is_loopback(remote.address());
    enter(Phase::idle);
}

void Connection::enter(Phase phase) {
    m_phase = phase;
    m_since = monotonic();
    read();
}

/// What comes behind a request waits in the network, not here: closing over it would take the answer along.
bool Connection::wants_input() const {
    if (m_ended || m_phase == Phase::closed) return false;
    const bool ahead = m_phase == Phase::working || (m_phase == Phase::sent && !m_last);
    return !ahead || m_in.size() < max_ahead_bytes;
}

void Connection::read() {
    if (m_reads || !wants_input()) return;
    m_reads = true;
    m_socket.async_read_some(boost::asio::buffer(m_chunk),
                             [self = shared_from_this()](const auto& ec, std::size_t bytes) {
                                 self->m_reads = false;
                                 if (self->m_phase == Phase::closed) return;
                                 const bool busy = self->m_phase == Phase::working || self->m_phase == Phase::sent;
                                 self->m_ended = ec == boost::asio::error::eof && busy;
                                 if (self->m_ended) return;
                                 if (ec) return self->close();
                                 guarded_step(*self, [&] { self->on_read(bytes); });
                             });
}

void Connection::on_read(std::size_t bytes) {
    if (m_phase == Phase::linger || (m_phase == Phase::sent && m_last)) {
        m_lingered += bytes;
        if (m_lingered > 2 * m_services.options.max_body_bytes) return close();
        return read();
    }
    m_in.append(m_chunk.data(), bytes);
    take_input();
    if (m_phase == Phase::body && m_in.size() > max_ahead_bytes)
        refuse(http_error(400, "bad_http", "The header of a chunk, or the trailer, is too large."));
    read();
}

void Connection::take_input() {
    while (m_phase == Phase::idle || m_phase == Phase::head || m_phase == Phase::body) {
        if (m_in.empty() && m_phase != Phase::body) return;
        if (m_phase == Phase::idle) enter(Phase::head);
        if (!feed_parser()) return;
    }
}

/// One step of the parser; false when it needs more bytes.
bool Connection::feed_parser() {
    std::size_t used = 0;
    const HttpParser::Step step = m_parser.feed(m_in, used);
    m_in.erase(0, used);
    switch (step) {
    case HttpParser::Step::need_more:
        return used > 0 && !m_in.empty();
    case HttpParser::Step::header:
        check_head();
        return true;
    case HttpParser::Step::done:
        dispatch();
        return true;
    case HttpParser::Step::failed:
        break;
    }
    refuse(http_error(m_parser.failure_status(), m_parser.failure_code(), m_parser.failure_text()));
    return false;
}

void Connection::check_head() {
    const HttpRequest& request = m_parser.request();
    const auto target = split_target(request.target);
    if (auto error = m_access.check(request, target ? target->authority : "", m_local_address)) return refuse(*error);
    m_request = request;
    if (auto told = identify(target ? target->path : "")) return refuse(std::move(*told));
    const std::string_view coding = request.header("content-encoding");
    if (!coding.empty() && coding != "identity")
        return refuse(http_error(415, "unsupported_content_encoding", "Send the body without Content-Encoding."));
    const std::string_view expect = request.header("expect");
    if (!expect.empty() && expect != "100-continue" && expect != "100-Continue")
        return refuse(
            http_error(417, "unsupported_expectation", "The only expectation understood here is 100-continue."));
    enter(Phase::body);
    if (expect.empty() || request.minor == 0 || !m_in.empty()) return;
    m_out += "HTTP/1.1 100 Continue\r\n\r\n";
    write();
}

/// A browser asks without its key whether it may ask; health is no secret. A body is never taken from strangers.
std::optional<HttpAnswer> Connection::identify(const std::string& path) {
    auto caller = m_access.identify(m_request, m_from_this_machine);
    if (auto* error = std::get_if<ApiError>(&caller)) {
        const bool open = m_request.method == "OPTIONS" || path == "/healthz" || path == "/health";
        if (open && !announces_body(m_request)) return std::nullopt;
        return admit(path, *error);
    }
    m_parser.request().caller = std::move(std::get<std::string>(caller));
    return std::nullopt;
}

/// Where calls are sold, whoever shows no key of ours may pay; what a customer looks up before and after is free.
std::optional<HttpAnswer> Connection::admit(const std::string& path, const ApiError& error) {
    const auto& till = m_services.options.till;
    const bool stranger = till && error.code == "missing_api_key";
    if (!stranger || !is_sold(path)) {
        if (!stranger || announces_body(m_request) || !is_for_customers(path)) return error_answer(error);
        m_parser.request().pays = true;
        return std::nullopt;
    }
    if (m_request.method != "POST") return error_answer(error);
    if (!toll::carries_payment(m_request)) return toll::demand(*till, m_request);
    if (const auto flaw = toll::flaw_of_payment(*till, m_request)) return toll::demand(*till, m_request, &*flaw);
    m_parser.request().pays = true;
    return std::nullopt;
}

void Connection::dispatch() {
    m_last = !m_request.wants_keep_alive() || m_request.method == "CONNECT";
    m_may_cost = m_request.method == "POST" && !m_parser.request().pays;
    m_caller = m_may_cost ? m_parser.request().caller : std::string();
    enter(Phase::working);
    m_exchange = route(m_services, *this, std::move(m_parser.request()), m_since);
    if (m_stopping && m_exchange && m_phase == Phase::working) m_exchange->stop();
}

void Connection::refuse(HttpAnswer told) {
    m_caller.clear();
    m_last = true;
    answer(std::move(told));
}

void Connection::turn_away() {
    m_turned_away = true;
    ApiError error = http_error(503, "too_many_connections", "Too many connections are open; try again in a moment.");
    error.retry_after_s = 1;
    refuse(error);
}

void Connection::after_write() {
    if (m_phase == Phase::working && m_exchange) return m_exchange->writable();
    if (m_phase != Phase::sent) return;
    let_go();
    m_exchange.reset();
    if (may_keep_open()) return next_request();
    if (m_stopping || m_ended) return close();
    boost::system::error_code ec;
    m_socket.shutdown(Socket::shutdown_send, ec);
    m_in.clear();
    enter(Phase::linger);
}

bool Connection::may_keep_open() const {
    return !m_last && !m_stopping;
}

void Connection::next_request() {
    m_parser = HttpParser(m_services.options.max_header_bytes, m_services.options.max_body_bytes);
    m_request = {};
    m_chunked = m_probed = m_begun = false;
    enter(Phase::idle);
    take_input();
    const bool waits_for_more = m_phase == Phase::idle || m_phase == Phase::head || m_phase == Phase::body;
    if (m_ended && waits_for_more) return close();
    read();
}

/// Nothing is read now, so that only the kernel knows. A closed half is not a closed connection: what tells them apart
/// is something sent, to which a caller that is gone answers with a reset.
void Connection::look_for_hang_up() {
    pollfd state{m_socket.native_handle(), POLLRDHUP, 0};
    if (::poll(&state, 1, 0) <= 0) return;
    if (state.revents & (POLLERR | POLLHUP)) return close();
    if (std::exchange(m_probed, true)) return;
    const bool began = m_exchange->probe();
    if (began || m_request.minor == 0 || unsent() > 0) return;
    m_out += "HTTP/1.1 100 Continue\r\n\r\n"; // every client passes over it
    write();
}

void Connection::tick(core::Nanoseconds now) {
    guarded_step(*this, [&] { look_at_clock(now); });
}

void Connection::look_at_clock(core::Nanoseconds now) {
    const ServerOptions& options = m_services.options;
    const core::Nanoseconds age = now - m_since;
    const bool stalled = unsent() > 0 && now - m_last_write > second * options.write_timeout_s;
    if (stalled || (m_phase == Phase::linger && age > linger_time)) return close();
    if (m_phase == Phase::idle && age > second * options.idle_timeout_s) return close();
    const bool late = (m_phase == Phase::head && age > second * options.header_timeout_s) ||
                      (m_phase == Phase::body && age > second * options.body_timeout_s);
    if (late) return refuse(http_error(408, "request_timeout", "The request did not arrive in time."));
    if (m_phase == Phase::working && m_exchange && !m_reads) look_for_hang_up();
    if (m_phase == Phase::working && m_exchange) m_exchange->tick(now);
}

void Connection::stop() {
    m_stopping = true;
    if (m_phase == Phase::working && m_exchange)
        guarded_step(*this, [this] { m_exchange->stop(); });
    else if (m_phase == Phase::idle || m_phase == Phase::head || m_phase == Phase::body)
        close();
}

void Connection::close() {
    if (m_phase == Phase::closed) return;
    m_phase = Phase::closed;
    let_go();
    m_exchange.reset();
    boost::system::error_code ec;
    m_socket.close(ec);
    m_on_closed(this);
}

} // namespace hearth::gateway
