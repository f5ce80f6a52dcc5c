// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/abci/abci_server.h"

#include "core/log.h"
#include "core/thread.h"
#include "ledger/consensus/abci/abci_messages.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <list>
#include <mutex>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace hearth::ledger {

using core::Code;
using core::fail;

namespace {

constexpr std::size_t piece_bytes = std::size_t{64} << 10;
constexpr std::size_t max_varint_bytes = 5;

core::Error system_error(const std::string& what) {
    return fail(Code::io, what + ": " + std::strerror(errno) + ".");
}

/// One connection's bytes: frames in, frames out. Owns the descriptor.
class Channel {
public:
    explicit Channel(int fd) : m_fd(fd) {}
    ~Channel() { ::close(m_fd); }
    Channel(const Channel&) = delete;
    void end() { ::shutdown(m_fd, SHUT_RDWR); }

    /// The next frame, valid until the next call; false: the connection has ended or breaks the rules.
    bool read_frame(core::ByteView& frame) {
        m_in.erase(m_in.begin(), m_in.begin() + static_cast<std::ptrdiff_t>(m_used));
        m_used = 0;
        for (;;) {
            std::size_t length = 0, prefix = 0;
            bool known = false;
            for (; prefix < m_in.size() && prefix < max_varint_bytes && !known; ++prefix) {
                length |= std::size_t{m_in[prefix] & 0x7fU} << (7 * prefix);
                known = (m_in[prefix] & 0x80) == 0;
            }
            if (!known && prefix == max_varint_bytes) return false;
            if (known && length > AbciServer::max_frame_bytes) {
                core::log::error("chain", "frame too large", {{"bytes", length}});
                return false;
            }
            if (known && m_in.size() >= prefix + length) {
                frame = core::ByteView(m_in).subspan(prefix, length);
                m_used = prefix + length;
                return true;
            }
            // Whoever waits for more has got all answers.
            if (!flush() || !read_more()) return false;
        }
    }
    bool write_frame(core::ByteView frame, bool now) {
        std::size_t length = frame.size();
        for (; length >= 0x80; length >>= 7)
            m_out.push_back(static_cast<std::uint8_t>(length | 0x80));
        m_out.push_back(static_cast<std::uint8_t>(length));
        core::append(m_out, frame);
        return (!now && m_out.size() < piece_bytes) || flush();
    }

private:
    bool read_more() {
        const std::size_t before = m_in.size();
        m_in.resize(before + piece_bytes);
        ssize_t got = 0;
        do
            got = ::read(m_fd, m_in.data() + before, piece_bytes);
        while (got < 0 && errno == EINTR);
        m_in.resize(before + static_cast<std::size_t>(std::max<ssize_t>(0, got)));
        return got > 0;
    }
    bool flush() {
        std::size_t sent = 0;
        while (sent < m_out.size()) {
            const ssize_t wrote = ::send(m_fd, m_out.data() + sent, m_out.size() - sent, MSG_NOSIGNAL);
            if (wrote < 0 && errno == EINTR) continue;
            if (wrote <= 0) return false;
            sent += static_cast<std::size_t>(wrote);
        }
        m_out.clear();
        return true;
    }

    int m_fd;
    core::Bytes m_in, m_out;
    std::size_t m_used = 0;
};

struct Connection {
    explicit Connection(int fd) : channel(fd) {}
    Channel channel;
    core::Thread thread;
    bool ended = false;
};

} // namespace

struct AbciServer::Impl {
    Impl(ChainApp& served, std::filesystem::path path, int fd) : app(served), socket(std::move(path)), listener(fd) {}

    ChainApp& app;
    const std::filesystem::path socket;
    const int listener;
    int wake[2] = {-1, -1};
    core::Thread accepting;

    mutable std::mutex mutex; ///< guards what follows
    std::list<Connection> connections;
    const Connection* orders = nullptr; ///< the connection that makes blocks
    std::optional<core::Error> failure;
    core::Height failed_at = 0;

    void accept_all();
    void serve(Connection& connection);
    void end(Connection& connection);
    void reap();
};

