// SPDX-License-Identifier: Apache-2.0
#include "proof/merkle.h"

#include <bit>

namespace hearth::proof {
namespace {

using Leaves = std::vector<core::Hash>;

constexpr std::uint8_t leaf_prefix[1] = {0};
constexpr std::uint8_t node_prefix[1] = {1};

// Pairing neighbours and carrying an odd last node up gives the tree that RFC 6962 defines by splitting.
std::vector<core::Hash> next_level(const std::vector<core::Hash>& level) {
    std::vector<core::Hash> up;
    up.reserve((level.size() + 1) / 2);
    for (std::size_t i = 0; i + 1 < level.size(); i += 2)
        up.push_back(merkle_node(level[i], level[i + 1]));
    if (level.size() % 2 != 0) up.push_back(level.back());
    return up;
}

} // namespace

core::Hash merkle_leaf(core::ByteView data) {
    return core::sha256_of({core::ByteView(leaf_prefix), data});
}

core::Hash merkle_node(const core::Hash& left, const core::Hash& right) {
    return core::sha256_of({core::ByteView(node_prefix), left.view(), right.view()});
}

core::Hash merkle_root(const std::vector<core::Hash>& leaves) {
    if (leaves.empty()) return core::sha256({});
    if (leaves.size() == 1) return leaves.front();
    std::vector<core::Hash> level = next_level(leaves);
    while (level.size() > 1)
        level = next_level(level);
    return level.front();
}

std::vector<core::Hash> merkle_path(const std::vector<core::Hash>& leaves, std::uint64_t index) {
    std::vector<core::Hash> path;
    std::vector<core::Hash> level = leaves;
    for (; level.size() > 1; index /= 2) {
        const std::uint64_t sibling = index ^ 1u;
        if (sibling < level.size()) path.push_back(level[sibling]);
        level = next_level(level);
    }
    return path;
}

std::vector<std::vector<core::Hash>> merkle_paths(const std::vector<core::Hash>& leaves) {
    std::vector<std::vector<core::Hash>> paths(leaves.size());
    std::vector<core::Hash> level = leaves;
    for (unsigned height = 0; level.size() > 1; ++height) {
        for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf) {
            const std::size_t sibling = (leaf >> height) ^ 1u;
            if (sibling < level.size()) paths[leaf].push_back(level[sibling]);
        }
        level = next_level(level);
    }
    return paths;
}

std::optional<core::Hash> merkle_root_of(const core::Hash& leaf, std::uint64_t index, std::uint64_t size,
                                         const std::vector<core::Hash>& path) {
    if (index >= size) return std::nullopt;
    core::Hash hash = leaf;
    std::size_t used = 0;
    for (std::uint64_t last = size - 1; last > 0; index /= 2, last /= 2) {
        if (index == last && index % 2 == 0) continue; // carried up without a sibling
        if (used == path.size()) return std::nullopt;
        hash = index % 2 == 0 ? merkle_node(hash, path[used]) : merkle_node(path[used], hash);
        ++used;
    }
    if (used != path.size()) return std::nullopt;
    return hash;
}

bool merkle_verify(const core::Hash& leaf, std::uint64_t index, std::uint64_t size, const std::vector<core::Hash>& path,
                   const core::Hash& root) {
    return merkle_root_of(leaf, index, size, path) == root;
}

namespace {

Leaves part(const Leaves& leaves, std::uint64_t begin, std::uint64_t end) {
    return {leaves.begin() + static_cast<std::ptrdiff_t>(begin), leaves.begin() + static_cast<std::ptrdiff_t>(end)};
}

/// SUBPROOF of RFC 6962; `whole`: the verifier knows the root of what is left.
void prove_part(const Leaves& leaves, std::uint64_t first, bool whole, Leaves& path) {
    if (first == leaves.size()) {
        if (!whole) path.push_back(merkle_root(leaves));
        return;
    }
    const std::uint64_t split = std::bit_floor(leaves.size() - 1);
    if (first <= split) {
        prove_part(part(leaves, 0, split), first, whole, path);
        path.push_back(merkle_root(part(leaves, split, leaves.size())));
    } else {
        prove_part(part(leaves, split, leaves.size()), first - split, false, path);
        path.push_back(merkle_root(part(leaves, 0, split)));
    }
}

} // namespace

std::vector<core::Hash> merkle_consistency(const std::vector<core::Hash>& leaves, std::uint64_t first) {
    Leaves path;
    prove_part(leaves, first, true, path);
    return path;
}

bool merkle_consistent(std::uint64_t first, const core::Hash& first_root, std::uint64_t size, const core::Hash& root,
                       const std::vector<core::Hash>& path) {
    if (first == 0 || first > size) return false;
    if (first == size) return path.empty() && first_root == root;
    std::size_t used = 0;
    std::uint64_t at = first - 1, last = size - 1;
    for (; at % 2 == 1; at /= 2)
        last /= 2;
    // The first tree is whole where nothing is left of it: then its root itself begins the path.
    if (at > 0 && path.empty()) return false;
    core::Hash old_hash = at == 0 ? first_root : path[used++];
    core::Hash new_hash = old_hash;
    for (; last > 0; at /= 2, last /= 2) {
        if (at % 2 == 0 && at == last) continue; // carried up without a sibling
        if (used == path.size()) return false;
        const core::Hash& sibling = path[used++];
        if (at % 2 == 1) {
            old_hash = merkle_node(sibling, old_hash);
            new_hash = merkle_node(sibling, new_hash);
        } else {
            new_hash = merkle_node(new_hash, sibling);
        }
    }
    return used == path.size() && old_hash == first_root && new_hash == root;
}

void MerkleRange::add(const core::Hash& leaf) {
    m_peaks.push_back(leaf);
    for (std::uint64_t carried = m_size; carried % 2 == 1; carried /= 2) {
        const core::Hash right = m_peaks.back();
        m_peaks.pop_back();
        m_peaks.back() = merkle_node(m_peaks.back(), right);
    }
    ++m_size;
}

core::Hash MerkleRange::root() const {
    if (m_peaks.empty()) return core::sha256({});
    core::Hash hash = m_peaks.back();
    for (auto peak = m_peaks.rbegin() + 1; peak != m_peaks.rend(); ++peak)
        hash = merkle_node(*peak, hash);
    return hash;
}

} // namespace hearth::proof
