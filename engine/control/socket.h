// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/file.h"
#include "core/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

/// Unix stream sockets, non-blocking throughout; Windows has them, too, since its version 1803.
namespace hearth::control {

#ifdef _WIN32
using Descriptor = std::uintptr_t;
#else
using Descriptor = int;
#endif
constexpr Descriptor no_descriptor = static_cast<Descriptor>(-1);

/// Owns a descriptor.
class Socket {
public:
    Socket() = default;
    explicit Socket(Descriptor fd) : m_fd(fd) {}
    ~Socket() { reset(); }
    Socket(Socket&& other) noexcept;
    Socket& operator=(Socket&& other) noexcept;

    Descriptor fd() const { return m_fd; }
    bool valid() const { return m_fd != no_descriptor; }
    void reset();
    /// Whether the same user is at the other end; false, too, if the system does not tell.
    bool peer_is_own_user() const;

private:
    Descriptor m_fd = no_descriptor;
};

/// What came of one attempt to read or write: `later` where it would have had to wait, `ended` where nothing more
/// comes.
struct Step {
    enum class Outcome { moved, later, ended } outcome = Outcome::ended;
    std::size_t bytes = 0;
};
Step receive_some(const Socket& socket, char* buffer, std::size_t size);
Step send_some(const Socket& socket, std::string_view bytes);
/// Both directions, from any thread: whoever waits there wakes up.
void shut_down(const Socket& socket);
/// Until there is something to read, or the end; false once the deadline is over.
bool wait_readable(const Socket& socket, std::optional<std::chrono::steady_clock::time_point> deadline);

/// One of several that are waited for: what is wanted, and what was found.
struct Watched {
    Descriptor fd = no_descriptor; ///< none: left out
    bool read = false, write = false;
    bool readable = false, writable = false, ended = false;
};
/// At most `timeout_ms` milliseconds; -1: as long as it takes.
void wait_for_any(std::vector<Watched>& sockets, int timeout_ms);

/// Wakes a thread that waits for sockets. Any thread may wake it; what came before it waits counts.
class Wake {
public:
    /// Errors: io.
    static core::Result<Wake> make();
    Descriptor fd() const { return m_near.fd(); } ///< can be read once somebody called wake()
    void wake() const;
    void clear() const;

private:
    explicit Wake(Socket near, Socket far = {}) : m_near(std::move(near)), m_far(std::move(far)) {}
    Socket m_near, m_far; ///< the second one only where the system needs two
};

/// Errors: unavailable (nobody listens), refused (no permission), timed_out, invalid_argument (path too
/// long).
core::Result<Socket> connect_socket(const std::filesystem::path& path, std::chrono::steady_clock::time_point deadline);

/// Sends all bytes or says why not: timed_out, unavailable.
core::Status send_all(const Socket& socket, std::string_view bytes, std::chrono::steady_clock::time_point deadline);

/// A listening socket file with mode 0600 in a folder that only its user may enter. A lock beside it keeps a
/// second one away for as long as this lives; the file is removed at the end if it still is the one that was made.
class Listener {
public:
    /// Errors: see Server::start.
    static core::Result<Listener> open(const std::filesystem::path& path, int backlog);
    ~Listener();
    Listener(Listener&&) noexcept = default;
    Listener& operator=(Listener&&) = delete;

    Descriptor fd() const { return m_socket.fd(); }
    /// The next waiting client; an invalid socket when none waits. Errors: io.
    core::Result<Socket> accept() const;

private:
    Listener(core::FileLock lock, std::filesystem::path path) : m_lock(std::move(lock)), m_path(std::move(path)) {}

    core::FileLock m_lock;
    std::filesystem::path m_path;
    std::optional<std::pair<std::uint64_t, std::uint64_t>> m_made; ///< device and number of the file, where known
    Socket m_socket;
};

} // namespace hearth::control
