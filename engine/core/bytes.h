// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::core {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline Bytes to_bytes(ByteView view) {
    return {view.begin(), view.end()};
}

std::string to_hex(ByteView bytes);
Result<Bytes> from_hex(std::string_view hex);

/// True if `text` is well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
bool is_utf8(std::string_view text);

/// Little-endian append, for numeric bulk inside hashes.
void append_u32(Bytes& out, std::uint32_t value);
void append_u64(Bytes& out, std::uint64_t value);
void append(Bytes& out, ByteView bytes);

/// A 32-byte identifier whose type says what it names; two kinds never mix.
template <typename Tag>
struct Id {
    static constexpr std::size_t size = 32;
    std::array<std::uint8_t, size> bytes{};

    auto operator<=>(const Id&) const = default;
    ByteView view() const { return bytes; }
    std::string hex() const { return to_hex(bytes); }
    bool is_zero() const { return *this == Id{}; }

    static Result<Id> from_view(ByteView view) {
        if (view.size() != size)
            return fail(Code::invalid_argument, "An identifier has 32 bytes, not " + std::to_string(view.size()) + ".");
        Id id;
        std::memcpy(id.bytes.data(), view.data(), size);
        return id;
    }
    static Result<Id> parse(std::string_view hex) {
        HEARTH_TRY(const Bytes raw, from_hex(hex));
        return from_view(raw);
    }
};

using Hash = Id<struct HashTag>;         ///< SHA-256 of something
using ModelId = Id<struct ModelTag>;     ///< hash of a model manifest
using ReceiptId = Id<struct ReceiptTag>; ///< hash of a receipt body
using EscrowId = Id<struct EscrowTag>;
using ChannelId = Id<struct ChannelTag>;   ///< of a payment channel
using PublicKey = Id<struct PublicKeyTag>; ///< Ed25519; also an account's address

template <typename To, typename Tag>
To id_cast(const Id<Tag>& from) {
    To to;
    to.bytes = from.bytes;
    return to;
}

} // namespace hearth::core
