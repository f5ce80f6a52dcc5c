// SPDX-License-Identifier: Apache-2.0
#include "proxy.h"

#include <arpa/inet.h>
#include <chrono>
#include <poll.h>
#include <QtGlobal>
#include <sys/socket.h>
#include <unistd.h>

namespace {

constexpr int pause_ms = 5;

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool readable(int socket) {
    pollfd state{socket, POLLIN, 0};
    return ::poll(&state, 1, pause_ms) > 0;
}

bool take_one(std::atomic<int>& counter) {
    int left = counter;
    while (left > 0)
        if (counter.compare_exchange_weak(left, left - 1)) return true;
    return false;
}

bool send_all(int socket, const std::vector<char>& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const ssize_t more = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (more <= 0) return false;
        sent += static_cast<std::size_t>(more);
    }
    return true;
}

} // namespace

Proxy::Proxy(std::uint16_t target) : m_target(target), m_socket(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (::bind(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || ::listen(m_socket, 16) != 0 ||
        ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        qFatal("The test's proxy cannot listen.");
    m_port = ntohs(address.sin_port);
    m_acceptor = std::thread([this] { accept(); });
}

Proxy::~Proxy() {
    m_stopping = true;
    m_acceptor.join();
    ::close(m_socket);
    for (const auto& pair : m_pairs) {
        pair->down.join();
        pair->up.join();
        ::close(pair->near);
        ::close(pair->far);
    }
}

void Proxy::accept() {
    while (!m_stopping) {
        if (!readable(m_socket)) continue;
        auto pair = std::make_unique<Pair>();
        pair->near = ::accept(m_socket, nullptr, nullptr);
        pair->far = ::socket(AF_INET, SOCK_STREAM, 0);
        const sockaddr_in address = loopback(m_target);
        if (refuses || ::connect(pair->far, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            ::close(pair->near);
            ::close(pair->far);
            continue;
        }
        ++m_accepted;
        Pair& p = *pair;
        const std::lock_guard lock(m_mutex);
        m_pairs.push_back(std::move(pair));
        p.down = std::thread([this, &p] { carry(p, p.far, p.near); });
        p.up = std::thread([this, &p] { carry(p, p.near, p.far); });
    }
}

void Proxy::cut() {
    const std::lock_guard lock(m_mutex);
    for (const auto& pair : m_pairs)
        pair->over = true;
}

std::string Proxy::recorded() {
    const std::lock_guard lock(m_mutex);
    std::string all;
    for (const auto& pair : m_pairs)
        all += pair->from_near + '\n' + pair->from_far + '\n';
    return all;
}

/// False if the piece is not to be sent now.
bool Proxy::alter(std::vector<char>& piece, std::vector<char>& held) {
    if (take_one(drop)) return false;
    if (take_one(swap)) {
        held = std::move(piece);
        return false;
    }
    if (take_one(flip)) piece[piece.size() / 2] = static_cast<char>(piece[piece.size() / 2] ^ 4);
    if (const int kilobytes = flood.exchange(0); kilobytes > 0)
        piece.insert(piece.begin(), static_cast<std::size_t>(kilobytes) * 1024, 'x');
    piece.insert(piece.end(), held.begin(), held.end());
    held.clear();
    return true;
}

void Proxy::carry(Pair& pair, int from, int to) {
    std::vector<char> held;
    while (!m_stopping && !pair.over) {
        if (stalls) {
            std::this_thread::sleep_for(std::chrono::milliseconds(pause_ms));
            continue;
        }
        if (!readable(from)) continue;
        std::vector<char> piece(4096);
        const ssize_t size = ::recv(from, piece.data(), piece.size(), 0);
        if (size <= 0) break;
        piece.resize(static_cast<std::size_t>(size));
        if (records) {
            const std::lock_guard lock(m_mutex);
            (from == pair.near ? pair.from_near : pair.from_far).append(piece.begin(), piece.end());
        }
        if (delay_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
        if (alter(piece, held) && !send_all(to, piece)) break;
    }
    pair.over = true;
    ::shutdown(from, SHUT_RDWR);
    ::shutdown(to, SHUT_RDWR);
}
