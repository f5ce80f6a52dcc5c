// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/header_door.h"

#include "core/clock.h"
#include "core/host_port.h"
#include "core/json_guard.h"
#include "core/log.h"
#include "core/thread.h"
#include "ledger/consensus/comet_rpc.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <list>
#include <mutex>
#include <netdb.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using nlohmann::json;

constexpr std::size_t max_guests = 32, max_from_one = 6;
constexpr std::size_t max_head_bytes = 8192, max_body_bytes = 4096;
constexpr int accept_poll_ms = 200;
constexpr timeval guest_patience{10, 0};
constexpr core::Nanoseconds request_within = 15'000'000'000;

/// The value of Content-Length in a request's head.
std::optional<std::size_t> length_in(std::string_view head) {
    constexpr std::string_view name = "content-length:";
    while (!head.empty()) {
        const std::string_view line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(std::min(head.size(), line.size() + 2));
        if (line.size() <= name.size()) continue;
        const bool is_it = std::equal(name.begin(), name.end(), line.begin(),
                                      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
        if (!is_it) continue;
        std::string_view digits = line.substr(name.size());
        while (digits.starts_with(' '))
            digits.remove_prefix(1);
        std::size_t length = 0;
        const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), length);
        if (end.ec != std::errc() || end.ptr != digits.data() + digits.size()) return std::nullopt;
        return length;
    }
    return std::nullopt;
}

/// One guest's connection. Owns the descriptor.
class Guest {
public:
    Guest(int fd, std::string from) : m_fd(fd), m_from(std::move(from)) {
        ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &guest_patience, sizeof guest_patience);
        ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &guest_patience, sizeof guest_patience);
    }
    ~Guest() { ::close(m_fd); }
    Guest(const Guest&) = delete;
    Guest& operator=(const Guest&) = delete;

    void serve(const std::filesystem::path& engine) {
        CometRpc rpc(engine);
        while (const auto body = read_body()) {
            const auto question = header_question(*body);
            if (!question) return (void)answer("403 Forbidden", "");
            const auto said = rpc.post(*question);
            if (!answer(said ? "200 OK" : "503 Service Unavailable", said ? *said : std::string())) return;
        }
    }
    void end() const { ::shutdown(m_fd, SHUT_RDWR); }
    const std::string& from() const { return m_from; }
    bool was_here_for(core::Nanoseconds time) const { return core::system_clock().monotonic() - m_since > time; }

    core::Thread thread;
    bool ended = false; ///< guarded by the door's mutex

private:
    bool answer(const char* status, const std::string& text) const {
        return write(std::string("HTTP/1.1 ") + status + "\r\nContent-Type: application/json\r\nContent-Length: " +
                     std::to_string(text.size()) + "\r\n\r\n" + text);
    }
    /// Of the next request; nothing at the connection's end, or where it is none of ours.
    std::optional<std::string> read_body() {
        m_deadline = core::system_clock().monotonic() + request_within;
        std::size_t end = 0;
        while ((end = m_in.find("\r\n\r\n")) == std::string::npos)
            if (m_in.size() > max_head_bytes || !read_more()) return std::nullopt;
        const auto length = length_in(std::string_view(m_in).substr(0, end + 2));
        if (!m_in.starts_with("POST ") || end > max_head_bytes || !length || *length > max_body_bytes)
            return std::nullopt;
        while (m_in.size() < end + 4 + *length)
            if (!read_more()) return std::nullopt;
        std::string body = m_in.substr(end + 4, *length);
        m_in.erase(0, end + 4 + *length);
        return body;
    }
    bool read_more() {
        std::array<char, 4096> piece{};
        ssize_t got = 0;
        do
            got = ::recv(m_fd, piece.data(), piece.size(), 0);
        while (got < 0 && errno == EINTR);
        if (got > 0) m_in.append(piece.data(), static_cast<std::size_t>(got));
        return got > 0 && core::system_clock().monotonic() < m_deadline; // also of one who comes byte by byte
    }
    bool write(std::string_view text) const {
        while (!text.empty()) {
            const ssize_t wrote = ::send(m_fd, text.data(), text.size(), MSG_NOSIGNAL);
            if (wrote < 0 && errno == EINTR) continue;
            if (wrote <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(wrote));
        }
        return true;
    }

    const int m_fd;
    const std::string m_from;
    const core::Nanoseconds m_since = core::system_clock().monotonic();
    std::string m_in;
    core::Nanoseconds m_deadline = 0;
};

/// One key for all that one guest can easily call from: of the longer addresses a whole network.
std::string origin_of(const sockaddr_storage& at) {
    if (at.ss_family == AF_INET) {
        const auto& address = reinterpret_cast<const sockaddr_in&>(at).sin_addr;
        return {reinterpret_cast<const char*>(&address), sizeof address};
    }
    if (at.ss_family != AF_INET6) return {};
    const auto& address = reinterpret_cast<const sockaddr_in6&>(at).sin6_addr;
    const auto* bytes = reinterpret_cast<const char*>(&address);
    constexpr std::size_t network = 8, short_at = 12, short_size = 4;
    return IN6_IS_ADDR_V4MAPPED(&address) ? std::string(bytes + short_at, short_size) : std::string(bytes, network);
}

