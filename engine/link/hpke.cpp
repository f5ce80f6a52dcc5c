// SPDX-License-Identifier: Apache-2.0
#include "link/hpke.h"

#include "core/keys.h"

#include <new>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdexcept>

namespace hearth::link {
namespace {

constexpr std::size_t key_bytes = 32, nonce_bytes = 12, tag_bytes = 16, hash_bytes = 32;
constexpr std::uint8_t mode_base = 0;

// OpenSSL fails here only when memory or the provider is missing; neither can be handled further up.
void require(bool fine) {
    if (!fine) throw std::runtime_error("OpenSSL refused an operation of the sealing");
}

struct PkeyFree {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Pkey = std::unique_ptr<EVP_PKEY, PkeyFree>;
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, PkeyFree>;

core::Bytes hmac(core::ByteView key, core::ByteView data) {
    core::Bytes out(hash_bytes);
    // An empty key must still be a pointer.
    static constexpr std::uint8_t none = 0;
    require(HMAC(EVP_sha256(), key.empty() ? &none : key.data(), static_cast<int>(key.size()), data.data(), data.size(),
                 out.data(), nullptr) != nullptr);
    return out;
}

void append_text(core::Bytes& out, std::string_view text) {
    core::append(out, core::as_bytes(text));
}

void append_be16(core::Bytes& out, std::size_t value) {
    out.push_back(static_cast<std::uint8_t>(value >> 8));
    out.push_back(static_cast<std::uint8_t>(value));
}

/// "KEM" and its id, or "HPKE" and the ids of KEM, KDF and AEAD.
core::Bytes suite(bool kem) {
    core::Bytes out;
    append_text(out, kem ? "KEM" : "HPKE");
    append_be16(out, 0x0020);
    if (!kem) {
        append_be16(out, 0x0001);
        append_be16(out, 0x0003);
    }
    return out;
}

core::Bytes labeled_extract(const core::Bytes& suite_id, core::ByteView salt, std::string_view label,
                            core::ByteView secret) {
    core::Bytes data;
    append_text(data, "HPKE-v1");
    core::append(data, suite_id);
    append_text(data, label);
    core::append(data, secret);
    return hmac(salt, data);
}

core::Bytes labeled_expand(const core::Bytes& suite_id, core::ByteView key, std::string_view label, core::ByteView info,
                           std::size_t length) {
    core::Bytes labeled;
    append_be16(labeled, length);
    append_text(labeled, "HPKE-v1");
    core::append(labeled, suite_id);
    append_text(labeled, label);
    core::append(labeled, info);
    core::Bytes out, block;
    for (std::uint8_t i = 1; out.size() < length; ++i) {
        core::append(block, labeled);
        block.push_back(i);
        block = hmac(key, block);
        core::append(out, block);
    }
    out.resize(length);
    return out;
}

/// DHKEM's ExtractAndExpand.
core::Bytes shared_secret(const core::Bytes& agreed, const SealingKey& encapsulated, const SealingKey& receiver) {
    core::Bytes context;
    core::append(context, encapsulated.view());
    core::append(context, receiver.view());
    const core::Bytes suite_id = suite(true);
    return labeled_expand(suite_id, labeled_extract(suite_id, {}, "eae_prk", agreed), "shared_secret", context,
                          hash_bytes);
}

HpkeContext key_schedule(const core::Bytes& shared, core::ByteView info) {
    const core::Bytes suite_id = suite(false);
    core::Bytes context{mode_base};
    core::append(context, labeled_extract(suite_id, {}, "psk_id_hash", {}));
    core::append(context, labeled_extract(suite_id, {}, "info_hash", info));
    const core::Bytes secret = labeled_extract(suite_id, shared, "secret", {});
    return {CounterBox(labeled_expand(suite_id, secret, "key", context, key_bytes),
                       labeled_expand(suite_id, secret, "base_nonce", context, nonce_bytes)),
            labeled_expand(suite_id, secret, "exp", context, hash_bytes)};
}

Cipher cipher(const std::array<std::uint8_t, 32>& key, const std::array<std::uint8_t, 12>& nonce, bool seal,
              core::ByteView bound) {
    Cipher context(EVP_CIPHER_CTX_new());
    require(context != nullptr);
    require(EVP_CipherInit_ex(context.get(), EVP_chacha20_poly1305(), nullptr, key.data(), nonce.data(), seal) == 1);
    int length = 0;
    if (!bound.empty())
        require(EVP_CipherUpdate(context.get(), nullptr, &length, bound.data(), static_cast<int>(bound.size())) == 1);
    return context;
}

} // namespace

struct SealingSecret::Secret {
    Pkey key;
};

SealingSecret::~SealingSecret() = default;
SealingSecret::SealingSecret(SealingSecret&&) noexcept = default;
SealingSecret& SealingSecret::operator=(SealingSecret&&) noexcept = default;

SealingSecret SealingSecret::from_bytes(core::ByteView secret32) {
    SealingSecret made;
    made.m_secret = std::make_unique<Secret>();
    made.m_secret->key.reset(EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, secret32.data(), secret32.size()));
    require(made.m_secret->key != nullptr);
    std::size_t length = SealingKey::size;
    require(EVP_PKEY_get_raw_public_key(made.m_secret->key.get(), made.m_public.bytes.data(), &length) == 1);
    return made;
}

SealingSecret SealingSecret::generate() {
    std::array<std::uint8_t, key_bytes> secret;
    core::random_bytes(secret);
    SealingSecret made = from_bytes(secret);
    OPENSSL_cleanse(secret.data(), secret.size());
    return made;
}

core::Result<core::Bytes> SealingSecret::agree(const SealingKey& other) const {
    const Pkey peer(EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, other.bytes.data(), other.bytes.size()));
    const std::unique_ptr<EVP_PKEY_CTX, PkeyFree> context(EVP_PKEY_CTX_new(m_secret->key.get(), nullptr));
    require(peer != nullptr && context != nullptr);
    require(EVP_PKEY_derive_init(context.get()) == 1 && EVP_PKEY_derive_set_peer(context.get(), peer.get()) == 1);
    core::Bytes out(key_bytes);
    std::size_t length = out.size();
    // The provider refuses an all-zero result (RFC 7748 §6.1).
    if (EVP_PKEY_derive(context.get(), out.data(), &length) != 1)
        return core::fail(core::Code::refused, "The sealing key of the other side is of small order.",
                          "Ask the node for another sealing key.");
    return out;
}

