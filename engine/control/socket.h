// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/file.h"
#include "core/result.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <sys/types.h>

/// Unix stream sockets, non-blocking throughout.
namespace hearth::control {

/// Owns a descriptor.
class Socket {
public:
    Socket() = default;
    explicit Socket(int fd) : m_fd(fd) {}
    ~Socket() { reset(); }
    Socket(Socket&& other) noexcept;
    Socket& operator=(Socket&& other) noexcept;

    int fd() const { return m_fd; }
    bool valid() const { return m_fd >= 0; }
    void reset();
    /// The user at the other end; nullopt if the kernel does not tell.
    std::optional<uid_t> peer_user() const;

private:
    int m_fd = -1;
};

/// Errors: unavailable (nobody listens), refused (no permission), timed_out, invalid_argument (path too
/// long).
core::Result<Socket> connect_socket(const std::filesystem::path& path, std::chrono::steady_clock::time_point deadline);

/// Sends all bytes or says why not: timed_out, unavailable.
core::Status send_all(const Socket& socket, std::string_view bytes, std::chrono::steady_clock::time_point deadline);

/// A listening socket file with mode 0600 in a folder that only its user may enter. A lock beside it keeps a
/// second one away for as long as this lives; the file is removed at the end.
class Listener {
public:
    /// Errors: see Server::start.
    static core::Result<Listener> open(const std::filesystem::path& path, int backlog);
    ~Listener();
    Listener(Listener&&) noexcept = default;
    Listener& operator=(Listener&&) = delete;

    int fd() const { return m_socket.fd(); }
    /// The next waiting client; an invalid socket when none waits. Errors: io.
    core::Result<Socket> accept() const;

private:
    Listener(core::FileLock lock, std::filesystem::path path) : m_lock(std::move(lock)), m_path(std::move(path)) {}

    core::FileLock m_lock;
    std::filesystem::path m_path;
    Socket m_socket;
};

} // namespace hearth::control
