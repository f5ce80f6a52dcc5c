// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace hearth::test {

/// A server over TLS on a port of this machine that answers one request on each connection, as its script says, byte
/// for byte.
class TlsUpstream {
public:
    using Script = std::function<std::string(const std::string& request)>;

    /// Certificate and key in PEM.
    TlsUpstream(const std::string& certificate, const std::string& key, Script script);
    ~TlsUpstream();

    std::uint16_t port() const { return m_port; }
    std::string url() const { return "https://127.0.0.1:" + std::to_string(m_port) + "/v1"; }
    std::vector<std::string> requests() const;
    /// Plain bytes that ever came over a connection.
    std::size_t bytes_received() const;
    std::size_t handshakes() const; ///< that came to their end

private:
    struct Context;
    void serve();
    void talk(int socket);

    const Script m_script;
    const std::unique_ptr<Context> m_context;
    std::uint16_t m_port = 0;
    int m_listener = -1;
    mutable std::mutex m_mutex;
    std::vector<std::string> m_requests;
    std::vector<int> m_sockets;
    std::size_t m_received = 0, m_handshakes = 0;
    bool m_ends = false;
    std::vector<std::thread> m_talks;
    std::thread m_thread;
};

} // namespace hearth::test
