// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"

#include <cstdint>
#include <optional>
#include <vector>

/// Merkle trees of RFC 6962 §2.1: leaf = SHA-256(0x00 ‖ data), node = SHA-256(0x01 ‖ left ‖ right), split at
/// the largest power of two below n; the empty tree's root is SHA-256 of nothing.
namespace hearth::proof {

core::Hash merkle_leaf(core::ByteView data);
core::Hash merkle_node(const core::Hash& left, const core::Hash& right);
core::Hash merkle_root(const std::vector<core::Hash>& leaves);
/// Audit path of leaf `index`, from the bottom. `index` < leaves.size().
std::vector<core::Hash> merkle_path(const std::vector<core::Hash>& leaves, std::uint64_t index);
/// The root of the tree in which `leaf` stands at `index` among `size` leaves; none where the path has another length.
std::optional<core::Hash> merkle_root_of(const core::Hash& leaf, std::uint64_t index, std::uint64_t size,
                                         const std::vector<core::Hash>& path);
/// True if `leaf` stands at `index` among `size` leaves under `root`.
bool merkle_verify(const core::Hash& leaf, std::uint64_t index, std::uint64_t size, const std::vector<core::Hash>& path,
                   const core::Hash& root);

} // namespace hearth::proof
