// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/client.h"
#include "control/event_fan.h"
#include "control/frame.h"
#include "control/message.h"
#include "control/socket.h"
#include "core/thread.h"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>

namespace hearth::control {

/// The client's end of one socket: sends requests, waits for their answers, hands on what comes between.
/// One thread reads; callers wait on their own threads. Thread-safe.
class Connection {
public:
    /// What a caller wants besides the answer. Both run on the caller's thread.
    struct Wishes {
        OnText on_text;
        OnProgress on_progress;
        bool is_long = false; ///< text and progress renew the deadline
    };

    /// Connects and greets.
    static core::Result<std::unique_ptr<Connection>> open(const std::filesystem::path& path,
                                                          const ConnectOptions& options);
    ~Connection();

    /// The answer's message (kind result), or the error that the service or the way to it gave.
    core::Result<Message> call(std::string_view method, std::string_view params, const Wishes& wishes);
    bool connected() const { return !m_lost; }
    const std::string& service_version() const { return m_service_version; }
    void cancel_calls();
    EventFan& events() { return m_events; }

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Pending {
        std::string text; ///< not handed on yet
        std::optional<Progress> progress;
        std::optional<Message> answer;
        Time last_sign;
        bool cancelled = false;
        std::condition_variable changed;
    };

    Connection(Socket socket, const ConnectOptions& options);
    core::Status greet(Time deadline);
    core::Result<Message> read_one(Time deadline);
    core::Status send(std::string_view body, Time deadline);
    core::Result<Message> wait(std::uint64_t id, Pending& pending, const Wishes& wishes,
                               std::unique_lock<std::mutex>& lock);
    /// False when a callback asked to stop.
    static bool hand_on(std::string text, std::optional<Progress> progress, const Wishes& wishes);
    void cancel(std::uint64_t id);
    void read_loop();
    core::Status receive(std::string_view bytes);
    void take(Message message);
    void take_note(const Message& message);
    void lose(core::Error why);

    const ConnectOptions m_options;
    const Socket m_socket;
    FrameReader m_reader;
    std::string m_service_version;
    EventFan m_events;
    std::mutex m_send_mutex;

    std::mutex m_mutex; ///< guards what follows
    std::map<std::uint64_t, Pending*> m_pending;
    std::uint64_t m_next_id = 1;
    core::Error m_why_lost;
    std::atomic<bool> m_lost{false};
    core::Thread m_thread;
};

} // namespace hearth::control
