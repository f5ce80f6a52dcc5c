// SPDX-License-Identifier: Apache-2.0
#include "test_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>

namespace hearth::test {

using Clock = std::chrono::steady_clock;

std::string HttpReply::header(const std::string& name) const {
    const auto it = headers.find(name);
    return it == headers.end() ? std::string() : it->second;
}

std::vector<std::string> HttpReply::events() const {
    std::vector<std::string> out;
    std::size_t at = 0;
    while (at < body.size()) {
        const std::size_t end = std::min(body.find('\n', at), body.size());
        const std::string line = body.substr(at, end - at);
        if (line.starts_with("data: ")) out.push_back(line.substr(6));
        at = end + 1;
    }
    return out;
}

TestClient::TestClient(std::uint16_t port, int receive_buffer) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receive_buffer > 0) ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        m_socket = fd;
    else
        ::close(fd);
}

TestClient::~TestClient() {
    if (m_socket >= 0) ::close(m_socket);
}

bool TestClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

void TestClient::half_close() {
    ::shutdown(m_socket, SHUT_WR);
}

bool TestClient::receive(Clock::time_point until) {
    if (m_ended) return false;
    const auto left = std::chrono::duration_cast<Millis>(until - Clock::now()).count();
    pollfd waiting{m_socket, POLLIN, 0};
    if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) <= 0) return false;
    char buffer[65536];
    const ssize_t n = ::recv(m_socket, buffer, sizeof buffer, 0);
    if (n <= 0) {
        m_ended = true;
        return false;
    }
    m_received.append(buffer, static_cast<std::size_t>(n));
    return true;
}

bool TestClient::have(std::size_t bytes, Clock::time_point until) {
    while (m_received.size() < bytes)
        if (!receive(until)) return false;
    return true;
}

bool TestClient::wait_for(const std::string& text, Millis limit) {
    const auto until = Clock::now() + limit;
    while (m_received.find(text) == std::string::npos)
        if (!receive(until)) return false;
    return true;
}

bool TestClient::closed_within(Millis limit) {
    const auto until = Clock::now() + limit;
    while (receive(until)) {
    }
    return m_ended;
}

bool TestClient::read_chunks(HttpReply& out, Clock::time_point until) {
    while (true) {
        std::size_t line = m_received.find("\r\n");
        while (line == std::string::npos) {
            if (!receive(until)) return false;
            line = m_received.find("\r\n");
        }
        const std::size_t size = std::stoul(m_received, nullptr, 16);
        if (!have(line + 2 + size + 2, until)) return false;
        out.body += m_received.substr(line + 2, size);
        m_received.erase(0, line + 2 + size + 2);
        if (size == 0) return true;
        ++out.chunks;
    }
}

bool TestClient::read_body(HttpReply& out, Clock::time_point until) {
    if (out.header("transfer-encoding") == "chunked") return read_chunks(out, until);
    const std::string length = out.header("content-length");
    if (length.empty() && out.status == 204) return true;
    if (length.empty()) {
        while (receive(until)) {
        }
        out.body.swap(m_received);
        return m_ended;
    }
    const std::size_t size = std::stoul(length);
    const bool whole = have(size, until);
    out.body = m_received.substr(0, size);
    m_received.erase(0, size);
    return whole;
}

HttpReply TestClient::reply(Millis limit, bool head_only) {
    const auto until = Clock::now() + limit;
    HttpReply out;
    std::size_t end = m_received.find("\r\n\r\n");
    while (end == std::string::npos) {
        if (!receive(until)) return out;
        end = m_received.find("\r\n\r\n");
    }
    const std::string head = m_received.substr(0, end + 2);
    m_received.erase(0, end + 4);
    out.status = std::atoi(head.c_str() + sizeof "HTTP/1.1");
    for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
        const std::size_t stop = head.find("\r\n", at), colon = head.find(": ", at);
        std::string name = head.substr(at, colon - at);
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
        out.headers[name] = head.substr(colon + 2, stop - colon - 2);
        at = stop + 2;
    }
    out.complete = head_only || read_body(out, until);
    return out;
}

std::string request_text(const std::string& method, const std::string& path, const std::string& body,
                         const std::string& extra_headers) {
    std::string out = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + extra_headers;
    if (!body.empty())
        out += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    return out + "\r\n" + body;
}

HttpReply call(std::uint16_t port, const std::string& method, const std::string& path, const std::string& body,
               const std::string& extra_headers) {
    TestClient client(port);
    if (!client.connected()) return {};
    client.send(request_text(method, path, body, extra_headers));
    return client.reply(Millis(5000), method == "HEAD");
}

} // namespace hearth::test
