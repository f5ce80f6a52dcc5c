// SPDX-License-Identifier: Apache-2.0
#include "link/detail/tls.h"

#include "core/openssl_free.h"

#include <boost/asio/buffer.hpp>
#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace hearth::link {
namespace {

namespace ssl = boost::asio::ssl;

using core::second;

using Pkey = std::unique_ptr<EVP_PKEY, core::OpenSslFree<EVP_PKEY_free>>;
using X509Pointer = std::unique_ptr<X509, core::OpenSslFree<X509_free>>;
using Bio = std::unique_ptr<BIO, core::OpenSslFree<BIO_free>>;

core::Error tls_failed(const char* what) {
    return core::fail(core::Code::internal, std::string("TLS could not be prepared: ") + what + ".");
}

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

core::Result<std::shared_ptr<ssl::context>> context(ssl::context::method method) {
    auto made = std::make_shared<ssl::context>(method);
    SSL_CTX* const handle = made->native_handle();
    if (SSL_CTX_set_min_proto_version(handle, TLS1_3_VERSION) != 1) return tls_failed("TLS 1.3 is missing");
    // Links are resumed by their own token; buffers of idle ones are given back.
    SSL_CTX_set_options(handle, SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(handle, 0);
    SSL_CTX_set_mode(handle, SSL_MODE_RELEASE_BUFFERS);
    return made;
}

} // namespace

core::Result<Certificate> make_certificate(core::Nanoseconds not_before, core::Nanoseconds not_after) {
    const Pkey key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    const X509Pointer certificate(X509_new());
    if (!key || !certificate) return tls_failed("no key could be made");
    X509* const x = certificate.get();
    bool fine = X509_set_version(x, X509_VERSION_3) == 1 && ASN1_INTEGER_set(X509_get_serialNumber(x), 1) == 1;
    fine = fine && ASN1_TIME_set(X509_getm_notBefore(x), static_cast<time_t>(not_before / second)) != nullptr;
    fine = fine && ASN1_TIME_set(X509_getm_notAfter(x), static_cast<time_t>(not_after / second)) != nullptr;
    X509_NAME* const name = X509_get_subject_name(x);
    const auto* common = reinterpret_cast<const unsigned char*>("hearth link");
    fine = fine && X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common, -1, -1, 0) == 1;
    fine = fine && X509_set_issuer_name(x, name) == 1 && X509_set_pubkey(x, key.get()) == 1;
    const Bio certificate_out(BIO_new(BIO_s_mem())), key_out(BIO_new(BIO_s_mem()));
    fine = fine && X509_sign(x, key.get(), EVP_sha256()) > 0 && PEM_write_bio_X509(certificate_out.get(), x) == 1;
    fine = fine && PEM_write_bio_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1;
    if (!fine) return tls_failed("no certificate could be made");
    return Certificate{text_of(certificate_out.get()), text_of(key_out.get())};
}

namespace detail {

core::Result<std::shared_ptr<ssl::context>> listener_tls(const Certificate& certificate) {
    HEARTH_TRY(auto made, context(ssl::context::tls_server));
    boost::system::error_code ec;
    made->use_certificate(boost::asio::buffer(certificate.certificate_pem), ssl::context::pem, ec);
    if (!ec) made->use_private_key(boost::asio::buffer(certificate.key_pem), ssl::context::pem, ec);
    if (ec) return tls_failed("the certificate of the link cannot be used");
    return made;
}

core::Result<std::shared_ptr<ssl::context>> dialer_tls() {
    HEARTH_TRY(auto made, context(ssl::context::tls_client));
    // No authority vouches for a gateway: check_certificate() and the proof over the connection do.
    made->set_verify_mode(ssl::verify_none);
    return made;
}

core::Result<core::Bytes> channel_binding(SSL* connection) {
    static constexpr std::string_view label = "EXPORTER-Channel-Binding";
    core::Bytes out(32);
    if (SSL_export_keying_material(connection, out.data(), out.size(), label.data(), label.size(), nullptr, 0, 1) != 1)
        return tls_failed("the connection has no exporter");
    return out;
}

core::Status check_certificate(SSL* connection, core::Nanoseconds now) {
    const auto refused = [](const char* what) {
        return core::fail(core::Code::refused, std::string("The certificate of the gateway ") + what + ".",
                          "Check the clock here; if it is right, the gateway must be restarted by its operator.");
    };
    const X509Pointer certificate(SSL_get1_peer_certificate(connection));
    if (!certificate) return refused("is missing");
    if (X509_self_signed(certificate.get(), 1) != 1) return refused("is not signed by itself");
    time_t at = static_cast<time_t>(now / second);
    if (X509_cmp_time(X509_get0_notBefore(certificate.get()), &at) >= 0) return refused("is not valid yet");
    if (X509_cmp_time(X509_get0_notAfter(certificate.get()), &at) <= 0) return refused("has expired");
    return {};
}

} // namespace detail
} // namespace hearth::link
