// SPDX-License-Identifier: Apache-2.0
#include "core/keys.h"

#include "core/cbor.h"
#include "core/expect.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/recovery_words.h"

#include <sodium.h>

namespace hearth::core {
namespace {

constexpr std::uint64_t key_file_version = 1;
constexpr std::uint64_t max_argon2_memory = std::uint64_t{1} << 30;

void require_sodium() {
    static const int ready = sodium_init();
    HEARTH_EXPECT(ready >= 0, "There is no random generator, without which nothing may go on.");
}

enum : std::uint64_t {
    k_version = 0,
    k_public = 1,
    k_seed = 2,
    k_salt = 3,
    k_ops = 4,
    k_memory = 5,
    k_nonce = 6,
    k_box = 7
};

Result<Bytes> derive_key(std::string_view passphrase, const Bytes& salt, std::uint64_t ops, std::uint64_t memory) {
    Bytes key(crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    if (crypto_pwhash(key.data(), key.size(), passphrase.data(), passphrase.size(), salt.data(), ops,
                      static_cast<std::size_t>(memory), crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fail(Code::out_of_memory, say("not_enough_memory_derive"), say("close_other_programs_try"));
    return key;
}

} // namespace

void random_bytes(std::span<std::uint8_t> out) {
    require_sodium();
    randombytes_buf(out.data(), out.size());
}

Hash random_hash() {
    Hash hash;
    random_bytes(hash.bytes);
    return hash;
}

struct SigningKey::Secret {
    std::array<std::uint8_t, crypto_sign_SEEDBYTES> seed;
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> expanded;
    Secret() {
        require_sodium();
        // Locking is best effort: a low RLIMIT_MEMLOCK must not keep a node from starting.
        (void)sodium_mlock(this, sizeof *this);
    }
    ~Secret() { sodium_munlock(this, sizeof *this); }
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
};

SigningKey::SigningKey() : m_secret(std::make_unique<Secret>()) {}
SigningKey::~SigningKey() = default;
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;

SigningKey SigningKey::from_seed(ByteView seed32) {
    SigningKey key;
    HEARTH_EXPECT(seed32.size() == key.m_secret->seed.size(), "A key's seed has another length than 32 bytes.");
    std::copy(seed32.begin(), seed32.end(), key.m_secret->seed.begin());
    crypto_sign_seed_keypair(key.m_public.bytes.data(), key.m_secret->expanded.data(), key.m_secret->seed.data());
    return key;
}

SigningKey SigningKey::generate() {
    std::array<std::uint8_t, crypto_sign_SEEDBYTES> seed;
    random_bytes(seed);
    SigningKey key = from_seed(seed);
    sodium_memzero(seed.data(), seed.size());
    return key;
}

Signature SigningKey::sign(ByteView message) const {
    Signature signature;
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), m_secret->expanded.data());
    return signature;
}

SigningKey SigningKey::derive(std::string_view purpose) const {
    Hash seed = tagged_hash("key/1", {as_bytes(purpose), Bytes{0}, ByteView(m_secret->seed)});
    SigningKey key = from_seed(seed.view());
    sodium_memzero(seed.bytes.data(), seed.bytes.size());
    return key;
}

std::vector<std::string> SigningKey::recovery_words() const {
    return words_of(m_secret->seed);
}

Status SigningKey::save(const std::filesystem::path& file, std::string_view passphrase) const {
    cbor::Map map{{k_version, key_file_version}, {k_public, m_public}};
    if (passphrase.empty()) {
        map.emplace_back(k_seed, ByteView(m_secret->seed));
    } else {
        Bytes salt(crypto_pwhash_SALTBYTES);
        Bytes nonce(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
        random_bytes(salt);
        random_bytes(nonce);
        const std::uint64_t ops = crypto_pwhash_OPSLIMIT_MODERATE;
        const std::uint64_t memory = crypto_pwhash_MEMLIMIT_MODERATE;
        HEARTH_TRY(Bytes key, derive_key(passphrase, salt, ops, memory));
        Bytes box(m_secret->seed.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
        crypto_aead_xchacha20poly1305_ietf_encrypt(box.data(), nullptr, m_secret->seed.data(), m_secret->seed.size(),
                                                   m_public.bytes.data(), m_public.bytes.size(), nullptr, nonce.data(),
                                                   key.data());
        sodium_memzero(key.data(), key.size());
        map.emplace_back(k_salt, salt);
        map.emplace_back(k_ops, ops);
        map.emplace_back(k_memory, memory);
        map.emplace_back(k_nonce, nonce);
        map.emplace_back(k_box, box);
    }
    Bytes encoded = cbor::encode(cbor::Value(std::move(map)));
    const Status written = write_file_atomic(file, encoded, 0600);
    sodium_memzero(encoded.data(), encoded.size());
    return written;
}

namespace {

Result<SigningKey> load_key_file(const std::filesystem::path& file, std::string_view passphrase) {
    HEARTH_CHECK(check_no_folder(file));
    std::error_code problem;
    if (!std::filesystem::exists(file, problem))
        return fail(Code::not_found, say("key_file_does_not", {file.string()}));
    if (open_to_others(file))
        return fail(Code::refused, say("key_file_read_other", {file.string()}), say("run_chmod_file", {file.string()}));
    HEARTH_TRY(const Bytes raw, read_file(file, 4096));
    HEARTH_TRY(const cbor::Value value, cbor::decode(raw));
    HEARTH_TRY(auto fields, cbor::Fields::of(value, "key file"));
    HEARTH_TRY(const std::uint64_t version, fields.uint(k_version, "version"));
    if (version != key_file_version)
        return fail(Code::unsupported, say("key_file_unknown_version", {file.string()}),
                    say("update_hearth_restore_key"));
    HEARTH_TRY(const PublicKey expected, fields.id<PublicKey>(k_public, "public key"));
    Bytes seed;
    if (fields.has(k_seed)) {
        HEARTH_TRY(seed, fields.bytes(k_seed, "seed", 32));
    } else {
        if (passphrase.empty())
            return fail(Code::refused, say("key_file_sealed_passphrase", {file.string()}),
                        say("give_passphrase_try_again"));
        HEARTH_TRY(const Bytes salt, fields.bytes(k_salt, "salt", crypto_pwhash_SALTBYTES));
        HEARTH_TRY(const std::uint64_t ops, fields.uint(k_ops, "operations", 16));
        HEARTH_TRY(const std::uint64_t memory, fields.uint(k_memory, "memory", max_argon2_memory));
        HEARTH_TRY(const Bytes nonce, fields.bytes(k_nonce, "nonce", crypto_aead_xchacha20poly1305_ietf_NPUBBYTES));
        HEARTH_TRY(const Bytes box, fields.bytes(k_box, "sealed seed", 64));
        if (salt.size() != crypto_pwhash_SALTBYTES || nonce.size() != crypto_aead_xchacha20poly1305_ietf_NPUBBYTES ||
            box.size() != 32 + crypto_aead_xchacha20poly1305_ietf_ABYTES)
            return fail(Code::corrupt, say("key_file_damaged", {file.string()}));
        HEARTH_TRY(Bytes key, derive_key(passphrase, salt, ops, memory));
        seed.resize(32);
        const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(seed.data(), nullptr, nullptr, box.data(),
                                                                      box.size(), expected.bytes.data(),
                                                                      expected.bytes.size(), nonce.data(), key.data());
        sodium_memzero(key.data(), key.size());
        if (opened != 0) return fail(Code::refused, say("passphrase_does_not_open", {file.string()}));
    }
    HEARTH_CHECK(fields.finish());
    if (seed.size() != 32) return fail(Code::corrupt, say("key_file_damaged", {file.string()}));
    SigningKey key = SigningKey::from_seed(seed);
    sodium_memzero(seed.data(), seed.size());
    if (key.public_key() != expected) return fail(Code::corrupt, say("key_file_does_not_belong", {file.string()}));
    return key;
}

} // namespace

Result<SigningKey> SigningKey::load(const std::filesystem::path& file, std::string_view passphrase) {
    auto key = load_key_file(file, passphrase);
    if (key) return key;
    Error error = key.error();
    // What the decoder says of the bytes means nothing without the file that they are from.
    if (error.message.find(file.string()) == std::string::npos)
        error.message = "The key file " + file.string() + " is damaged: " + error.message;
    if (error.hint.empty()) error.hint = "Restore it from its backup: hearthctl keys restore FILE";
    return error;
}

bool verify(const PublicKey& key, ByteView message, const Signature& signature) {
    require_sodium();
    return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.bytes.data()) == 0;
}

Result<Bytes> seal_with_passphrase(ByteView plain, std::string_view purpose, std::string_view passphrase) {
    require_sodium();
    if (passphrase.empty())
        return fail(Code::invalid_argument, say("empty_passphrase_protects_nothing"), say("choose_passphrase"));
    Bytes salt(crypto_pwhash_SALTBYTES);
    Bytes nonce(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    random_bytes(salt);
    random_bytes(nonce);
    const std::uint64_t ops = crypto_pwhash_OPSLIMIT_MODERATE;
    const std::uint64_t memory = crypto_pwhash_MEMLIMIT_MODERATE;
    HEARTH_TRY(Bytes key, derive_key(passphrase, salt, ops, memory));
    Bytes box(plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
    const ByteView bound = as_bytes(purpose);
    crypto_aead_xchacha20poly1305_ietf_encrypt(box.data(), nullptr, plain.data(), plain.size(), bound.data(),
                                               bound.size(), nullptr, nonce.data(), key.data());
    sodium_memzero(key.data(), key.size());
    return cbor::encode(cbor::Map{{k_version, key_file_version},
                                  {k_salt, salt},
                                  {k_ops, ops},
                                  {k_memory, memory},
                                  {k_nonce, nonce},
                                  {k_box, box}});
}

Result<Bytes> open_with_passphrase(ByteView sealed, std::string_view purpose, std::string_view passphrase) {
    require_sodium();
    HEARTH_TRY(const cbor::Value value, cbor::decode(sealed));
    HEARTH_TRY(auto fields, cbor::Fields::of(value, "sealed file"));
    HEARTH_TRY(const std::uint64_t version, fields.uint(k_version, "version"));
    if (version != key_file_version)
        return fail(Code::unsupported, say("sealed_file_unknown_version"), say("update_hearth_try_again"));
    HEARTH_TRY(const Bytes salt, fields.bytes(k_salt, "salt", crypto_pwhash_SALTBYTES));
    HEARTH_TRY(const std::uint64_t ops, fields.uint(k_ops, "operations", 16));
    HEARTH_TRY(const std::uint64_t memory, fields.uint(k_memory, "memory", max_argon2_memory));
    HEARTH_TRY(const Bytes nonce, fields.bytes(k_nonce, "nonce", crypto_aead_xchacha20poly1305_ietf_NPUBBYTES));
    HEARTH_TRY(const Bytes box, fields.bytes(k_box, "sealed bytes"));
    HEARTH_CHECK(fields.finish());
    if (salt.size() != crypto_pwhash_SALTBYTES || nonce.size() != crypto_aead_xchacha20poly1305_ietf_NPUBBYTES ||
        box.size() < crypto_aead_xchacha20poly1305_ietf_ABYTES)
        return fail(Code::corrupt, say("sealed_file_damaged"), say("use_another_copy"));
    HEARTH_TRY(Bytes key, derive_key(passphrase, salt, ops, memory));
    Bytes plain(box.size() - crypto_aead_xchacha20poly1305_ietf_ABYTES);
    const ByteView bound = as_bytes(purpose);
    const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
        plain.data(), nullptr, nullptr, box.data(), box.size(), bound.data(), bound.size(), nonce.data(), key.data());
    sodium_memzero(key.data(), key.size());
    if (opened != 0) return fail(Code::refused, say("passphrase_does_not_open_file"));
    return plain;
}

bool equal_constant_time(ByteView a, ByteView b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace hearth::core
