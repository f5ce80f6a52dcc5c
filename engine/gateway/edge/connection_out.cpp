// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "core/log.h"
#include "gateway/edge/connection.h"
#include "gateway/edge/defect.h"
#include "gateway/edge/http_text.h"
#include "gateway/edge/wait_headers.h"

#include <boost/asio/post.hpp>

#include <cstdio>

namespace hearth::gateway {

void Connection::finish_head(HttpAnswer& answer) {
    answer.headers.emplace_back("x-request-id", fresh_id("req_"));
    if (const auto rate = m_caller.empty() ? std::nullopt : m_services.backend->rate(m_caller)) add_rate(answer, *rate);
    answer.headers.emplace_back("Connection", m_last || m_stopping ? "close" : "keep-alive");
    AccessPolicy::add_cors_headers(m_request, answer);
}

void Connection::answer(HttpAnswer answer) {
    finish_head(answer);
    const bool bodiless = answer.status == 204;
    if (!bodiless) answer.headers.emplace_back("Content-Length", std::to_string(answer.body.size()));
    std::string bytes = answer_head(answer, core::system_clock().now() / core::second);
    if (!bodiless && m_request.method != "HEAD") bytes += answer.body;
    if (m_out.empty()) // all or nothing of it
        m_out = std::move(bytes);
    else
        m_out += bytes;
    enter(Phase::sent);
    write();
}

void Connection::begin(HttpAnswer head) {
    m_chunked = m_request.minor >= 1;
    if (!m_chunked) m_last = true;
    m_events = head.events;
    m_numbers = {};
    finish_head(head);
    if (m_chunked) head.headers.emplace_back("Transfer-Encoding", "chunked");
    m_out += answer_head(head, core::system_clock().now() / core::second);
    m_begun = true;
    write();
}

void Connection::stream(const std::string& bytes) {
    if (m_phase != Phase::working || bytes.empty()) return;
    char size[24];
    if (m_chunked)
        m_out.append(size, static_cast<std::size_t>(std::snprintf(size, sizeof size, "%zx\r\n", bytes.size())));
    m_out += bytes;
    m_numbers.pass(bytes, m_events);
    if (m_chunked) m_out += "\r\n";
    write();
}

void Connection::end(bool last) {
    m_last = m_last || last;
    if (m_chunked) m_out += "0\r\n\r\n";
    enter(Phase::sent);
    write();
}

void Connection::abort() {
    // Called from inside the exchange, which close() lets go of.
    boost::asio::post(m_socket.get_executor(), [self = shared_from_this()] { self->close(); });
}

/// What is complete stays so and goes out; whoever threw behind it gets no further request.
void Connection::broke() {
    if (m_phase == Phase::closed) return;
    try {
        m_last = true;
        if (m_phase == Phase::sent && unsent() > 0) return write();
        if (m_phase == Phase::sent || m_phase == Phase::linger) return abort();
        let_go();
        if (!m_begun) return answer(defect_answer());
        stream(defect_event(m_events, m_numbers.next()));
        end(true);
    } catch (const std::exception& error) {
        core::log::error("gateway", "defect_not_told", {{"what", error.what()}});
        abort();
    }
}

HttpAnswer Connection::defect_answer() const {
    HttpAnswer told = error_answer(defect_error());
    if (m_exchange && m_may_cost) told.headers.emplace_back("X-Should-Retry", "false");
    return told;
}

/// Nobody answers any more, and what that throws takes nothing else along. The exchange stays: it may be running.
void Connection::let_go() noexcept {
    if (!m_exchange) return;
    try {
        m_exchange->detach();
    } catch (const std::exception& error) {
        core::log::error("gateway", "exchange_not_left", {{"what", error.what()}});
    }
}

void Connection::write() {
    if (m_writes || m_phase == Phase::closed) return;
    if (m_written == m_writing.size()) {
        m_writing.clear();
        m_written = 0;
        m_writing.swap(m_out);
        m_last_write = core::monotonic();
    }
    m_writes = true;
    if (m_writing.empty()) {
        m_writes = false;
        return;
    }
    m_socket.async_write_some(boost::asio::buffer(m_writing.data() + m_written, m_writing.size() - m_written),
                              [self = shared_from_this()](const auto& ec, std::size_t bytes) {
                                  self->m_writes = false;
                                  if (self->m_phase == Phase::closed) return;
                                  if (ec) return self->close();
                                  guarded_step(*self, [&] { self->on_written(bytes); });
                              });
}

void Connection::on_written(std::size_t bytes) {
    m_written += bytes;
    m_last_write = core::monotonic();
    if (unsent() > 0)
        write();
    else
        after_write();
}

} // namespace hearth::gateway
