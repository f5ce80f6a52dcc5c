// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"

namespace hearth::model {

inline constexpr std::size_t piece_bytes = std::size_t{64} << 10;

/// Root of the RFC 6962 tree over consecutive 64 KiB pieces of `data` (the last may be shorter):
/// leaf = SHA-256(0x00 ‖ piece), node = SHA-256(0x01 ‖ left ‖ right). Data must not be empty.
core::Hash pieces_root(core::ByteView data);

} // namespace hearth::model
