// SPDX-License-Identifier: Apache-2.0
#include "control/socket.h"

#include "control/socket_system.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

namespace hearth::control {
namespace fs = std::filesystem;
namespace {

using core::Code;
using Time = std::chrono::steady_clock::time_point;

std::string reason(int number) {
    return std::generic_category().message(number);
}

core::Result<sockaddr_un> address_of(const fs::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string text = path.string();
    if (text.empty() || text.size() >= sizeof address.sun_path)
        return core::fail(Code::invalid_argument,
                          core::say("socket_path_must_bytes", {text, std::to_string(sizeof address.sun_path - 1)}),
                          core::say("choose_home_shorter_path"));
    std::memcpy(address.sun_path, text.data(), text.size());
    return address;
}

const sockaddr* generic(const sockaddr_un& address) {
    return reinterpret_cast<const sockaddr*>(&address);
}

core::Result<Socket> new_socket() {
    Socket socket(system::stream_socket());
    if (!socket.valid()) return core::fail(Code::io, core::say("no_socket_could_made", {reason(errno)}));
    return socket;
}

core::Error connect_error(int number, const fs::path& path) {
    if (number == EACCES || number == EPERM)
        return core::fail(Code::refused, core::say("control_socket_may_not", {path.string()}),
                          core::say("run_user_who_runs"));
    if (number == ENOENT || number == ENOTDIR || number == ECONNREFUSED)
        return core::fail(Code::unavailable, core::say("service_does_not_run", {path.string()}),
                          core::say("start_hearthd"));
    return core::fail(Code::unavailable, core::say("control_socket_could_not", {path.string(), reason(number)}));
}

int milliseconds_until(Time deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 3'600'000));
}

core::Status prepare_folder(const fs::path& folder) {
    if (::mkdir(folder.c_str(), 0700) == 0) return {};
    const int number = errno;
    struct stat info {};
    if (number != EEXIST || ::stat(folder.c_str(), &info) != 0)
        return core::fail(Code::io,
                          "The socket's folder " + folder.string() + " could not be made: " + reason(number) + ".");
    if (!S_ISDIR(info.st_mode)) return core::fail(Code::conflict, core::say("not_folder", {folder.string()}));
    if (info.st_uid != ::geteuid())
        return core::fail(Code::refused, "The socket's folder " + folder.string() + " belongs to another user.",
                          "Choose a home that belongs to you.");
    if ((info.st_mode & 077U) != 0)
        return core::fail(Code::refused, "The socket's folder " + folder.string() + " is open to other users.",
                          core::say("run_chmod_folder", {folder.string()}));
    return {};
}

core::Error already_served(const fs::path& path) {
    return core::fail(Code::conflict, "Another service already listens on " + path.string() + ".",
                      "Stop it first, or give this one another home with --home.");
}

/// Device and number of the file itself, which nobody else has as long as its socket is open.
std::optional<std::pair<std::uint64_t, std::uint64_t>> identity_of(const fs::path& path) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) return std::nullopt;
    return std::pair<std::uint64_t, std::uint64_t>(info.st_dev, info.st_ino);
}

/// Removes the file of a service that is gone; whoever still listens there keeps it.
core::Status remove_stale(const fs::path& path, const sockaddr_un& address) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) return {};
    if (!S_ISSOCK(info.st_mode))
        return core::fail(Code::conflict, path.string() + " is there and is not a socket.",
                          "Move the file away, then start again.");
    HEARTH_TRY(const Socket probe, new_socket());
    if (::connect(probe.fd(), generic(address), sizeof address) == 0 || errno == EAGAIN) return already_served(path);
    if (::unlink(path.c_str()) != 0)
        return core::fail(Code::io,
                          "The old socket " + path.string() + " could not be removed: " + reason(errno) + ".");
    return {};
}

} // namespace

void Socket::reset() {
    if (m_fd >= 0) ::close(m_fd);
    m_fd = no_descriptor;
}

bool Socket::peer_is_own_user() const {
    return system::peer_is_own_user(m_fd);
}

Step receive_some(const Socket& socket, char* buffer, std::size_t size) {
    while (true) {
        const ssize_t got = ::recv(socket.fd(), buffer, size, 0);
        if (got > 0) return {Step::Outcome::moved, static_cast<std::size_t>(got)};
        if (got < 0 && errno == EINTR) continue;
        return {got < 0 && errno == EAGAIN ? Step::Outcome::later : Step::Outcome::ended, 0};
    }
}

