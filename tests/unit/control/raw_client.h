// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/frame.h"
#include "control/socket.h"
#include "control/values.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <thread>

namespace hearth::test {

/// Speaks the control socket byte by byte, so that tests can say what no honest client says.
class RawClient {
public:
    explicit RawClient(const std::filesystem::path& path) {
        auto socket = control::connect_socket(path, soon());
        if (socket) m_socket = std::move(socket).value();
    }

    bool connected() const { return m_socket.valid(); }
    void send_bytes(const std::string& bytes) const { static_cast<void>(control::send_all(m_socket, bytes, soon())); }
    void send(const std::string& body) const { send_bytes(control::make_frame(body)); }
    void hello(int protocol = static_cast<int>(control::protocol_version)) const {
        send(R"({"jsonrpc":"2.0","id":0,"method":"hello","params":{"protocol":)" + std::to_string(protocol) +
             R"(,"name":"raw"}})");
    }
    /// The next message; nullopt at the end of the stream or after `patience`.
    std::optional<std::string> receive(std::chrono::milliseconds patience = std::chrono::seconds(5)) {
        const auto until = std::chrono::steady_clock::now() + patience;
        while (std::chrono::steady_clock::now() < until) {
            auto body = m_reader.next();
            if (!body) return std::nullopt;
            if (body.value()) return *body.value();
            if (!read_some()) return std::nullopt;
        }
        return std::nullopt;
    }
    /// True if the server closes within `patience`; what it still sends is thrown away.
    bool closed(std::chrono::milliseconds patience = std::chrono::seconds(5)) {
        const auto until = std::chrono::steady_clock::now() + patience;
        while (std::chrono::steady_clock::now() < until)
            if (!read_some()) return true;
        return false;
    }
    const control::Socket& socket() const { return m_socket; }

private:
    static std::chrono::steady_clock::time_point soon() {
        return std::chrono::steady_clock::now() + std::chrono::seconds(5);
    }
    /// False at the end of the stream.
    bool read_some() {
        char buffer[4096];
        const ssize_t got = ::recv(m_socket.fd(), buffer, sizeof buffer, 0);
        if (got > 0) m_reader.append({buffer, static_cast<std::size_t>(got)});
        if (got < 0 && errno == EAGAIN) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            return true;
        }
        return got > 0;
    }

    control::Socket m_socket;
    control::FrameReader m_reader{std::size_t{64} << 20};
};

} // namespace hearth::test
