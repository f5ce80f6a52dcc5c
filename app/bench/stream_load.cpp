// SPDX-License-Identifier: Apache-2.0
#include "stream_load.h"

#include "core/clock.h"
#include "core/hash.h"
#include "http_load.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace hearth::app {
namespace {

const std::string stamp_open = "\"content\":\"", hash_open = "\"id\":\"sum-";
constexpr std::size_t hash_digits = 64;

std::string event(const std::string& id, const std::string& model, const std::string& content, bool last) {
    return R"(data: {"id":")" + id + R"(","object":"chat.completion.chunk","created":1,"model":")" + model +
           R"(","choices":[{"index":0,"delta":{"content":")" + content + R"("},"finish_reason":)" +
           (last ? R"("stop")" : "null") + "}]}\n\n";
}

std::string in_chunk(const std::string& bytes) {
    char size[24];
    const int length = std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
    return std::string(size, static_cast<std::size_t>(length)) + bytes + "\r\n";
}

std::string stamp() {
    return std::to_string(core::system_clock().monotonic());
}

bool answer(int socket, const std::string& model, std::uint32_t events, std::uint32_t gap_us) {
    if (!send_all(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"))
        return false;
    core::Sha256 hash;
    std::string together;
    for (std::uint32_t i = 0; i < events; ++i) {
        if (gap_us > 0) std::this_thread::sleep_for(std::chrono::microseconds(gap_us));
        const std::string one = event("chatcmpl-1", model, stamp(), false);
        hash.update(one);
        together += in_chunk(one);
        if (gap_us > 0 && !send_all(socket, std::exchange(together, {}))) return false;
    }
    const core::Hash sum = hash.finish();
    together += in_chunk(event("sum-" + core::to_hex(sum.view()), model, stamp(), true)) +
                in_chunk("data: [DONE]\n\n") + in_chunk({});
    return send_all(socket, together);
}

void talk(int socket, const std::string& model, std::uint32_t events, std::uint32_t gap_us) {
    const std::string list = R"({"object":"list","data":[{"id":")" + model + R"(","object":"model"}]})";
    const std::string models =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(list.size()) +
        "\r\n\r\n" + list;
    std::string text;
    std::array<char, 4096> chunk;
    bool open = true;
    while (open) {
        const ssize_t got = ::recv(socket, chunk.data(), chunk.size(), 0);
        if (got <= 0) break;
        text.append(chunk.data(), static_cast<std::size_t>(got));
        while (const std::size_t whole = open ? whole_message(text) : 0) {
            open = text.starts_with("GET ") ? send_all(socket, models) : answer(socket, model, events, gap_us);
            text.erase(0, whole);
        }
    }
    ::close(socket);
}

core::Error wrong(const std::string& what) {
    return core::fail(core::Code::corrupt, "A stream is not what was sent: " + what);
}

/// Chunks as they come, and what they make together.
struct Reading {
    StreamResult result;
    std::string text; ///< of the connection, not read yet
    std::string body;
    std::vector<double> delays;
    bool done = false;

    core::Status take(core::Nanoseconds now) {
        while (!done) {
            const std::size_t line = text.find("\r\n");
            if (line == std::string::npos) return {};
            std::size_t size = 0;
            const auto [end, ec] = std::from_chars(text.data(), text.data() + line, size, 16);
            if (ec != std::errc() || end == text.data()) return wrong("a chunk has no size");
            if (text.size() < line + 2 + size + 2) return {};
            if (size == 0)
                done = true;
            else
                note(text.substr(line + 2, size), now);
            text.erase(0, line + 2 + size + 2);
        }
        return {};
    }
    void note(const std::string& chunk, core::Nanoseconds now) {
        std::uint64_t ends = 0;
        for (std::size_t at = 0; (at = chunk.find("\n\n", at)) != std::string::npos; at += 2)
            ++ends;
        result.events += ends;
        if (!chunk.ends_with("\n\n")) ++result.split;
        if (ends > 1) result.merged += ends - 1;
        for (std::size_t at = 0; (at = chunk.find(stamp_open, at)) != std::string::npos; at += stamp_open.size()) {
            core::Nanoseconds sent = 0;
            const char* const begin = chunk.data() + at + stamp_open.size();
            std::from_chars(begin, chunk.data() + chunk.size(), sent);
            delays.push_back(static_cast<double>(now - sent) * 1e-3);
        }
        body += chunk;
    }
    core::Status check() const {
        const std::size_t at = body.find(hash_open);
        if (at == std::string::npos) return wrong("it has no end");
        const std::string told = body.substr(at + hash_open.size(), hash_digits);
        const std::size_t before = body.rfind("data: ", at);
        const core::Hash sum = core::sha256(core::as_bytes(std::string_view(body).substr(0, before)));
        if (told != core::to_hex(sum.view())) return wrong("its bytes have another hash");
        if (!body.ends_with("data: [DONE]\n\n")) return wrong("something stands behind its end");
        return {};
    }
};

} // namespace

core::Result<StreamResult> read_stream(std::uint16_t port, const std::string& path, const std::string& body) {
    HEARTH_TRY(const int socket, dial(port));
    struct Closing {
        int socket;
        ~Closing() { ::close(socket); }
    } const closing{socket};
    const core::Nanoseconds begin = core::system_clock().monotonic();
    if (!send_all(socket, post_of(port, path, body))) return core::fail(core::Code::io, "A request cannot be sent.");
    Reading reading;
    std::array<char, 64 * 1024> chunk;
    bool head = false;
    while (!reading.done) {
        const ssize_t got = ::recv(socket, chunk.data(), chunk.size(), 0);
        if (got <= 0) return core::fail(core::Code::io, "A connection ended in the middle of a stream.");
        const core::Nanoseconds now = core::system_clock().monotonic();
        reading.text.append(chunk.data(), static_cast<std::size_t>(got));
        const std::size_t end = head ? 0 : reading.text.find("\r\n\r\n");
        if (end == std::string::npos) continue;
        if (!head && !reading.text.starts_with("HTTP/1.1 200")) return wrong(reading.text.substr(0, 200));
        if (!head) reading.text.erase(0, end + 4);
        head = true;
        HEARTH_CHECK(reading.take(now));
        if (reading.result.first_ms == 0 && reading.result.events > 0)
            reading.result.first_ms = static_cast<double>(now - begin) * 1e-6;
    }
    HEARTH_CHECK(reading.check());
    std::sort(reading.delays.begin(), reading.delays.end());
    reading.result.delay_p50_us = reading.delays[reading.delays.size() / 2];
    reading.result.delay_p99_us = reading.delays[reading.delays.size() * 99 / 100];
    return reading.result;
}

void serve_streams(int listener, const std::string& model, std::uint32_t events, std::uint32_t gap_us) {
    while (true) {
        const int socket = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) continue;
        send_at_once(socket);
        std::thread([=] { talk(socket, model, events, gap_us); }).detach();
    }
}

} // namespace hearth::app
