// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "core/units.h"
#include "gateway/networks/server_url.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <optional>

namespace hearth::gateway {

/// A connection to one server.
struct Wire {
    using Socket = boost::asio::ip::tcp::socket;
    using Tls = boost::asio::ssl::stream<Socket&>;
    explicit Wire(boost::asio::io_context& io) : socket(io) {}

    /// Once the handshake showed that the other side holds its key.
    void read_certificate();

    Socket socket;
    std::optional<Tls> tls;
    std::shared_ptr<const core::Bytes> certificate; ///< of the other side, in DER, where it was examined
    core::Nanoseconds idle_since = 0;               ///< monotonic
    std::array<char, 16 * 1024> chunk;              ///< what is read goes here; stays with the connection
};

/// Connections that wait for the next call to their server: a few, for a short time, which is less than servers
/// commonly keep theirs. On the loop's thread only.
class WirePool {
public:
    explicit WirePool(boost::asio::io_context& io) : m_timer(io) {}

    /// One that the other side has neither closed nor written to; none = make one. `check`: the id of whatever examines
    /// the other side; empty: this machine's certificates do.
    std::unique_ptr<Wire> take(const ServerUrl& url, const std::string& check);
    void give(const ServerUrl& url, const std::string& check, std::unique_ptr<Wire> wire);
    /// Closes all; none is taken any more.
    void close();

private:
    void sweep();
    void watch();

    boost::asio::steady_timer m_timer;
    std::map<std::string, std::deque<std::unique_ptr<Wire>>> m_idle; ///< newest last
    bool m_watching = false, m_closed = false;
};

} // namespace hearth::gateway