core::Result<int> listen_at(const std::string& text) {
    HEARTH_TRY(const core::HostPort place, core::parse_host_port(text));
    addrinfo wanted{}, *found = nullptr;
    wanted.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    wanted.ai_socktype = SOCK_STREAM;
    if (::getaddrinfo(place.host.c_str(), std::to_string(place.port).c_str(), &wanted, &found) != 0)
        return fail(Code::invalid_argument, core::say("headers_not_shown", {text, ::gai_strerror(EAI_NONAME)}),
                    core::say("write_another_headers_listen"));
    const int fd = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    if (fd >= 0) ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const bool bound = fd >= 0 && ::bind(fd, found->ai_addr, found->ai_addrlen) == 0 && ::listen(fd, max_guests) == 0;
    const int why = errno;
    ::freeaddrinfo(found);
    if (bound) return fd;
    if (fd >= 0) ::close(fd);
    return fail(why == EADDRINUSE ? Code::conflict : Code::io,
                core::say("headers_not_shown", {text, std::strerror(why)}), core::say("write_another_headers_listen"));
}

} // namespace

std::optional<std::string> header_question(std::string_view body) {
    constexpr std::array<std::string_view, 3> methods{"commit", "validators", "consensus_params"};
    const json call = core::json_or_discarded<json>(body);
    if (!call.is_object()) return std::nullopt;
    const json method = call.value("method", json()), id = call.value("id", json());
    const json params = call.value("params", json::object());
    if (!method.is_string() || !(id.is_number_integer() || id.is_string()) || !params.is_object()) return std::nullopt;
    if (std::find(methods.begin(), methods.end(), method.get<std::string>()) == methods.end()) return std::nullopt;
    json kept = json::object();
    for (const char* name : {"height", "page", "per_page"})
        if (const auto at = params.find(name); at != params.end() && (at->is_string() || at->is_number_integer()))
            kept[name] = *at;
    return json{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", kept}}.dump(
        -1, ' ', false, json::error_handler_t::replace);
}

struct HeaderDoor::Impl {
    Impl(int fd, std::filesystem::path socket, core::Nanoseconds time)
        : listener(fd), engine(std::move(socket)), stay(time) {}

    const int listener;
    const std::filesystem::path engine;
    const core::Nanoseconds stay;
    core::Thread accepting;
    std::mutex mutex; ///< guards what follows
    std::list<Guest> guests;
    bool stopping = false;

    void accept_all() {
        for (;;) {
            pollfd waiting{listener, POLLIN, 0};
            const bool somebody = ::poll(&waiting, 1, accept_poll_ms) > 0;
            const std::lock_guard lock(mutex);
            if (stopping) return;
            std::erase_if(guests, [](Guest& guest) {
                if (guest.ended) guest.thread.join();
                return guest.ended;
            });
            for (const Guest& guest : guests)
                if (guest.was_here_for(stay)) guest.end(); // who wants more comes again
            if (somebody) let_in();
        }
    }

private:
    /// Under the mutex.
    void let_in() {
        sockaddr_storage at{};
        socklen_t length = sizeof at;
        const int fd = ::accept4(listener, reinterpret_cast<sockaddr*>(&at), &length, SOCK_CLOEXEC);
        if (fd < 0) return;
        const std::string from = origin_of(at);
        const auto same = std::count_if(guests.begin(), guests.end(),
                                        [&](const Guest& guest) { return !guest.ended && guest.from() == from; });
        if (guests.size() == max_guests || static_cast<std::size_t>(same) >= max_from_one) {
            ::close(fd);
            return;
        }
        Guest& guest = guests.emplace_back(fd, from);
        try {
            const auto over = [this, &guest] {
                guest.end();
                const std::lock_guard done(mutex);
                guest.ended = true;
            };
            const auto serve = [this, &guest, over] {
                guest.serve(engine);
                over();
            };
            guest.thread = core::run_thread("header guest", serve, over);
        } catch (const std::exception& error) { // the machine gives no more threads
            core::log::warning("headers", "turned away", {{"reason", error.what()}});
            guests.pop_back();
        }
    }
};

HeaderDoor::HeaderDoor(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

core::Result<std::unique_ptr<HeaderDoor>> HeaderDoor::open(const std::string& listen, std::filesystem::path engine,
                                                           core::Nanoseconds stay) {
    HEARTH_TRY(const int fd, listen_at(listen));
    auto impl = std::make_unique<Impl>(fd, std::move(engine), stay);
    impl->accepting =
        core::run_thread("headers", core::Thrown::begins_again, [door = impl.get()] { door->accept_all(); });
    core::log::info("headers", "shown", {{"listen", listen}});
    return std::unique_ptr<HeaderDoor>(new HeaderDoor(std::move(impl)));
}

HeaderDoor::~HeaderDoor() {
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->stopping = true;
        for (const Guest& guest : m_impl->guests)
            guest.end();
    }
    m_impl->accepting.join();
    for (Guest& guest : m_impl->guests)
        guest.thread.join();
    ::close(m_impl->listener);
}

std::uint16_t HeaderDoor::port() const {
    sockaddr_storage at{};
    socklen_t length = sizeof at;
    if (::getsockname(m_impl->listener, reinterpret_cast<sockaddr*>(&at), &length) != 0) return 0;
    std::array<char, NI_MAXSERV> port{};
    const int failed =
        ::getnameinfo(reinterpret_cast<sockaddr*>(&at), length, nullptr, 0, port.data(), port.size(), NI_NUMERICSERV);
    std::uint16_t number = 0;
    if (failed == 0) std::from_chars(port.data(), port.data() + std::strlen(port.data()), number);
    return number;
}

} // namespace hearth::ledger
