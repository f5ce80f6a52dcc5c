// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/call_loop.h"
#include "gateway/networks/wire_pool.h"

#include <boost/asio/ssl/context.hpp>

#include <exception>
#include <optional>

namespace hearth::gateway {

class AnswerParser;

/// One call from name look-up to the last byte. On the loop's thread only; kept alive by its pending operations.
class HttpCall final : public std::enable_shared_from_this<HttpCall> {
public:
    using Tcp = boost::asio::ip::tcp;

    HttpCall(boost::asio::io_context& io, boost::asio::ssl::context& trust, WirePool& pool, OutgoingCall call,
             std::shared_ptr<RawSink> sink);
    ~HttpCall();

    void start();
    void read_on();
    /// Silent from now on.
    void cancel();
    /// The loop ends: the sink is told.
    void give_up();
    static core::Error stopping();
    /// Runs a step of the call; what it throws ends this call, and its sink is told.
    template <typename Step>
    void guarded(const Step& step) {
        try {
            step();
        } catch (const std::exception& error) {
            broke(error.what());
        }
    }

private:
    using Error = boost::system::error_code;
    enum class Phase { connecting, waiting, answering, over };

    void dial();
    /// A connection that had been kept open was gone before anything came: once more, over a new one.
    bool dial_again();
    void connect(const Tcp::resolver::results_type& found);
    void connected(const Error& ec);
    void secure();
    /// False: the call is over, and nothing of it went out.
    bool admits_peer();
    void send();
    void read();
    void came(const Error& ec, std::size_t bytes);
    void arrived();
    void take(std::size_t bytes);
    /// False: the call is over.
    bool parse();
    bool begin();
    bool pass(Passed passed);
    bool holds_key(std::string_view text) const;
    AnswerFacts facts() const;
    void closed(const Error& ec);
    void finish();
    void fail(core::Error error);
    void broke(const char* what);
    /// `reusable`: the connection waits for the next call.
    void leave(bool reusable = false);
    void watch();
    void look();
    bool is_stalled(core::Nanoseconds silence) const;
    core::Error late() const;
    core::Error lost(const core::Sentence& what, const Error& ec) const;

    OutgoingCall m_call;
    std::shared_ptr<RawSink> m_sink;
    boost::asio::ssl::context& m_trust;
    Tcp::resolver m_resolver;
    boost::asio::io_context& m_io;
    WirePool& m_pool;
    std::unique_ptr<Wire> m_wire;
    std::shared_ptr<const core::Bytes> m_peer; ///< see AnswerFacts
    boost::asio::steady_timer m_timer;
    std::optional<Error> m_lost; ///< how the connection ended before all was written
    std::string m_out, m_in;
    std::unique_ptr<AnswerParser> m_parser;
    AnswerGuard m_guard;
    RawHead m_head;
    bool m_head_passed = false, m_full = false, m_reads = false;
    bool m_kept_open = false, m_written = false, m_heard = false; ///< heard: a byte of the answer
    bool m_asked = false;                                         ///< see AnswerFacts
    unsigned m_interim = 0;                                       ///< heads that announce another one
    Phase m_phase = Phase::connecting;
    core::Nanoseconds m_began, m_since; ///< the call, the phase or the last byte in it
    std::size_t m_progress = 0;
    core::Nanoseconds m_progress_at = 0;
    core::Nanoseconds m_gap = 0, m_longest = 0; ///< between two events usually, between two arrivals; 0 = not known
};

} // namespace hearth::gateway
