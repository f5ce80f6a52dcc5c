// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/wire_pool.h"

#include "core/clock.h"
#include "core/openssl_free.h"

#include <cerrno>
#include <sys/socket.h>

namespace hearth::gateway {
namespace {

constexpr core::Nanoseconds longest_idle = 3'000'000'000;
constexpr std::size_t most_for_one = 64;

using core::monotonic;

std::string target_of(const ServerUrl& url, const std::string& check) {
    return (url.tls ? "https://" : "http://") + url.authority() + " " + check;
}

/// Nothing may come where nothing was asked: a close, or the beginning of one.
bool is_silent(Wire::Socket& socket) {
    char byte = 0;
    const ssize_t got = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

} // namespace

void Wire::read_certificate() {
    if (!tls) return;
    const std::unique_ptr<X509, core::OpenSslFree<X509_free>> shown(SSL_get1_peer_certificate(tls->native_handle()));
    const int size = shown ? i2d_X509(shown.get(), nullptr) : 0;
    if (size <= 0) return;
    core::Bytes der(static_cast<std::size_t>(size));
    unsigned char* at = der.data();
    i2d_X509(shown.get(), &at);
    certificate = std::make_shared<const core::Bytes>(std::move(der));
}

std::unique_ptr<Wire> WirePool::take(const ServerUrl& url, const std::string& check) {
    const auto found = m_idle.find(target_of(url, check));
    if (found == m_idle.end()) return nullptr;
    while (!found->second.empty()) {
        std::unique_ptr<Wire> wire = std::move(found->second.back());
        found->second.pop_back();
        if (monotonic() - wire->idle_since < longest_idle && is_silent(wire->socket)) return wire;
    }
    return nullptr;
}

void WirePool::give(const ServerUrl& url, const std::string& check, std::unique_ptr<Wire> wire) {
    if (m_closed) return;
    auto& idle = m_idle[target_of(url, check)];
    wire->idle_since = monotonic();
    idle.push_back(std::move(wire));
    if (idle.size() > most_for_one) idle.pop_front();
    watch();
}

void WirePool::close() {
    m_closed = true;
    m_idle.clear();
    boost::system::error_code ignored;
    m_timer.cancel(ignored);
}

void WirePool::sweep() {
    const core::Nanoseconds now = monotonic();
    for (auto& [target, idle] : m_idle)
        while (!idle.empty() && now - idle.front()->idle_since >= longest_idle)
            idle.pop_front();
    std::erase_if(m_idle, [](const auto& entry) { return entry.second.empty(); });
}

void WirePool::watch() {
    if (m_watching) return;
    m_watching = true;
    m_timer.expires_after(std::chrono::nanoseconds(longest_idle));
    m_timer.async_wait([this](const boost::system::error_code& ec) {
        m_watching = false;
        if (ec || m_closed) return;
        sweep();
        if (!m_idle.empty()) watch();
    });
}

} // namespace hearth::gateway
