// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/frame.h"
#include "control/json.h"
#include "control/message.h"
#include "control/socket.h"

#include <array>
#include <atomic>
#include <functional>
#include <mutex>
#include <sys/socket.h>
#include <thread>

namespace hearth::desktop::testing {

/// A service on a real control socket that also says what no honest service says: it hangs, lies, floods, speaks
/// another version. Without a reply of its test it answers as usual().
class SmallService {
public:
    /// The whole message to send; an empty one: nothing is sent. Called on the service's thread.
    using Reply = std::function<std::string(const std::string& method, std::uint64_t id)>;

    SmallService(const std::filesystem::path& socket, control::NodeStatus status, Reply reply = {})
        : m_status(std::move(status)), m_reply(std::move(reply)) {
        if (auto listener = control::Listener::open(socket, 8)) m_listener.emplace(std::move(listener).value());
        m_thread = std::thread([this] { serve(); });
    }
    ~SmallService() {
        m_end = true;
        m_thread.join();
    }

    bool listens() const { return m_listener.has_value(); }
    int asked(const std::string& method) {
        const std::lock_guard lock(m_mutex);
        return m_asked[method];
    }
    void setReply(Reply reply) {
        const std::lock_guard lock(m_mutex);
        m_reply = std::move(reply);
    }
    static std::string usual(const std::string& method, std::uint64_t id, const control::NodeStatus& status) {
        if (method == "hello")
            return control::result_text(id, control::hello_text({control::protocol_version, "hearthd", "0"}));
        if (method == "subscribe") return control::result_text(id, "{}");
        if (method == "status") return control::result_text(id, control::to_json(status));
        return control::error_text(id, core::fail(core::Code::unsupported, "This one is small."));
    }
    /// Bytes to every client, from any thread.
    void say(const std::string& bytes) {
        const std::lock_guard lock(m_mutex);
        for (Client& client : m_clients)
            send(client, bytes);
    }
    /// That many events about things that all differ, numbered on, so many a second.
    void flood(std::uint64_t count, std::uint64_t a_second) {
        const auto begin = std::chrono::steady_clock::now();
        for (std::uint64_t sent = 0; sent < count; ++sent) {
            const std::uint64_t number = ++m_events;
            say(control::make_frame(control::notification_text(
                "event",
                control::to_json(control::Event{number, sent % 2 == 0 ? "jobs" : "status", std::to_string(number)}))));
            if (sent % 100 == 0)
                std::this_thread::sleep_until(begin + std::chrono::microseconds(sent * 1'000'000 / a_second));
        }
    }

private:
    struct Client {
        control::Socket socket;
        std::unique_ptr<control::FrameReader> reader = std::make_unique<control::FrameReader>(std::size_t{1} << 20);
    };

    static void send(Client& client, const std::string& bytes) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(5);
        if (client.socket.valid() && !control::send_all(client.socket, bytes, until)) client.socket.reset();
    }
    void serve() {
        while (!m_end && m_listener) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            const std::lock_guard lock(m_mutex);
            for (Client& client : m_clients)
                hear(client);
            std::erase_if(m_clients, [](const Client& client) { return !client.socket.valid(); });
            if (auto caller = m_listener->accept(); caller && caller->valid())
                m_clients.push_back({std::move(caller).value()});
        }
    }
    void hear(Client& client) {
        std::array<char, 4096> buffer{};
        const ssize_t got = ::recv(client.socket.fd(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (got == 0) client.socket.reset();
        if (got <= 0) return;
        client.reader->append({buffer.data(), static_cast<std::size_t>(got)});
        for (auto body = client.reader->next(); body && body.value(); body = client.reader->next()) {
            const auto message = control::parse_message(*body.value(), {});
            if (!message || !message->id) continue;
            ++m_asked[message->method];
            const std::string text =
                m_reply ? m_reply(message->method, *message->id) : usual(message->method, *message->id, m_status);
            if (!text.empty()) send(client, control::make_frame(text));
        }
    }

    std::mutex m_mutex;
    control::NodeStatus m_status;
    Reply m_reply;
    std::map<std::string, int> m_asked;
    std::vector<Client> m_clients;
    std::optional<control::Listener> m_listener;
    std::atomic<std::uint64_t> m_events{0};
    std::atomic<bool> m_end{false};
    std::thread m_thread;
};

} // namespace hearth::desktop::testing
