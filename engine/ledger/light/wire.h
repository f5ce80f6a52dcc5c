// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

/// The few forms of protobuf that the consensus engine hashes and signs: fields in the order of their numbers, those
/// that hold nothing left out. Internal to ledger.
namespace hearth::ledger::wire {

inline void append_varint(core::Bytes& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7)
        out.push_back(static_cast<std::uint8_t>(value | 0x80));
    out.push_back(static_cast<std::uint8_t>(value));
}

/// `field`: its number, below 16.
inline void append_number(core::Bytes& out, std::uint8_t field, std::uint64_t value) {
    if (value == 0) return;
    out.push_back(static_cast<std::uint8_t>(field << 3));
    append_varint(out, value);
}

/// A message that is there even when it is empty.
inline void append_message(core::Bytes& out, std::uint8_t field, core::ByteView message) {
    out.push_back(static_cast<std::uint8_t>(field << 3 | 2));
    append_varint(out, message.size());
    core::append(out, message);
}

inline void append_bytes(core::Bytes& out, std::uint8_t field, core::ByteView bytes) {
    if (!bytes.empty()) append_message(out, field, bytes);
}

/// Eight bytes, little-endian.
inline void append_fixed(core::Bytes& out, std::uint8_t field, std::uint64_t value) {
    if (value == 0) return;
    out.push_back(static_cast<std::uint8_t>(field << 3 | 1));
    core::append_u64(out, value);
}

inline core::Bytes with_length(core::ByteView message) {
    core::Bytes out;
    append_varint(out, message.size());
    core::append(out, message);
    return out;
}

} // namespace hearth::ledger::wire
