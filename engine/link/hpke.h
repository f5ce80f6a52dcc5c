// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <array>
#include <cstdint>
#include <memory>

/// Hybrid public key encryption, RFC 9180: mode base, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.
namespace hearth::link {

using SealingKey = core::Id<struct SealingKeyTag>; ///< X25519, the public half

/// An X25519 key pair. The secret half never leaves this class and is wiped with it.
class SealingSecret {
public:
    static SealingSecret generate();
    /// Deterministic, from 32 bytes.
    static SealingSecret from_bytes(core::ByteView secret32);
    ~SealingSecret();
    SealingSecret(SealingSecret&&) noexcept;
    SealingSecret& operator=(SealingSecret&&) noexcept;

    const SealingKey& public_key() const { return m_public; }
    /// Errors: refused, when the other key is of small order, so that the secret would be known to all.
    core::Result<core::Bytes> agree(const SealingKey& other) const;

private:
    SealingSecret() = default;
    struct Secret;
    std::unique_ptr<Secret> m_secret;
    SealingKey m_public;
};

/// ChaCha20-Poly1305 under one key, the nonce of each message being the base XOR its number: what was altered, left
/// out, repeated or exchanged does not open.
class CounterBox {
public:
    CounterBox(core::ByteView key32, core::ByteView nonce12);
    ~CounterBox();
    CounterBox(const CounterBox&) = default;
    CounterBox& operator=(const CounterBox&) = default;

    core::Bytes seal(core::ByteView bound, core::ByteView plain);
    /// Errors: corrupt. A failure does not count.
    core::Result<core::Bytes> open(core::ByteView bound, core::ByteView box);
    std::uint64_t count() const { return m_count; } ///< messages so far

private:
    std::array<std::uint8_t, 12> nonce() const;

    std::array<std::uint8_t, 32> m_key{};
    std::array<std::uint8_t, 12> m_nonce{};
    std::uint64_t m_count = 0;
};

/// What sender and receiver share after one encapsulation.
struct HpkeContext {
    CounterBox box; ///< sender → receiver
    core::Bytes exporter_secret;

    static core::Result<HpkeContext> to(const SealingKey& receiver, const SealingSecret& ephemeral,
                                        core::ByteView info);
    static core::Result<HpkeContext> from(const SealingKey& encapsulated, const SealingSecret& receiver,
                                          core::ByteView info);
    core::Bytes export_secret(core::ByteView context, std::size_t length) const;
};

} // namespace hearth::link
