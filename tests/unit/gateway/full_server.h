// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <cstdint>
#include <poll.h>
#include <QtGlobal>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace hearth::test {

/// A server that takes no more connections and refuses none: whoever connects hears nothing at all.
class FullServer {
public:
    FullServer() {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const place = reinterpret_cast<sockaddr*>(&address);
        m_sockets.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (::bind(m_sockets[0], place, size) != 0 || ::listen(m_sockets[0], 0) != 0 ||
            ::getsockname(m_sockets[0], place, &size) != 0)
            qFatal("The test's server cannot listen.");
        port = ntohs(address.sin_port);
        for (int i = 0; i < 8; ++i) { // one waits to be accepted, which nobody does
            m_sockets.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
            (void)::connect(m_sockets.back(), place, size);
        }
    }
    ~FullServer() {
        for (const int socket : m_sockets)
            ::close(socket);
    }
    bool is_full() const {
        pollfd last{m_sockets.back(), POLLOUT, 0};
        return ::poll(&last, 1, 0) == 0;
    }
    std::uint16_t port = 0;

private:
    std::vector<int> m_sockets;
};

} // namespace hearth::test
