// SPDX-License-Identifier: Apache-2.0
#include "control/socket.h"
#include "core/account_windows.h"

#include <algorithm>
#include <cstring>
#include <thread>
#include <winsock2.h>

#include <afunix.h>
#include <mstcpip.h>
#include <ws2tcpip.h>

#ifndef SIO_AF_UNIX_GETPEERPID
#define SIO_AF_UNIX_GETPEERPID _WSAIOR(IOC_VENDOR, 256)
#endif

namespace hearth::control {
namespace fs = std::filesystem;
namespace {

using core::Code;
using Time = std::chrono::steady_clock::time_point;

/// The system's sockets, for as long as the process lives.
void start_sockets() {
    static const int started = [] {
        WSADATA ignored{};
        return ::WSAStartup(MAKEWORD(2, 2), &ignored);
    }();
    static_cast<void>(started);
}

std::string reason(int number) {
    return std::system_category().message(number);
}

bool is_later(int number) {
    return number == WSAEWOULDBLOCK || number == WSAEINPROGRESS;
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

template <typename Address>
const sockaddr* generic(const Address& address) {
    return reinterpret_cast<const sockaddr*>(&address);
}

bool prepare(SOCKET socket) {
    unsigned long on = 1;
    return ::SetHandleInformation(reinterpret_cast<HANDLE>(socket), HANDLE_FLAG_INHERIT, 0) != 0 &&
           ::ioctlsocket(socket, static_cast<long>(FIONBIO), &on) == 0;
}

core::Result<Socket> new_socket() {
    start_sockets();
    Socket socket(::socket(AF_UNIX, SOCK_STREAM, 0));
    if (!socket.valid() || !prepare(socket.fd()))
        return core::fail(Code::io, core::say("no_socket_could_made", {reason(::WSAGetLastError())}));
    return socket;
}

core::Error connect_error(int number, const fs::path& path) {
    if (number == WSAEACCES)
        return core::fail(Code::refused, core::say("control_socket_may_not", {path.string()}),
                          core::say("run_user_who_runs"));
    std::error_code ignored;
    if (number == WSAECONNREFUSED || !fs::exists(fs::symlink_status(path, ignored)))
        return core::fail(Code::unavailable, core::say("service_does_not_run", {path.string()}),
                          core::say("start_hearthd"));
    return core::fail(Code::unavailable, core::say("control_socket_could_not", {path.string(), reason(number)}));
}

int milliseconds_until(Time deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 3'600'000));
}

core::Status prepare_folder(const fs::path& folder) {
    std::error_code problem;
    if (fs::create_directory(folder, problem)) problem = core::make_private(folder);
    if (problem || !fs::is_directory(folder, problem))
        return core::fail(Code::conflict, core::say("not_folder", {folder.string()}));
    if (core::open_to_others(folder))
        return core::fail(Code::refused, "The socket's folder " + folder.string() + " is open to other users.",
                          "Choose a home in your profile, or take the rights of others away: Properties, Security.");
    return {};
}

core::Error already_served(const fs::path& path) {
    return core::fail(Code::conflict, "Another service already listens on " + path.string() + ".",
                      "Stop it first, or give this one another home with --home.");
}

/// Windows leaves the file behind, and refuses to bind where one is.
core::Status remove_stale(const fs::path& path, const sockaddr_un& address) {
    HEARTH_TRY(const Socket probe, new_socket());
    if (::connect(probe.fd(), generic(address), sizeof address) == 0) return already_served(path);
    if (::DeleteFileW(path.c_str()) != 0 || ::GetLastError() == ERROR_FILE_NOT_FOUND) return {};
    return core::fail(Code::io, "The old socket " + path.string() +
                                    " could not be removed: " + reason(static_cast<int>(::GetLastError())) + ".");
}

} // namespace

void Socket::reset() {
    if (valid()) ::closesocket(m_fd);
    m_fd = no_descriptor;
}

bool Socket::peer_is_own_user() const {
    DWORD process_id = 0, size = 0;
    if (::WSAIoctl(m_fd, SIO_AF_UNIX_GETPEERPID, nullptr, 0, &process_id, sizeof process_id, &size, nullptr, nullptr) !=
        0)
        return false;
    const HANDLE process = ::OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process_id);
    if (process == nullptr) return false;
    const std::wstring account = core::account::of_process(process);
    ::CloseHandle(process);
    return !account.empty() && account == core::account::own();
}

