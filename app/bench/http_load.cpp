// SPDX-License-Identifier: Apache-2.0
#include "http_load.h"

#include "core/clock.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace hearth::app {
namespace {

constexpr int patience_ms = 10'000;

core::Error broken(const std::string& what) {
    return core::fail(core::Code::io, what + ": " + std::strerror(errno) + ".");
}

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

struct Caller {
    int socket = -1;
    std::string in;
    core::Nanoseconds began = 0;
};

/// The callers' sockets close with it.
struct Callers {
    std::vector<Caller> all;
    ~Callers() {
        for (const Caller& caller : all)
            ::close(caller.socket);
    }
};

core::Status ask(Caller& caller, const std::string& request) {
    caller.began = core::monotonic();
    return send_all(caller.socket, request) ? core::Status() : core::Status(broken("A request cannot be sent"));
}

/// True: its answer is whole.
core::Result<bool> listen_to(Caller& caller) {
    std::array<char, 16 * 1024> chunk;
    const ssize_t got = ::recv(caller.socket, chunk.data(), chunk.size(), 0);
    if (got <= 0) return broken("A connection ended in the middle of an answer");
    caller.in.append(chunk.data(), static_cast<std::size_t>(got));
    const std::size_t whole = whole_message(caller.in);
    if (whole == 0) return false;
    if (!caller.in.starts_with("HTTP/1.1 200"))
        return core::fail(core::Code::corrupt, "An answer is none: " + caller.in.substr(0, 200));
    caller.in.erase(0, whole);
    return true;
}

} // namespace

std::size_t whole_message(const std::string& text) {
    const std::size_t head = text.find("\r\n\r\n");
    if (head == std::string::npos) return 0;
    std::size_t length = 0;
    for (const char* name : {"\r\nContent-Length: ", "\r\ncontent-length: "})
        if (const std::size_t at = text.find(name); at < head) length = std::stoul(text.substr(at + std::strlen(name)));
    return text.size() >= head + 4 + length ? head + 4 + length : 0;
}

bool send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::string post_of(std::uint16_t port, const std::string& path, const std::string& body) {
    return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
           "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

void send_at_once(int socket) {
    const int one = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

core::Result<int> dial(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port);
    if (socket >= 0 && ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
        send_at_once(socket);
        return socket;
    }
    const core::Error error = broken("The bench cannot connect");
    if (socket >= 0) ::close(socket);
    return error;
}

core::Result<Listener> Listener::make() {
    Listener made{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), 0};
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (made.socket < 0 || ::bind(made.socket, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(made.socket, 128) != 0 ||
        ::getsockname(made.socket, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        return broken("No port is free");
    made.port = ntohs(address.sin_port);
    return made;
}

core::Result<LoadResult> run_load(std::uint16_t port, const std::string& path, const std::string& body,
                                  std::uint32_t callers, std::uint32_t requests) {
    const std::string request = post_of(port, path, body);
    Callers here;
    std::vector<pollfd> watched;
    const core::Nanoseconds begin = core::monotonic();
    for (std::uint32_t i = 0; i < callers; ++i) {
        HEARTH_TRY(const int socket, dial(port));
        here.all.push_back({socket, {}, 0});
        watched.push_back({socket, POLLIN, 0});
        HEARTH_CHECK(ask(here.all.back(), request));
    }
    std::vector<double> times;
    std::uint32_t asked = callers;
    const std::size_t all = std::max(requests, callers); // none is left under way for whoever is measured next
    while (times.size() < all) {
        if (::poll(watched.data(), watched.size(), patience_ms) <= 0) return broken("No answer came");
        for (std::size_t i = 0; i < watched.size(); ++i) {
            if ((watched[i].revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
            HEARTH_TRY(const bool whole, listen_to(here.all[i]));
            if (!whole) continue;
            times.push_back(static_cast<double>(core::monotonic() - here.all[i].began) * 1e-6);
            if (asked++ < requests) HEARTH_CHECK(ask(here.all[i], request));
        }
    }
    const double seconds = static_cast<double>(core::monotonic() - begin) * 1e-9;
    std::sort(times.begin(), times.end());
    return LoadResult{times[times.size() / 2], times[times.size() * 99 / 100],
                      static_cast<double>(times.size()) / seconds};
}

void serve_instantly(int listener, const std::string& model, bool closes) {
    const auto message = [&](const std::string& body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" +
               std::string(closes ? "Connection: close\r\n" : "") + "Content-Length: " + std::to_string(body.size()) +
               "\r\n\r\n" + body;
    };
    const std::string models = message(R"({"object":"list","data":[{"id":")" + model + R"(","object":"model"}]})");
    const std::string answer = message(
        R"({"id":"chatcmpl-1","object":"chat.completion","created":1,"model":")" + model +
        R"(","choices":[{"index":0,"message":{"role":"assistant","content":"A short answer that is always the )"
        R"(same."},"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":9,"total_tokens":21}})");
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    wanted.data.fd = listener;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &wanted);
    std::map<int, std::string> held;
    std::array<epoll_event, 64> ready;
    std::array<char, 16 * 1024> chunk;
    while (true) {
        const int count = ::epoll_wait(epoll, ready.data(), static_cast<int>(ready.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int socket = ready[static_cast<std::size_t>(i)].data.fd;
            if (socket == listener) {
                const int fresh = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
                send_at_once(fresh);
                wanted.data.fd = fresh;
                ::epoll_ctl(epoll, EPOLL_CTL_ADD, fresh, &wanted);
                continue;
            }
            const ssize_t got = ::recv(socket, chunk.data(), chunk.size(), 0);
            std::string& text = held[socket];
            if (got > 0) text.append(chunk.data(), static_cast<std::size_t>(got));
            bool open = got > 0;
            while (const std::size_t whole = open ? whole_message(text) : 0) {
                open = send_all(socket, text.starts_with("GET ") ? models : answer);
                text.erase(0, whole);
                open = open && !closes;
            }
            if (open) continue;
            held.erase(socket);
            ::close(socket);
        }
    }
}

} // namespace hearth::app