CounterBox::CounterBox(core::ByteView key32, core::ByteView nonce12) {
    require(key32.size() == m_key.size() && nonce12.size() == m_nonce.size());
    std::copy(key32.begin(), key32.end(), m_key.begin());
    std::copy(nonce12.begin(), nonce12.end(), m_nonce.begin());
}

CounterBox::~CounterBox() {
    OPENSSL_cleanse(m_key.data(), m_key.size());
}

std::array<std::uint8_t, 12> CounterBox::nonce() const {
    auto out = m_nonce;
    for (std::size_t i = 0; i < 8; ++i)
        out[out.size() - 1 - i] ^= static_cast<std::uint8_t>(m_count >> (8 * i));
    return out;
}

core::Bytes CounterBox::seal(core::ByteView bound, core::ByteView plain) {
    const Cipher context = cipher(m_key, nonce(), true, bound);
    core::Bytes out(plain.size() + tag_bytes);
    int length = 0;
    require(EVP_CipherUpdate(context.get(), out.data(), &length, plain.data(), static_cast<int>(plain.size())) == 1);
    require(EVP_CipherFinal_ex(context.get(), out.data() + length, &length) == 1);
    require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_bytes, out.data() + plain.size()) == 1);
    ++m_count;
    return out;
}

core::Result<core::Bytes> CounterBox::open(core::ByteView bound, core::ByteView box) {
    const core::Error broken = core::fail(core::Code::corrupt, "A sealed message was altered on its way.");
    if (box.size() < tag_bytes) return broken;
    const Cipher context = cipher(m_key, nonce(), false, bound);
    const core::ByteView content = box.first(box.size() - tag_bytes);
    core::Bytes tag = core::to_bytes(box.last(tag_bytes)), out(content.size());
    int length = 0;
    require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tag_bytes, tag.data()) == 1);
    require(EVP_CipherUpdate(context.get(), out.data(), &length, content.data(), static_cast<int>(content.size())) ==
            1);
    std::uint8_t rest[tag_bytes];
    if (EVP_CipherFinal_ex(context.get(), rest, &length) != 1) return broken;
    ++m_count;
    return out;
}

core::Result<HpkeContext> HpkeContext::to(const SealingKey& receiver, const SealingSecret& ephemeral,
                                          core::ByteView info) {
    HEARTH_TRY(const core::Bytes agreed, ephemeral.agree(receiver));
    return key_schedule(shared_secret(agreed, ephemeral.public_key(), receiver), info);
}

core::Result<HpkeContext> HpkeContext::from(const SealingKey& encapsulated, const SealingSecret& receiver,
                                            core::ByteView info) {
    HEARTH_TRY(const core::Bytes agreed, receiver.agree(encapsulated));
    return key_schedule(shared_secret(agreed, encapsulated, receiver.public_key()), info);
}

core::Bytes HpkeContext::export_secret(core::ByteView context, std::size_t length) const {
    return labeled_expand(suite(false), exporter_secret, "sec", context, length);
}

} // namespace hearth::link
