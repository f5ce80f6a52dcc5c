// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "loopback_server.h"

#include <memory>

namespace hearth::test {

/// A server over TLS on a port of this machine that answers one request on each connection, as its script says, byte
/// for byte.
class TlsUpstream {
public:
    using Script = std::function<std::string(const std::string& request)>;

    /// Certificate and key in PEM.
    TlsUpstream(const std::string& certificate, const std::string& key, Script script);
    ~TlsUpstream();

    std::uint16_t port() const { return m_server.port(); }
    std::string url() const { return "https://127.0.0.1:" + std::to_string(port()) + "/v1"; }
    std::vector<std::string> requests() const;
    /// Plain bytes that ever came over a connection.
    std::size_t bytes_received() const;
    std::size_t handshakes() const; ///< that came to their end

private:
    struct Context;
    void talk(int socket);

    const Script m_script;
    const std::unique_ptr<Context> m_context;
    mutable std::mutex m_mutex;
    std::vector<std::string> m_requests;
    std::size_t m_received = 0, m_handshakes = 0;
    LoopbackServer m_server; ///< last: it uses the others
};

} // namespace hearth::test
