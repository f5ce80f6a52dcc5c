// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonDocument>
#include <QJsonObject>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::test {

using Millis = std::chrono::milliseconds;

struct HttpReply {
    int status = 0;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;                           ///< chunks joined
    bool complete = false;                      ///< the body came to its announced end
    std::size_t chunks = 0;

    QJsonObject json() const { return QJsonDocument::fromJson(QByteArray::fromStdString(body)).object(); }
    QJsonObject error() const { return json()["error"].toObject(); }
    std::string header(const std::string& name) const;
    /// Payloads of "data: " lines, in order.
    std::vector<std::string> events() const;
};

/// A socket that speaks exactly the bytes that a test wants. Blocking, with limits.
class TestClient {
public:
    explicit TestClient(std::uint16_t port, int receive_buffer = 0);
    ~TestClient();
    TestClient(const TestClient&) = delete;
    TestClient& operator=(const TestClient&) = delete;

    bool connected() const { return m_socket >= 0; }
    /// False when the server closed before it took everything.
    bool send(std::string_view bytes);
    void half_close();
    /// One whole answer, or as much of it as came within `limit`.
    HttpReply reply(Millis limit = Millis(5000), bool head_only = false);
    /// Bytes as they come, until `text` is among them.
    bool wait_for(const std::string& text, Millis limit);
    /// True when the server closes within `limit`; what it says before is dropped.
    bool closed_within(Millis limit);
    const std::string& received() const { return m_received; }

private:
    bool receive(std::chrono::steady_clock::time_point until);
    bool read_body(HttpReply& out, std::chrono::steady_clock::time_point until);
    bool read_chunks(HttpReply& out, std::chrono::steady_clock::time_point until);
    bool have(std::size_t bytes, std::chrono::steady_clock::time_point until);

    int m_socket = -1;
    bool m_ended = false;
    std::string m_received;
};

std::string request_text(const std::string& method, const std::string& path, const std::string& body = {},
                         const std::string& extra_headers = {});

/// One request on a connection of its own.
HttpReply call(std::uint16_t port, const std::string& method, const std::string& path, const std::string& body = {},
               const std::string& extra_headers = {});

} // namespace hearth::test
