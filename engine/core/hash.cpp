// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"

#include <new>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <sodium.h>
#include <stdexcept>

namespace hearth::core {
namespace {

// OpenSSL's digests fail only when memory or the provider is missing; neither can be handled further up.
void require(int result) {
    if (result != 1) throw std::runtime_error("OpenSSL refused a SHA-256 operation");
}

/// Fetched once: EVP_sha256() is looked up again for every hash, which takes longer than a short one itself.
const EVP_MD* method() {
    static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    if (fetched == nullptr) throw std::runtime_error("OpenSSL has no SHA-256");
    return fetched;
}

/// One for each thread: making one takes longer than hashing what is short. Begun anew as soon as a hash has ended, so
/// that nothing of a secret stays in it.
class Own {
public:
    EVP_MD_CTX* ready() {
        if (m_md == nullptr) throw std::bad_alloc();
        if (!m_begun) require(EVP_DigestInit_ex(m_md.get(), method(), nullptr));
        return m_md.get();
    }
    void end() { m_begun = EVP_DigestInit_ex(m_md.get(), method(), nullptr) == 1; }

private:
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> m_md{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    bool m_begun = false;
};

/// The use of this thread's one for a hash.
class Use {
public:
    Use() : m_own(own()), m_md(m_own.ready()) {}
    ~Use() { m_own.end(); }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    EVP_MD_CTX* md() const { return m_md; }

private:
    static Own& own() {
        thread_local Own of_thread;
        return of_thread;
    }
    Own& m_own;
    EVP_MD_CTX* const m_md;
};

void add(EVP_MD_CTX* md, ByteView bytes) {
    require(EVP_DigestUpdate(md, bytes.data(), bytes.size()));
}

Hash end_of(EVP_MD_CTX* md) {
    Hash hash;
    unsigned length = 0;
    require(EVP_DigestFinal_ex(md, hash.bytes.data(), &length));
    return hash;
}

} // namespace

struct Sha256::Context {
    EVP_MD_CTX* md = EVP_MD_CTX_new();
    Context() {
        if (md == nullptr) throw std::bad_alloc();
        require(EVP_DigestInit_ex(md, method(), nullptr));
    }
    ~Context() { EVP_MD_CTX_free(md); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
};

Sha256::Sha256() : m_context(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::update(ByteView bytes) {
    add(m_context->md, bytes);
    return *this;
}

Hash Sha256::finish() {
    return end_of(m_context->md);
}

Hash sha256(ByteView bytes) {
    return sha256_of({bytes});
}

Hash sha256_of(std::initializer_list<ByteView> parts) {
    const Use use;
    for (const ByteView part : parts)
        add(use.md(), part);
    return end_of(use.md());
}

std::array<std::uint8_t, 64> sha512(ByteView bytes) {
    std::array<std::uint8_t, 64> digest{};
    unsigned length = 0;
    require(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha512(), nullptr));
    return digest;
}

Hash blake2b256(ByteView bytes) {
    Hash hash;
    if (crypto_generichash_blake2b(hash.bytes.data(), hash.bytes.size(), bytes.data(), bytes.size(), nullptr, 0) != 0)
        throw std::runtime_error("libsodium refused a BLAKE2b operation");
    return hash;
}

std::string git_blob_id(ByteView bytes) {
    const std::string head = "blob " + std::to_string(bytes.size()) + '\0';
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> md(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    if (md == nullptr) throw std::bad_alloc();
    std::array<std::uint8_t, 20> digest{};
    unsigned length = 0;
    require(EVP_DigestInit_ex(md.get(), EVP_sha1(), nullptr));
    require(EVP_DigestUpdate(md.get(), head.data(), head.size()));
    require(EVP_DigestUpdate(md.get(), bytes.data(), bytes.size()));
    require(EVP_DigestFinal_ex(md.get(), digest.data(), &length));
    return to_hex(digest);
}

Hash tagged_hash(std::string_view tag, std::initializer_list<ByteView> parts) {
    static constexpr std::uint8_t zero[1] = {0};
    const Use use;
    add(use.md(), as_bytes(tag));
    add(use.md(), ByteView(zero));
    for (const ByteView part : parts)
        add(use.md(), part);
    return end_of(use.md());
}

Bytes hkdf_sha256(ByteView secret, ByteView salt, ByteView info, std::size_t length) {
    Bytes out(length);
    EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr);
    if (context == nullptr) throw std::bad_alloc();
    require(EVP_PKEY_derive_init(context));
    require(EVP_PKEY_CTX_set_hkdf_md(context, EVP_sha256()));
    // RFC 5869: no salt means as many zero bytes as the hash has; OpenSSL refuses an empty one.
    static constexpr std::uint8_t no_salt[Hash::size] = {};
    if (salt.empty()) salt = ByteView(no_salt);
    require(EVP_PKEY_CTX_set1_hkdf_salt(context, salt.data(), static_cast<int>(salt.size())));
    require(EVP_PKEY_CTX_set1_hkdf_key(context, secret.data(), static_cast<int>(secret.size())));
    if (!info.empty()) require(EVP_PKEY_CTX_add1_hkdf_info(context, info.data(), static_cast<int>(info.size())));
    require(EVP_PKEY_derive(context, out.data(), &length));
    EVP_PKEY_CTX_free(context);
    return out;
}

} // namespace hearth::core
