// SPDX-License-Identifier: Apache-2.0
#include "tls_upstream.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

namespace hearth::test {

struct TlsUpstream::Context {
    SSL_CTX* tls = SSL_CTX_new(TLS_server_method());
    Context(const std::string& certificate, const std::string& key) {
        std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes to sockets that are closed
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
    : m_script(std::move(script)), m_context(std::make_unique<Context>(certificate, key)),
      m_server([this](int socket) { talk(socket); }) {}

TlsUpstream::~TlsUpstream() = default;

void TlsUpstream::talk(int socket) {
    SSL* const tls = SSL_new(m_context->tls);
    SSL_set_fd(tls, socket);
    const bool met = SSL_accept(tls) == 1;
    {
        const std::lock_guard lock(m_mutex);
        m_handshakes += met ? 1 : 0;
    }
    const Receive receive = [&](char* buffer, std::size_t size) {
        const int got = SSL_read(tls, buffer, static_cast<int>(size));
        const std::lock_guard lock(m_mutex);
        m_received += static_cast<std::size_t>(std::max(got, 0));
        return got;
    };
    const std::string request = met ? read_request(receive) : std::string();
    if (!request.empty()) {
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
