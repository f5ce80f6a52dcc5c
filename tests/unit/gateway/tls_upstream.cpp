// SPDX-License-Identifier: Apache-2.0
#include "tls_upstream.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace hearth::test {

struct TlsUpstream::Context {
    SSL_CTX* tls = SSL_CTX_new(TLS_server_method());
    Context(const std::string& certificate, const std::string& key) {
        BIO* shown = BIO_new_mem_buf(certificate.data(), static_cast<int>(certificate.size()));
        BIO* held = BIO_new_mem_buf(key.data(), static_cast<int>(key.size()));
        X509* const leaf = PEM_read_bio_X509(shown, nullptr, nullptr, nullptr);
        EVP_PKEY* const secret = PEM_read_bio_PrivateKey(held, nullptr, nullptr, nullptr);
        SSL_CTX_set_num_tickets(tls, 0); // nothing is written to whoever leaves after the handshake
        if (SSL_CTX_use_certificate(tls, leaf) != 1 || SSL_CTX_use_PrivateKey(tls, secret) != 1) std::abort();
        X509_free(leaf);
        EVP_PKEY_free(secret);
        BIO_free(shown);
        BIO_free(held);
    }
    ~Context() { SSL_CTX_free(tls); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
};

TlsUpstream::TlsUpstream(const std::string& certificate, const std::string& key, Script script)
    : m_script(std::move(script)), m_context(std::make_unique<Context>(certificate, key)) {
    std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes to sockets that are closed
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(m_listener, 16) != 0)
        std::abort();
    ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size);
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { serve(); });
}

TlsUpstream::~TlsUpstream() {
    {
        const std::lock_guard lock(m_mutex);
        m_ends = true;
        for (const int socket : m_sockets)
            ::shutdown(socket, SHUT_RDWR);
    }
    ::shutdown(m_listener, SHUT_RDWR);
    m_thread.join();
    for (std::thread& talk : m_talks)
        talk.join();
    for (const int socket : m_sockets)
        ::close(socket);
    ::close(m_listener);
}

void TlsUpstream::serve() {
    while (true) {
        const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        const std::lock_guard lock(m_mutex);
        if (socket < 0 || m_ends) {
            if (socket >= 0) ::close(socket);
            return;
        }
        m_sockets.push_back(socket);
        m_talks.emplace_back([this, socket] { talk(socket); });
    }
}

void TlsUpstream::talk(int socket) {
    SSL* const tls = SSL_new(m_context->tls);
    SSL_set_fd(tls, socket);
    std::string request;
    const bool met = SSL_accept(tls) == 1;
    {
        const std::lock_guard lock(m_mutex);
        m_handshakes += met ? 1 : 0;
    }
    const auto is_whole = [&request] {
        const std::size_t head = request.find("\r\n\r\n"), length = request.find("Content-Length: ");
        if (head == std::string::npos) return false;
        return request.size() >= head + 4 + (length < head ? std::stoul(request.substr(length + 16)) : 0);
    };
    char buffer[4096];
    for (int got = 1; met && !is_whole() && (got = SSL_read(tls, buffer, sizeof buffer)) > 0;) {
        request.append(buffer, static_cast<std::size_t>(got));
        const std::lock_guard lock(m_mutex);
        m_received += static_cast<std::size_t>(got);
    }
    if (met && is_whole()) {
        {
            const std::lock_guard lock(m_mutex);
            m_requests.push_back(request);
        }
        const std::string answer = m_script(request);
        SSL_write(tls, answer.data(), static_cast<int>(answer.size()));
        SSL_shutdown(tls);
    }
    ::shutdown(socket, SHUT_RDWR);
    SSL_free(tls);
}

std::vector<std::string> TlsUpstream::requests() const {
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

std::size_t TlsUpstream::bytes_received() const {
    const std::lock_guard lock(m_mutex);
    return m_received;
}

std::size_t TlsUpstream::handshakes() const {
    const std::lock_guard lock(m_mutex);
    return m_handshakes;
}

} // namespace hearth::test