Step receive_some(const Socket& socket, char* buffer, std::size_t size) {
    const int got = ::recv(socket.fd(), buffer, static_cast<int>(size), 0);
    if (got > 0) return {Step::Outcome::moved, static_cast<std::size_t>(got)};
    return {got < 0 && is_later(::WSAGetLastError()) ? Step::Outcome::later : Step::Outcome::ended, 0};
}

Step send_some(const Socket& socket, std::string_view bytes) {
    const int size = static_cast<int>(std::min<std::size_t>(bytes.size(), std::size_t{1} << 20));
    const int sent = ::send(socket.fd(), bytes.data(), size, 0);
    if (sent >= 0) return {Step::Outcome::moved, static_cast<std::size_t>(sent)};
    return {is_later(::WSAGetLastError()) ? Step::Outcome::later : Step::Outcome::ended, 0};
}

void shut_down(const Socket& socket) {
    ::shutdown(socket.fd(), SD_BOTH);
}

bool wait_readable(const Socket& socket, std::optional<Time> deadline) {
    pollfd item{socket.fd(), POLLRDNORM, 0};
    return ::WSAPoll(&item, 1, deadline ? milliseconds_until(*deadline) : -1) != 0;
}

void wait_for_any(std::vector<Watched>& sockets, int timeout_ms) {
    std::vector<pollfd> items;
    std::vector<Watched*> asked;
    for (Watched& socket : sockets) {
        if (socket.fd == no_descriptor) continue;
        items.push_back(
            {socket.fd, static_cast<short>((socket.read ? POLLRDNORM : 0) | (socket.write ? POLLWRNORM : 0)), 0});
        asked.push_back(&socket);
    }
    if (::WSAPoll(items.data(), static_cast<ULONG>(items.size()), timeout_ms) <= 0) return;
    for (std::size_t i = 0; i < items.size(); ++i) {
        asked[i]->readable = (items[i].revents & POLLRDNORM) != 0;
        asked[i]->writable = (items[i].revents & POLLWRNORM) != 0;
        asked[i]->ended = (items[i].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
    }
}

/// A datagram socket of this machine that is connected to itself: what WSAPoll can wait for, and nobody else reaches.
core::Result<Wake> Wake::make() {
    start_sockets();
    Socket own(::socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int size = sizeof address;
    if (!own.valid() || ::bind(own.fd(), generic(address), size) != 0 ||
        ::getsockname(own.fd(), reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
        ::connect(own.fd(), generic(address), size) != 0 || !prepare(own.fd()))
        return core::fail(Code::io, core::say("no_socket_could_made", {reason(::WSAGetLastError())}));
    return Wake(std::move(own));
}

void Wake::wake() const {
    // Where none fits, there are some already, and the thread is awake.
    ::send(m_near.fd(), "", 1, 0);
}

void Wake::clear() const {
    char byte = 0;
    while (::recv(m_near.fd(), &byte, 1, 0) > 0) {
    }
}

core::Result<Socket> connect_socket(const fs::path& path, Time deadline) {
    HEARTH_TRY(const sockaddr_un address, address_of(path));
    HEARTH_TRY(Socket socket, new_socket());
    while (::connect(socket.fd(), generic(address), sizeof address) != 0) {
        const int number = ::WSAGetLastError();
        if (number == WSAEISCONN) break;
        if (!is_later(number) && number != WSAEALREADY) return connect_error(number, path);
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
            return core::fail(Code::unavailable, core::say("connection_closed", {reason(::WSAGetLastError())}));
        bytes.remove_prefix(step.bytes);
        if (step.outcome == Step::Outcome::moved) continue;
        pollfd item{socket.fd(), POLLWRNORM, 0};
        if (::WSAPoll(&item, 1, milliseconds_until(deadline)) == 0)
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
    if (::bind(socket.fd(), generic(address), sizeof address) != 0 || ::listen(socket.fd(), backlog) != 0)
        return core::fail(Code::io,
                          "The socket " + path.string() + " could not be made: " + reason(::WSAGetLastError()) + ".");
    listener.m_socket = std::move(socket);
    return listener;
}

Listener::~Listener() {
    if (!m_socket.valid()) return;
    m_socket.reset();
    ::DeleteFileW(m_path.c_str());
}

core::Result<Socket> Listener::accept() const {
    Socket socket(::accept(m_socket.fd(), nullptr, nullptr));
    if (socket.valid() && prepare(socket.fd())) return socket;
    const int number = ::WSAGetLastError();
    // A client that left while it waited is no reason to stop accepting.
    if (is_later(number) || number == WSAECONNRESET) return Socket();
    return core::fail(Code::io, "No client could be accepted: " + reason(number) + ".");
}

} // namespace hearth::control
