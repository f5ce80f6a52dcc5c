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
/// Those of all leaves, for the hashes of one tree.
std::vector<std::vector<core::Hash>> merkle_paths(const std::vector<core::Hash>& leaves);
/// The root of the tree in which `leaf` stands at `index` among `size` leaves; none where the path has another length.
std::optional<core::Hash> merkle_root_of(const core::Hash& leaf, std::uint64_t index, std::uint64_t size,
                                         const std::vector<core::Hash>& path);
/// True if `leaf` stands at `index` among `size` leaves under `root`.
bool merkle_verify(const core::Hash& leaf, std::uint64_t index, std::uint64_t size, const std::vector<core::Hash>& path,
                   const core::Hash& root);

/// Proof that the first `first` leaves are the beginning of all of them (RFC 6962 §2.1.2). 0 < `first` ≤ leaves.size().
std::vector<core::Hash> merkle_consistency(const std::vector<core::Hash>& leaves, std::uint64_t first);
/// True if the tree of `size` leaves under `root` begins with the one of `first` leaves under `first_root`.
bool merkle_consistent(std::uint64_t first, const core::Hash& first_root, std::uint64_t size, const core::Hash& root,
                       const std::vector<core::Hash>& path);

/// The root of leaves that come one after the other, in the memory of one hash a level.
class MerkleRange {
public:
    void add(const core::Hash& leaf);
    std::uint64_t size() const { return m_size; }
    core::Hash root() const;

private:
    std::vector<core::Hash> m_peaks; ///< of whole trees, the largest first
    std::uint64_t m_size = 0;
};

} // namespace hearth::proof
