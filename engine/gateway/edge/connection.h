// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/access.h"
#include "gateway/edge/defect.h"
#include "gateway/edge/exchange.h"
#include "gateway/edge/http_parser.h"

#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <functional>
#include <memory>
#include <string>

namespace hearth::gateway {

/// One caller's socket: reads requests one after the other, writes answers, notices at any time that the
/// caller hung up. A caller may close its half after the request and still gets its answer; what it sends ahead waits,
/// unread past a bound. I/O thread only; kept alive by its pending operations and by the server's list until
/// `on_closed`.
class Connection final : public Reply, public std::enable_shared_from_this<Connection> {
public:
    using Socket = boost::asio::ip::tcp::socket;

    Connection(Socket socket, const Services& services, const AccessPolicy& access,
               std::function<void(Connection*)> on_closed);

    void start();
    /// Deadlines; called several times a second.
    void tick(core::Nanoseconds now);
    /// Ends what runs with an answer that says so, then closes.
    void stop();
    /// At once. What runs is cancelled.
    void close();
    /// Answers 503 and closes, for a caller beyond the cap.
    void turn_away();
    bool turned_away() const { return m_turned_away; }
    /// No complete head of a request is here: may be closed to make room.
    bool waits() const { return m_phase == Phase::idle || m_phase == Phase::head; }
    core::Nanoseconds since() const { return m_since; }

    void answer(HttpAnswer answer) override;
    void begin(HttpAnswer head) override;
    void stream(const std::string& bytes) override;
    void end(bool last) override;
    void abort() override;
    void broke() override;
    std::size_t unsent() const override { return m_out.size() + m_writing.size() - m_written; }

private:
    enum class Phase {
        idle,    ///< no byte of the next request yet
        head,    ///< inside a request's head
        body,    ///< inside its body
        working, ///< an exchange answers
        sent,    ///< the answer is complete but not yet written
        linger,  ///< answered and shut; reads on so that the answer is not lost to a reset
        closed,
    };

    void enter(Phase phase);
    bool wants_input() const;
    void read();
    void on_read(std::size_t bytes);
    void look_at_clock(core::Nanoseconds now);
    void look_for_hang_up();
    void take_input();
    bool feed_parser();
    void check_head();
    std::optional<HttpAnswer> identify(const std::string& path);
    std::optional<HttpAnswer> admit(const std::string& path, const ApiError& error);
    void dispatch();
    void refuse(HttpAnswer told);
    void refuse(const ApiError& error) { refuse(error_answer(error)); }
    void next_request();
    void write();
    void on_written(std::size_t bytes);
    void after_write();
    void finish_head(HttpAnswer& answer);
    bool may_keep_open() const;
    HttpAnswer defect_answer() const;
    void let_go() noexcept;

    Socket m_socket;
    const Services& m_services;
    const AccessPolicy& m_access;
    std::function<void(Connection*)> m_on_closed;
    std::string m_local_address;
    bool m_from_this_machine = false;

    Phase m_phase = Phase::idle;
    core::Nanoseconds m_since = 0; ///< when the phase began
    core::Nanoseconds m_last_write = 0;
    HttpParser m_parser;
    std::array<char, 16 * 1024> m_chunk;
    std::string m_in, m_out, m_writing;
    std::size_t m_written = 0, m_lingered = 0;
    bool m_writes = false, m_reads = false, m_last = false, m_chunked = false, m_stopping = false;
    bool m_turned_away = false;
    bool m_begun = false; ///< the head of an answer of unknown length is out
    EventForm m_events = EventForm::bare;
    EventNumbers m_numbers;  ///< of its events
    std::string m_caller;    ///< of a call that counts: id of its API key
    bool m_ended = false;    ///< the caller sends nothing more
    bool m_may_cost = false; ///< whoever asks again may pay again: a call that no payment of its own pays for
    bool m_probed = false;   ///< it was found out whether such a caller still listens
    HttpRequest m_request;   ///< that the answer belongs to, without body
    std::shared_ptr<Exchange> m_exchange;
};

} // namespace hearth::gateway
