// SPDX-License-Identifier: Apache-2.0
#include "control/server.h"

#include "control/session.h"
#include "core/log.h"
#include "core/thread.h"

#include <vector>

namespace hearth::control {
namespace {

using core::Code;
using Time = std::chrono::steady_clock::time_point;

constexpr std::size_t max_waiting_events = 10'000;
constexpr std::chrono::milliseconds accept_pause{200};

} // namespace

/// One I/O thread owns the listener and all sessions; other threads reach it through the wake descriptor.
class Server::Impl {
public:
    Impl(Listener listener, std::shared_ptr<Node> node, ServerOptions options, Wake wake)
        : m_options(std::move(options)), m_node(std::move(node)), m_wake(std::move(wake)),
          m_listener(std::make_unique<Listener>(std::move(listener))) {}

    core::Status begin() {
        auto subscription = m_node->subscribe([this](const Event& event) { post(event); });
        if (!subscription) return subscription.error();
        m_subscription = std::move(subscription).value();
        m_thread = core::run_thread("control", core::Thrown::begins_again, [this] { loop(); });
        return {};
    }

    void end() {
        m_subscription.reset();
        m_stopping = true;
        wake();
        const std::lock_guard lock(m_join);
        m_thread.join();
    }

    std::size_t clients() const { return m_clients; }

private:
    void wake() { m_wake.wake(); }

    void post(const Event& event) {
        {
            const std::lock_guard lock(m_events_mutex);
            if (m_events.size() >= max_waiting_events) return;
            m_events.push_back(event);
        }
        wake();
    }

    void loop() {
        while (true) {
            share_events();
            tidy();
            if (m_stopping && !keep_stopping()) break;
            wait();
        }
        m_sessions.clear();
        m_clients = 0;
    }

    /// Waits for something to do, then does it.
    void wait() {
        std::vector<Watched> items{{m_wake.fd(), true}};
        const bool accepting = m_listener && std::chrono::steady_clock::now() >= m_accept_after;
        items.push_back({accepting ? m_listener->fd() : no_descriptor, true});
        std::vector<Session*> polled;
        for (const auto& session : m_sessions) {
            if (!session->open()) continue;
            items.push_back({session->fd(), session->reading(), session->wants_write()});
            polled.push_back(session.get());
        }
        wait_for_any(items, timeout_ms());
        if (items[0].readable) m_wake.clear();
        for (std::size_t i = 0; i < polled.size(); ++i)
            serve(*polled[i], items[i + 2]);
        if (items[1].readable || items[1].ended) accept_clients();
    }

    static void serve(Session& session, const Watched& found) {
        if (found.writable) session.on_writable();
        if (found.readable && session.reading()) session.on_readable();
        if (found.ended && !found.readable) session.close("left");
    }

    int timeout_ms() const {
        if (m_stopping) return 50;
        if (m_accept_after > std::chrono::steady_clock::now()) return static_cast<int>(accept_pause.count());
        for (const auto& session : m_sessions)
            if (session->open() && !session->greeted()) return 250;
        return -1;
    }

    void accept_clients() {
        while (true) {
            auto socket = m_listener->accept();
            if (!socket) {
                // Out of descriptors: polling at once again would only spin.
                core::log::error("control", "accept_failed", {{"reason", socket.error().message}});
                m_accept_after = std::chrono::steady_clock::now() + accept_pause;
                return;
            }
            if (!socket->valid()) return;
            admit(std::move(socket).value());
        }
    }

    void admit(Socket socket) {
        const bool is_own = socket.peer_is_own_user();
        auto session =
            std::make_unique<Session>(std::move(socket), m_next_number++, m_options, *m_node, [this] { wake(); });
        if (!is_own)
            return session->refuse(
                core::fail(Code::refused, core::say("service_belongs_another_user"), core::say("run_user_who_runs")));
        if (m_clients >= m_options.max_clients)
            return session->refuse(core::fail(Code::busy,
                                              core::say("service_clients_already", {std::to_string(m_clients)}),
                                              core::say("close_window_program_connected")));
        m_sessions.push_back(std::move(session));
        m_clients = m_clients + 1;
    }

    void share_events() {
        std::vector<Event> events;
        {
            const std::lock_guard lock(m_events_mutex);
            events.swap(m_events);
        }
        for (const Event& event : events) {
            const std::string text = notification_text("event", to_json(event));
            for (const auto& session : m_sessions)
                if (session->subscribed()) session->send(text);
        }
    }

    /// Joins calls that are done, closes what is due and forgets sessions that have nothing left.
    void tidy() {
        const Time now = std::chrono::steady_clock::now();
        std::size_t open = 0;
        std::vector<std::unique_ptr<Session>> kept;
        for (auto& session : m_sessions) {
            const bool busy = session->reap();
            session->settle();
            if (!session->greeted() && now - session->opened_at() > m_options.handshake_deadline)
                session->close("no greeting in time");
            open += session->open() ? 1 : 0;
            if (session->open() || busy) kept.push_back(std::move(session));
        }
        m_sessions = std::move(kept);
        m_clients = open;
    }

    /// False once everything has ended. The time to send starts when the last call has returned.
    bool keep_stopping() {
        const Time now = std::chrono::steady_clock::now();
        bool busy = static_cast<bool>(m_listener);
        if (m_listener) {
            m_listener.reset();
            for (const auto& session : m_sessions)
                session->drain();
        }
        for (const auto& session : m_sessions)
            busy = session->reap() || busy;
        if (busy) m_flush_until = now + m_options.flush_deadline;
        return !m_sessions.empty() && now < m_flush_until;
    }

    const ServerOptions m_options;
    const std::shared_ptr<Node> m_node;
    const Wake m_wake;
    std::unique_ptr<Listener> m_listener;
    std::vector<std::unique_ptr<Session>> m_sessions;
    std::uint64_t m_next_number = 1;
    Time m_accept_after{}, m_flush_until{};

    std::unique_ptr<Subscription> m_subscription;
    std::mutex m_events_mutex;
    std::vector<Event> m_events;
    std::atomic<std::size_t> m_clients{0};
    std::atomic<bool> m_stopping{false};
    std::mutex m_join;
    core::Thread m_thread;
};

Server::Server(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

Server::~Server() {
    stop();
}

void Server::stop() {
    m_impl->end();
}

std::size_t Server::clients() const {
    return m_impl->clients();
}

core::Result<std::unique_ptr<Server>> Server::start(const std::filesystem::path& socket, std::shared_ptr<Node> node,
                                                    ServerOptions options) {
    HEARTH_TRY(Wake wake, Wake::make());
    HEARTH_TRY(Listener listener, Listener::open(socket, static_cast<int>(options.max_clients)));
    auto impl = std::make_unique<Impl>(std::move(listener), std::move(node), std::move(options), std::move(wake));
    HEARTH_CHECK(impl->begin());
    return std::unique_ptr<Server>(new Server(std::move(impl)));
}

} // namespace hearth::control
