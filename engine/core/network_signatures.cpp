// SPDX-License-Identifier: Apache-2.0
#include "core/network_signatures.h"

#include "core/base64.h"
#include "core/openssl_free.h"

#include <memory>
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

namespace hearth::core {
namespace {

using Number = std::unique_ptr<BIGNUM, OpenSslFree<BN_free>>;
using Key = std::unique_ptr<EVP_PKEY, OpenSslFree<EVP_PKEY_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, OpenSslFree<ECDSA_SIG_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, OpenSslFree<EVP_MD_CTX_free>>;

constexpr int least_rsa_bits = 2048, most_rsa_bits = 8192, salt_bytes = 32;

Number number(ByteView bytes) {
    return Number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
}

/// r ‖ s as OpenSSL wants it.
Bytes der_signature(ByteView raw) {
    const EcdsaSignature pair(ECDSA_SIG_new());
    Number r = number(raw.first(raw.size() / 2)), s = number(raw.subspan(raw.size() / 2));
    if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return {};
    static_cast<void>(r.release()); // the pair's now
    static_cast<void>(s.release());
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(pair.get(), &der);
    if (size <= 0) return {};
    Bytes encoded(der, der + size);
    OPENSSL_free(der);
    return encoded;
}

} // namespace

bool verify_rsa_pss(ByteView public_key_der, ByteView message, ByteView signature) {
    const unsigned char* at = public_key_der.data();
    const Key key(d2i_PUBKEY(nullptr, &at, static_cast<long>(public_key_der.size())));
    if (!key || at != public_key_der.data() + public_key_der.size()) return false;
    const int bits = EVP_PKEY_get_bits(key.get());
    if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA || bits < least_rsa_bits || bits > most_rsa_bits) return false;
    const Digest digest(EVP_MD_CTX_new());
    EVP_PKEY_CTX* settings = nullptr; // the digest's
    return digest && EVP_DigestVerifyInit(digest.get(), &settings, EVP_sha256(), nullptr, key.get()) == 1 &&
           EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md(settings, EVP_sha256()) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, salt_bytes) == 1 &&
           EVP_DigestVerify(digest.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
}

bool verify_ecdsa(ByteView public_key_der, ByteView message, ByteView signature) {
    const unsigned char* at = public_key_der.data();
    const Key key(d2i_PUBKEY(nullptr, &at, static_cast<long>(public_key_der.size())));
    if (!key || at != public_key_der.data() + public_key_der.size()) return false;
    std::array<char, 32> curve{};
    if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_EC ||
        EVP_PKEY_get_group_name(key.get(), curve.data(), curve.size(), nullptr) != 1)
        return false;
    const std::string_view name(curve.data());
    const bool short_one = name == SN_X9_62_prime256v1 || name == SN_secp256k1;
    if (!short_one && name != SN_secp384r1) return false;
    if (signature.size() != (short_one ? 64U : 96U)) return false;
    const Bytes encoded = der_signature(signature);
    const Digest digest(EVP_MD_CTX_new());
    return digest && !encoded.empty() &&
           EVP_DigestVerifyInit(digest.get(), nullptr, short_one ? EVP_sha256() : EVP_sha384(), nullptr, key.get()) ==
               1 &&
           EVP_DigestVerify(digest.get(), encoded.data(), encoded.size(), message.data(), message.size()) == 1;
}

Bytes p256_key(ByteView coordinates) {
    // SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING { 04 x y } }, RFC 5480 §2.
    Bytes der{0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06,
              0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04};
    append(der, coordinates);
    return der;
}

Bytes compressed_p256_key(ByteView point) {
    Bytes der{0x30, 0x39, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01,
              0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x22, 0x00};
    append(der, point);
    return der;
}

Bytes compressed_secp256k1_key(ByteView point) {
    Bytes der{0x30, 0x36, 0x30, 0x10, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02,
              0x01, 0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x0A, 0x03, 0x22, 0x00};
    append(der, point);
    return der;
}

Result<Bytes> public_key_of_pem(std::string_view pem) {
    constexpr std::string_view begin = "-----BEGIN PUBLIC KEY-----", end = "-----END PUBLIC KEY-----";
    const std::size_t first = pem.find(begin), last = pem.find(end);
    if (first == std::string_view::npos || last == std::string_view::npos || last < first + begin.size())
        return fail(Code::corrupt, "A text is no public key in PEM.");
    std::string body(pem.substr(first + begin.size(), last - first - begin.size()));
    std::erase_if(body, [](char c) { return c == '\n' || c == '\r'; });
    return from_base64(body);
}

} // namespace hearth::core
