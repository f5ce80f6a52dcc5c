// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hearth::core {

using Signature = std::array<std::uint8_t, 64>;

/// Fills with bytes of the operating system's generator.
void random_bytes(std::span<std::uint8_t> out);
Hash random_hash();

/// An Ed25519 key pair (RFC 8032). The secret half lives in locked memory and is wiped on destruction;
/// it never leaves this class but through save() and recovery_words().
class SigningKey {
public:
    static SigningKey generate();
    /// Deterministic, from 32 bytes of seed.
    static SigningKey from_seed(ByteView seed32);
    ~SigningKey();
    SigningKey(SigningKey&&) noexcept;
    SigningKey& operator=(SigningKey&&) noexcept;

    const PublicKey& public_key() const { return m_public; }
    Signature sign(ByteView message) const;
    /// Another key that always comes of this one and its purpose. Whoever has it learns nothing of this one.
    SigningKey derive(std::string_view purpose) const;
    /// The seed as 24 words; see recovery_words.h.
    std::vector<std::string> recovery_words() const;

    /// Writes a key file with mode 0600, atomically. With a passphrase the seed is sealed with
    /// XChaCha20-Poly1305 under an Argon2id key; without one it is stored plain.
    Status save(const std::filesystem::path& file, std::string_view passphrase = {}) const;
    /// Errors: not_found, refused (mode wider than 0600, wrong or missing passphrase), corrupt.
    static Result<SigningKey> load(const std::filesystem::path& file, std::string_view passphrase = {});

private:
    SigningKey();
    struct Secret;
    std::unique_ptr<Secret> m_secret;
    PublicKey m_public;
};

/// Refuses small-order keys and non-canonical signatures (libsodium's rules).
bool verify(const PublicKey& key, ByteView message, const Signature& signature);

/// Seals bytes with XChaCha20-Poly1305 under an Argon2id key of the passphrase: deterministic CBOR that holds
/// salt, cost and nonce. `purpose` is bound in, so that one kind of file never opens as another.
Result<Bytes> seal_with_passphrase(ByteView plain, std::string_view purpose, std::string_view passphrase);
/// Errors: corrupt, refused (wrong passphrase or altered content).
Result<Bytes> open_with_passphrase(ByteView sealed, std::string_view purpose, std::string_view passphrase);

/// Compares in a time that depends on the lengths alone.
bool equal_constant_time(ByteView a, ByteView b);

} // namespace hearth::core
