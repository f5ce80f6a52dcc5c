// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/dispatch.h"
#include "control/frame.h"
#include "control/message.h"
#include "control/server.h"
#include "control/socket.h"
#include "core/thread.h"

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace hearth::control {

/// One client of the server: reads its requests, runs each call on a thread of its own, queues what goes out.
/// All members belong to the server's I/O thread except send(), which any thread may call.
class Session {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// `wake` makes the I/O thread look again; it is called from any thread.
    Session(Socket socket, std::uint64_t number, const ServerOptions& options, Node& node, std::function<void()> wake);
    /// Waits for running calls.
    ~Session();

    Descriptor fd() const { return m_socket.fd(); }
    bool open() const { return m_socket.valid(); }
    bool greeted() const { return m_greeted; }
    bool subscribed() const { return m_subscribed; }
    Time opened_at() const { return m_opened_at; }
    bool wants_write() const;
    bool reading() const { return open() && !m_draining; }

    void on_readable();
    void on_writable();
    /// Takes no more requests, asks the running calls to end and closes once everything is sent.
    void drain();
    void close(const char* reason);
    /// Joins the calls that are done; true while others run.
    bool reap();
    /// Closes what became due: too much unread, or drained.
    void settle();
    /// Refuses a client that was never served, with an answer if it fits.
    void refuse(const core::Error& error);

    /// Queues one message; nothing happens once the session is closed.
    void send(std::string_view body);

private:
    struct Call {
        std::uint64_t id = 0;
        CallKind kind = CallKind::quick;
        std::string method;
        JsonTree document;
        const nlohmann::json* params = nullptr;
        std::atomic<bool> cancelled{false}, done{false};
        core::Thread thread;
    };

    void handle(std::string_view text);
    void handle_hello(const Message& message);
    void handle_request(const Message& message);
    void handle_notification(const Message& message);
    void start_call(const Message& message, CallKind kind);
    std::size_t count_calls(CallKind kind) const;
    void run(Call& call);
    void end(Call& call, const std::string& answer);
    void cancel_all();

    Socket m_socket;
    const std::uint64_t m_number;
    const ServerOptions& m_options;
    Node& m_node;
    const std::function<void()> m_wake;
    const Time m_opened_at = std::chrono::steady_clock::now();
    FrameReader m_reader;
    bool m_greeted = false, m_draining = false;
    std::atomic<bool> m_subscribed{false};
    std::map<std::uint64_t, std::unique_ptr<Call>> m_calls;

    mutable std::mutex m_mutex; ///< guards what follows
    std::deque<std::string> m_out;
    std::size_t m_out_bytes = 0, m_out_begin = 0;
    bool m_overflowed = false, m_closed = false;
};

} // namespace hearth::control