Step send_some(const Socket& socket, std::string_view bytes) {
    while (true) {
        const ssize_t sent = ::send(socket.fd(), bytes.data(), bytes.size(), system::send_flags);
        if (sent >= 0) return {Step::Outcome::moved, static_cast<std::size_t>(sent)};
        if (errno == EINTR) continue;
        return {errno == EAGAIN ? Step::Outcome::later : Step::Outcome::ended, 0};
    }
}

void shut_down(const Socket& socket) {
    ::shutdown(socket.fd(), SHUT_RDWR);
}

bool wait_readable(const Socket& socket, std::optional<Time> deadline) {
    pollfd item{socket.fd(), POLLIN, 0};
    const int ready = ::poll(&item, 1, deadline ? milliseconds_until(*deadline) : -1);
    return ready > 0 || (ready < 0 && errno == EINTR);
}

void wait_for_any(std::vector<Watched>& sockets, int timeout_ms) {
    std::vector<pollfd> items;
    for (const Watched& socket : sockets)
        items.push_back({socket.fd, static_cast<short>((socket.read ? POLLIN : 0) | (socket.write ? POLLOUT : 0)), 0});
    if (::poll(items.data(), static_cast<nfds_t>(items.size()), timeout_ms) <= 0) return;
    for (std::size_t i = 0; i < items.size(); ++i) {
        sockets[i].readable = (items[i].revents & POLLIN) != 0;
        sockets[i].writable = (items[i].revents & POLLOUT) != 0;
        sockets[i].ended = (items[i].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
    }
}

core::Result<Socket> connect_socket(const fs::path& path, Time deadline) {
    HEARTH_TRY(const sockaddr_un address, address_of(path));
    HEARTH_TRY(Socket socket, new_socket());
    while (::connect(socket.fd(), generic(address), sizeof address) != 0) {
        if (errno == EINTR) continue;
        if (errno != EAGAIN) return connect_error(errno, path);
        // A full queue of waiting clients: whoever should accept them is not doing it.
        if (std::chrono::steady_clock::now() >= deadline)
            return core::fail(Code::timed_out, core::say("service_does_not_accept", {path.string()}),
                              core::say("may_hang_look_log"));
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return socket;
}

core::Status send_all(const Socket& socket, std::string_view bytes, Time deadline) {
    while (!bytes.empty()) {
        const Step step = send_some(socket, bytes);
        if (step.outcome == Step::Outcome::ended)
            return core::fail(Code::unavailable, core::say("connection_closed", {reason(errno)}));
        bytes.remove_prefix(step.bytes);
        if (step.outcome == Step::Outcome::moved) continue;
        pollfd item{socket.fd(), POLLOUT, 0};
        if (::poll(&item, 1, milliseconds_until(deadline)) == 0)
            return core::fail(Code::timed_out, core::say("other_side_does_not"));
    }
    return {};
}

core::Result<Listener> Listener::open(const fs::path& path, int backlog) {
    HEARTH_TRY(const sockaddr_un address, address_of(path));
    HEARTH_CHECK(prepare_folder(path.has_parent_path() ? path.parent_path() : fs::path(".")));
    auto lock = core::FileLock::acquire(path.string() + ".lock");
    if (!lock) return lock.error().code == Code::conflict ? already_served(path) : lock.error();
    HEARTH_CHECK(remove_stale(path, address));
    Listener listener(std::move(lock).value(), path);
    HEARTH_TRY(Socket socket, new_socket());
    if (::bind(socket.fd(), generic(address), sizeof address) != 0)
        return core::fail(Code::io, "The socket " + path.string() + " could not be made: " + reason(errno) + ".");
    listener.m_socket = std::move(socket);
    listener.m_made = identity_of(path);
    if (::chmod(path.c_str(), 0600) != 0 || ::listen(listener.fd(), backlog) != 0)
        return core::fail(Code::io, "The socket " + path.string() + " could not be opened: " + reason(errno) + ".");
    return listener;
}

Listener::~Listener() {
    // Another home may stand where this one's was, with a service of its own.
    if (m_socket.valid() && m_made && identity_of(m_path) == m_made) ::unlink(m_path.c_str());
}

core::Result<Socket> Listener::accept() const {
    Socket socket(system::accept_client(m_socket.fd()));
    if (socket.valid()) return socket;
    // A client that left while it waited is no reason to stop accepting.
    if (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED) return Socket();
    return core::fail(Code::io, "No client could be accepted: " + reason(errno) + ".");
}

} // namespace hearth::control