AbciServer::AbciServer(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

core::Result<std::unique_ptr<AbciServer>> AbciServer::start(const std::filesystem::path& socket, ChainApp& app) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = socket.string();
    if (path.size() >= sizeof address.sun_path)
        return fail(Code::invalid_argument, "The path of the engine's socket is too long: " + path + ".",
                    "Use a home with a shorter path.");
    std::memcpy(address.sun_path, path.data(), path.size());
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return system_error("No socket could be made");
    auto impl = std::make_unique<Impl>(app, socket, fd);
    ::unlink(path.c_str());
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || ::listen(fd, 8) != 0 ||
        ::pipe2(impl->wake, O_CLOEXEC) != 0) {
        const core::Error error = system_error("The engine's socket " + path + " could not be opened");
        ::close(fd);
        return error;
    }
    impl->accepting =
        core::run_thread("engine door", core::Thrown::begins_again, [i = impl.get()] { i->accept_all(); });
    return std::unique_ptr<AbciServer>(new AbciServer(std::move(impl)));
}

AbciServer::~AbciServer() {
    ::close(m_impl->wake[1]);
    m_impl->accepting.join();
    {
        const std::lock_guard lock(m_impl->mutex);
        for (Connection& connection : m_impl->connections)
            connection.channel.end();
    }
    for (Connection& connection : m_impl->connections)
        connection.thread.join();
    ::close(m_impl->wake[0]);
    ::close(m_impl->listener);
    ::unlink(m_impl->socket.c_str());
}

std::size_t AbciServer::connections() const {
    const std::lock_guard lock(m_impl->mutex);
    return static_cast<std::size_t>(std::count_if(m_impl->connections.begin(), m_impl->connections.end(),
                                                  [](const Connection& one) { return !one.ended; }));
}

std::optional<core::Error> AbciServer::failure() const {
    const core::Height height = m_impl->app.head().height;
    const std::lock_guard lock(m_impl->mutex);
    return height > m_impl->failed_at ? std::nullopt : m_impl->failure;
}

void AbciServer::Impl::accept_all() {
    for (;;) {
        pollfd waiting[2] = {{listener, POLLIN, 0}, {wake[0], POLLIN, 0}};
        if (::poll(waiting, 2, -1) < 0 && errno != EINTR) return;
        if (waiting[1].revents != 0) return;
        if ((waiting[0].revents & POLLIN) == 0) continue;
        const int fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) continue;
        reap();
        const std::lock_guard lock(mutex);
        Connection& connection = connections.emplace_back(fd);
        try {
            connection.thread = core::run_thread(
                "engine", [this, &connection] { serve(connection); }, [this, &connection] { end(connection); });
        } catch (const std::exception& error) { // the machine gives no more threads; the engine comes again
            core::log::error("chain", "engine turned away", {{"reason", error.what()}});
            connections.pop_back();
        }
    }
}

void AbciServer::Impl::reap() {
    std::list<Connection> ended;
    {
        const std::lock_guard lock(mutex);
        for (auto at = connections.begin(); at != connections.end();) {
            const auto next = std::next(at);
            if (at->ended) ended.splice(ended.end(), connections, at);
            at = next;
        }
    }
    for (Connection& connection : ended)
        connection.thread.join();
}

void AbciServer::Impl::serve(Connection& connection) {
    // Taken under the lock, so that a connection that has ended never undoes what a later engine has begun.
    const auto ordering = [&] {
        const std::lock_guard lock(mutex);
        orders = &connection;
    };
    core::ByteView frame;
    while (connection.channel.read_frame(frame)) {
        const AbciAnswer answer = answer_abci(app, frame, ordering);
        const bool sent = connection.channel.write_frame(answer.response, answer.flush);
        if (sent && !answer.failure) continue;
        if (answer.failure) {
            core::log::error("chain", "engine refused", {{"reason", answer.failure->message}});
            const core::Height height = app.head().height;
            const std::lock_guard lock(mutex);
            failure = answer.failure;
            failed_at = height;
        }
        break;
    }
    end(connection);
}

void AbciServer::Impl::end(Connection& connection) {
    connection.channel.end();
    const std::lock_guard lock(mutex);
    if (orders == &connection) {
        orders = nullptr;
        if (const core::Status undone = app.abandon(); !undone)
            core::log::error("chain", "not undone", {{"reason", undone.error().message}});
    }
    connection.ended = true;
}

} // namespace hearth::ledger
