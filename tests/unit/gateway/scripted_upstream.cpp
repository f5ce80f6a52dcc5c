// SPDX-License-Identifier: Apache-2.0
#include "scripted_upstream.h"

#include <sys/socket.h>

#include <cstdio>

namespace hearth::test {
namespace {

std::string list_of(const std::vector<std::string>& models) {
    std::string data;
    for (const std::string& model : models)
        data += (data.empty() ? "" : ",") + std::string(R"({"id":")") + model +
                R"(","object":"model","created":7,"owned_by":"script"})";
    return R"({"object":"list","data":[)" + data + "]}";
}

} // namespace

ScriptedUpstream::ScriptedUpstream(Script script, std::vector<std::string> models)
    : m_script(std::move(script)), m_models(std::move(models)), m_server([this](int socket) { talk(socket); }) {}

bool ScriptedUpstream::say(int socket, const std::string& bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        const ssize_t sent = ::send(socket, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
        const std::lock_guard lock(m_mutex);
        if (sent <= 0) {
            if (!m_server.ends()) ++m_left;
            return false;
        }
        m_sent += static_cast<std::uint64_t>(sent);
        at += static_cast<std::size_t>(sent);
    }
    return true;
}

bool ScriptedUpstream::answer_one(int socket) {
    const std::string request =
        read_request([socket](char* buffer, std::size_t size) { return ::recv(socket, buffer, size, 0); });
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
        if (!m_server.ends()) ++m_left;
    }
    return there && behaviour.keeps;
}

void ScriptedUpstream::talk(int socket) {
    while (answer_one(socket)) {
    }
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
