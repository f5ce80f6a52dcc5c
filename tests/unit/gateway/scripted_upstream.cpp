// SPDX-License-Identifier: Apache-2.0
#include "scripted_upstream.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace hearth::test {
namespace {

/// A request with the body that its Content-Length announces; empty when the other side leaves.
std::string read_request(int socket) {
    std::string text;
    char buffer[4096];
    while (true) {
        const std::size_t head = text.find("\r\n\r\n");
        if (head != std::string::npos) {
            const std::size_t length = text.find("Content-Length: ");
            const std::size_t body = length < head ? std::stoul(text.substr(length + 16)) : 0;
            if (text.size() >= head + 4 + body) return text;
        }
        const ssize_t got = ::recv(socket, buffer, sizeof buffer, 0);
        if (got <= 0) return {};
        text.append(buffer, static_cast<std::size_t>(got));
    }
}

std::string list_of(const std::vector<std::string>& models) {
    std::string data;
    for (const std::string& model : models)
        data += (data.empty() ? "" : ",") + std::string(R"({"id":")") + model +
                R"(","object":"model","created":7,"owned_by":"script"})";
    return R"({"object":"list","data":[)" + data + "]}";
}

} // namespace

ScriptedUpstream::ScriptedUpstream(Script script, std::vector<std::string> models)
    : m_script(std::move(script)), m_models(std::move(models)) {
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

ScriptedUpstream::~ScriptedUpstream() {
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

void ScriptedUpstream::serve() {
    while (true) {
        const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        const std::lock_guard lock(m_mutex);
        if (socket < 0 || m_ends) {
            if (socket >= 0) ::close(socket);
            return;
        }
        m_sockets.push_back(socket);
        ++m_connections;
        m_talks.emplace_back([this, socket] { talk(socket); });
    }
}

bool ScriptedUpstream::say(int socket, const std::string& bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        const ssize_t sent = ::send(socket, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
        const std::lock_guard lock(m_mutex);
        if (sent <= 0) {
            if (!m_ends) ++m_left;
            return false;
        }
        m_sent += static_cast<std::uint64_t>(sent);
        at += static_cast<std::size_t>(sent);
    }
    return true;
}

bool ScriptedUpstream::answer_one(int socket) {
    const std::string request = read_request(socket);
    const bool lists = request.starts_with("GET /v1/models ");
    bool there = !request.empty();
    if (lists) {
        say(socket, plain_answer(200, list_of(m_models)));
        return false;
    }
    if (!there) return false;
    {
        const std::lock_guard lock(m_mutex);
        m_requests.push_back(request);
    }
    const Behaviour behaviour = m_script(request);
    for (const Behaviour::Piece& piece : behaviour.pieces) {
        std::this_thread::sleep_for(piece.before);
        if (!(there = say(socket, piece.bytes))) break;
    }
    while (there && behaviour.again) {
        std::this_thread::sleep_for(behaviour.pieces.back().before);
        there = say(socket, behaviour.pieces.back().bytes);
    }
    char byte = 0;
    if (there && behaviour.stays && ::recv(socket, &byte, 1, 0) <= 0) {
        const std::lock_guard lock(m_mutex);
        if (!m_ends) ++m_left;
    }
    return there && behaviour.keeps;
}

void ScriptedUpstream::talk(int socket) {
    while (answer_one(socket)) {
    }
    const std::lock_guard lock(m_mutex);
    m_sockets.erase(std::find(m_sockets.begin(), m_sockets.end(), socket));
    ::close(socket);
}

std::size_t ScriptedUpstream::connections() const {
    const std::lock_guard lock(m_mutex);
    return m_connections;
}

std::vector<std::string> ScriptedUpstream::requests() const {
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

std::string ScriptedUpstream::last_request() const {
    const std::lock_guard lock(m_mutex);
    return m_requests.empty() ? std::string() : m_requests.back();
}

std::uint64_t ScriptedUpstream::bytes_sent() const {
    const std::lock_guard lock(m_mutex);
    return m_sent;
}

bool ScriptedUpstream::saw_a_caller_leave(std::chrono::milliseconds limit) const {
    const auto until = std::chrono::steady_clock::now() + limit;
    while (std::chrono::steady_clock::now() < until) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_left > 0) return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

std::string plain_answer(int status, const std::string& body, const std::string& type,
                         const std::string& more_headers) {
    return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: " + type + "\r\nSet-Cookie: track=1\r\n" +
           more_headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string stream_head(const std::string& more_headers) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nSet-Cookie: track=1\r\n" + more_headers +
           "Transfer-Encoding: chunked\r\n\r\n";
}

std::string chunk(const std::string& bytes) {
    char size[24];
    std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
    return size + bytes + "\r\n";
}

std::vector<Behaviour::Piece> in_chunks(const std::string& body, std::size_t size) {
    std::string all = stream_head();
    for (std::size_t at = 0; at < body.size(); at += size)
        all += chunk(body.substr(at, size));
    all += chunk({});
    std::vector<Behaviour::Piece> pieces;
    // In packets that end anywhere, too.
    for (std::size_t at = 0; at < all.size(); at += 7)
        pieces.push_back({all.substr(at, 7)});
    return pieces;
}

std::string token_event(const std::string& text, const std::string& model) {
    return R"(data: {"id":"c","model":")" + model + R"(","choices":[{"index":0,"delta":{"content":")" + text +
           "\"},\"finish_reason\":null}]}\n\n";
}

std::string last_event(const std::string& model) {
    return R"(data: {"id":"c","model":")" + model +
           "\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
}

} // namespace hearth::test
