// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <memory>

namespace hearth::core {

/// Incremental SHA-256 (FIPS 180-4). Not thread-safe; one object, one message.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    Sha256& update(ByteView bytes);
    Sha256& update(std::string_view text) { return update(as_bytes(text)); }
    Hash finish();

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

Hash sha256(ByteView bytes);
/// Of the parts in order. For many short ones: it makes nothing for each of them.
Hash sha256_of(std::initializer_list<ByteView> parts);
std::array<std::uint8_t, 64> sha512(ByteView bytes);
/// BLAKE2b of 32 bytes, without a key (RFC 7693).
Hash blake2b256(ByteView bytes);

/// Git's name for a file of that content, forty hex digits: SHA-1 over "blob", its length and itself. Tells a damaged
/// file, and no more: SHA-1 does not stand against somebody who makes one.
std::string git_blob_id(ByteView bytes);

/// SHA-256 over the ASCII tag, a zero byte and the parts in order. Parts of variable length must carry their
/// own lengths; the tag keeps hashes of different kinds apart.
Hash tagged_hash(std::string_view tag, std::initializer_list<ByteView> parts);

/// HKDF with SHA-256 (RFC 5869).
Bytes hkdf_sha256(ByteView secret, ByteView salt, ByteView info, std::size_t length);

} // namespace hearth::core
