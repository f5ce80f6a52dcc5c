// SPDX-License-Identifier: Apache-2.0
#include "core/certificates.h"

#include "core/base64.h"
#include "core/hash.h"
#include "core/openssl_free.h"

#include <algorithm>
#include <ctime>
#include <memory>
#include <openssl/crypto.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

namespace hearth::core {
namespace {

struct FreeStack {
    void operator()(STACK_OF(X509) * stack) const { sk_X509_free(stack); }
};
using Certificate = std::unique_ptr<X509, OpenSslFree<X509_free>>;
using Store = std::unique_ptr<X509_STORE, OpenSslFree<X509_STORE_free>>;
using Walk = std::unique_ptr<X509_STORE_CTX, OpenSslFree<X509_STORE_CTX_free>>;
using Between = std::unique_ptr<STACK_OF(X509), FreeStack>;
using Name = std::unique_ptr<ASN1_OBJECT, OpenSslFree<ASN1_OBJECT_free>>;

constexpr std::size_t fewest = 2, most = 8, longest_certificate = 8192,
                      longest_alone = std::size_t{48} << 10; // it may carry a whole quote
constexpr Nanoseconds per_second = 1'000'000'000;

Certificate read(ByteView der, std::size_t longest = longest_certificate) {
    const unsigned char* at = der.data();
    if (der.size() > longest) return nullptr;
    Certificate found(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    return found && at == der.data() + der.size() ? std::move(found) : nullptr;
}

Bytes key_of(const X509* certificate) {
    unsigned char* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    if (size <= 0) return {};
    Bytes key(der, der + size);
    OPENSSL_free(der);
    return key;
}

bool has_extension(const X509* certificate, const char* dotted) {
    const Name name(OBJ_txt2obj(dotted, 1));
    return name && X509_get_ext_by_OBJ(certificate, name.get(), -1) >= 0;
}

std::optional<Bytes> extension_of(const X509* certificate, const char* dotted) {
    const Name name(OBJ_txt2obj(dotted, 1));
    const int at = name ? X509_get_ext_by_OBJ(certificate, name.get(), -1) : -1;
    if (at < 0 || X509_get_ext_by_OBJ(certificate, name.get(), at) >= 0) return std::nullopt;
    const ASN1_OCTET_STRING* const value = X509_EXTENSION_get_data(X509_get_ext(certificate, at));
    const unsigned char* const first = ASN1_STRING_get0_data(value);
    return Bytes(first, first + ASN1_STRING_length(value));
}

ChainFault walk(const std::vector<Certificate>& chain, Nanoseconds at) {
    const Store store(X509_STORE_new());
    const Between between(sk_X509_new_null());
    const Walk walk(X509_STORE_CTX_new());
    if (!store || !between || !walk || X509_STORE_add_cert(store.get(), chain.back().get()) != 1)
        return ChainFault::broken;
    for (std::size_t i = 1; i + 1 < chain.size(); ++i)
        if (sk_X509_push(between.get(), chain[i].get()) <= 0) return ChainFault::broken;
    if (X509_STORE_CTX_init(walk.get(), store.get(), chain.front().get(), between.get()) != 1)
        return ChainFault::broken;
    X509_VERIFY_PARAM* const terms = X509_STORE_CTX_get0_param(walk.get());
    X509_VERIFY_PARAM_set_time(terms, static_cast<std::time_t>(at / per_second));
    // The root's own signature, too: else a copy with changed dates or rights would pass under the same key.
    if (X509_VERIFY_PARAM_set_flags(terms, X509_V_FLAG_CHECK_SS_SIGNATURE) != 1) return ChainFault::broken;
    X509_VERIFY_PARAM_set_depth(terms, static_cast<int>(most));
    if (X509_verify_cert(walk.get()) == 1) return ChainFault::none;
    const int why = X509_STORE_CTX_get_error(walk.get());
    const bool of_time = why == X509_V_ERR_CERT_HAS_EXPIRED || why == X509_V_ERR_CERT_NOT_YET_VALID;
    return of_time ? ChainFault::expired : ChainFault::broken;
}

} // namespace

ChainFinding examine_chain(const std::vector<Bytes>& certificates, const Hash& root_key, Nanoseconds at,
                           const char* leaf_extension) {
    if (certificates.size() < fewest || certificates.size() > most) return {};
    std::vector<Certificate> chain;
    for (const Bytes& der : certificates) {
        chain.push_back(read(der));
        if (!chain.back()) return {};
    }
    if (leaf_extension != nullptr && !has_extension(chain.front().get(), leaf_extension)) return {};
    const bool trusted = sha256(key_of(chain.back().get())) == root_key;
    return {trusted ? walk(chain, at) : ChainFault::other_root, key_of(chain.front().get())};
}

std::optional<CertificateFacts> read_certificate(ByteView der, Nanoseconds at, const char* extension) {
    const Certificate certificate = read(der, longest_alone);
    if (!certificate) return std::nullopt;
    CertificateFacts facts;
    facts.key = key_of(certificate.get());
    std::time_t then = static_cast<std::time_t>(at / per_second);
    facts.valid_then = X509_cmp_time(X509_get0_notBefore(certificate.get()), &then) < 0 &&
                       X509_cmp_time(X509_get0_notAfter(certificate.get()), &then) > 0;
    if (extension != nullptr) facts.extension = extension_of(certificate.get(), extension);
    return facts;
}

std::optional<std::vector<Bytes>> certificates_of_pem(std::string_view pem) {
    constexpr std::string_view begin = "-----BEGIN CERTIFICATE-----", end = "-----END CERTIFICATE-----";
    const auto skip_blanks = [&] {
        const std::size_t first = pem.find_first_not_of(" \t\r\n");
        pem.remove_prefix(std::min(first, pem.size()));
    };
    std::vector<Bytes> certificates;
    if (pem.ends_with('\0')) pem.remove_suffix(1);
    for (skip_blanks(); !pem.empty(); skip_blanks()) {
        const std::size_t last = pem.find(end);
        if (!pem.starts_with(begin) || last == std::string_view::npos || certificates.size() == most)
            return std::nullopt;
        std::string body(pem.substr(begin.size(), last - begin.size()));
        std::erase_if(body, [](char c) { return c == '\n' || c == '\r'; });
        auto der = from_base64(body);
        if (!der) return std::nullopt;
        certificates.push_back(std::move(*der));
        pem.remove_prefix(last + end.size());
    }
    if (certificates.empty()) return std::nullopt;
    return certificates;
}

} // namespace hearth::core
