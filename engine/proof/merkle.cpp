// SPDX-License-Identifier: Apache-2.0
#include "proof/merkle.h"

namespace hearth::proof {
namespace {

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
    return core::Sha256().update(core::ByteView(leaf_prefix)).update(data).finish();
}

core::Hash merkle_node(const core::Hash& left, const core::Hash& right) {
    return core::Sha256().update(core::ByteView(node_prefix)).update(left.view()).update(right.view()).finish();
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

} // namespace hearth::proof
