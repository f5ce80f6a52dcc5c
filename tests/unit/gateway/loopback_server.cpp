// SPDX-License-Identifier: Apache-2.0
#include "loopback_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace hearth::test {

LoopbackServer::LoopbackServer(Talk talk) : m_talk(std::move(talk)) {
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(m_listener, 16) != 0)
        std::abort();
    ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size);
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { serve(); });
}

LoopbackServer::~LoopbackServer() {
    {
        const std::lock_guard lock(m_mutex);
        m_ends = true;
        for (const int socket : m_sockets)
            ::shutdown(socket, SHUT_RDWR);
    }
    ::shutdown(m_listener, SHUT_RDWR);
    m_thread.join();
    for (std::thread& talk : m_talks)
        talk.join();
    ::close(m_listener);
}

void LoopbackServer::serve() {
    while (true) {
        const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        const std::lock_guard lock(m_mutex);
        if (socket < 0 || m_ends) {
            if (socket >= 0) ::close(socket);
            return;
        }
        m_sockets.push_back(socket);
        m_talks.emplace_back([this, socket] { take(socket); });
    }
}

void LoopbackServer::take(int socket) {
    m_talk(socket);
    const std::lock_guard lock(m_mutex);
    m_sockets.erase(std::find(m_sockets.begin(), m_sockets.end(), socket));
    ::close(socket);
}

std::size_t LoopbackServer::connections() const {
    const std::lock_guard lock(m_mutex);
    return m_talks.size();
}

std::string read_request(const Receive& receive) {
    std::string text;
    char buffer[4096];
    while (true) {
        const std::size_t head = text.find("\r\n\r\n");
        if (head != std::string::npos) {
            const std::size_t length = text.find("Content-Length: ");
            const std::size_t body = length < head ? std::stoul(text.substr(length + 16)) : 0;
            if (text.size() >= head + 4 + body) return text;
        }
        const long got = receive(buffer, sizeof buffer);
        if (got <= 0) return {};
        text.append(buffer, static_cast<std::size_t>(got));
    }
}

} // namespace hearth::test
