// SPDX-License-Identifier: Apache-2.0
#include "ledger/state_tree.h"

#include "core/hash.h"
#include "proof/merkle.h"

#include <algorithm>

namespace hearth::ledger {
namespace {

constexpr unsigned branch_bits = 8;

} // namespace

StateTree::StateTree(unsigned bucket_bits) : m_bits(bucket_bits), m_branches(std::size_t{1} << branch_bits) {
    m_empty.push_back(proof::merkle_root({}));
    for (unsigned height = 1; height <= m_bits; ++height)
        m_empty.push_back(proof::merkle_node(m_empty.back(), m_empty.back()));
    m_top.resize(std::size_t{1} << branch_bits);
    for (unsigned depth = 0; depth < branch_bits; ++depth)
        for (std::size_t i = 0; i < std::size_t{1} << depth; ++i)
            m_top[(std::size_t{1} << depth) + i] = m_empty[m_bits - depth];
}

void StateTree::arrange(unsigned bucket_bits) {
    if (bucket_bits == m_bits) return;
    StateTree other(bucket_bits);
    for (const Branch& branch : m_branches)
        for (const Bucket& old : branch.buckets)
            for (const Leaf& leaf : old) { // in the order of the keys
                const std::size_t number = other.bucket_of(leaf.key);
                other.bucket(number).push_back(leaf);
                other.m_dirty.push_back(static_cast<std::uint32_t>(number));
            }
    other.m_size = m_size;
    *this = std::move(other);
}

std::size_t StateTree::bucket_of(const core::Hash& key) const {
    const std::size_t head = std::size_t{key.bytes[0]} << 16 | std::size_t{key.bytes[1]} << 8 | key.bytes[2];
    return head >> (24 - m_bits);
}

StateTree::Bucket& StateTree::bucket(std::size_t number) {
    const unsigned below = m_bits - branch_bits;
    Branch& branch = m_branches[number >> below];
    if (branch.buckets.empty()) {
        branch.buckets.resize(std::size_t{1} << below);
        branch.nodes.resize(std::size_t{2} << below);
        for (unsigned depth = 0; depth <= below; ++depth)
            for (std::size_t i = std::size_t{1} << depth; i < std::size_t{2} << depth; ++i)
                branch.nodes[i] = m_empty[below - depth];
    }
    return branch.buckets[number & ((std::size_t{1} << below) - 1)];
}

const StateTree::Bucket& StateTree::bucket(std::size_t number) const {
    static const Bucket none;
    const unsigned below = m_bits - branch_bits;
    const Branch& branch = m_branches[number >> below];
    return branch.buckets.empty() ? none : branch.buckets[number & ((std::size_t{1} << below) - 1)];
}

/// The branch must hold something.
core::Hash& StateTree::cache(unsigned depth, std::size_t number) const {
    if (depth < branch_bits) return m_top[(std::size_t{1} << depth) + number];
    const unsigned below = depth - branch_bits;
    return m_branches[number >> below].nodes[(std::size_t{1} << below) + (number & ((std::size_t{1} << below) - 1))];
}

const core::Hash& StateTree::node(unsigned depth, std::size_t number) const {
    if (depth >= branch_bits && m_branches[number >> (depth - branch_bits)].nodes.empty())
        return m_empty[m_bits - depth];
    return cache(depth, number);
}

void StateTree::set(const core::Hash& key, core::ByteView record) {
    Leaf leaf;
    leaf.key = key;
    leaf.record = core::sha256(record);
    leaf.hash = map_leaf(key, leaf.record);
    const std::size_t number = bucket_of(key);
    Bucket& held = bucket(number);
    const auto at =
        std::lower_bound(held.begin(), held.end(), key, [](const Leaf& a, const core::Hash& b) { return a.key < b; });
    if (at != held.end() && at->key == key) {
        *at = leaf;
    } else {
        held.insert(at, leaf);
        ++m_size;
    }
    m_dirty.push_back(static_cast<std::uint32_t>(number));
}

void StateTree::erase(const core::Hash& key) {
    const std::size_t number = bucket_of(key);
    Bucket& held = bucket(number);
    const auto at =
        std::lower_bound(held.begin(), held.end(), key, [](const Leaf& a, const core::Hash& b) { return a.key < b; });
    if (at == held.end() || at->key != key) return;
    held.erase(at);
    --m_size;
    m_dirty.push_back(static_cast<std::uint32_t>(number));
}

void StateTree::refresh() const {
    std::sort(m_dirty.begin(), m_dirty.end());
    m_dirty.erase(std::unique(m_dirty.begin(), m_dirty.end()), m_dirty.end());
    std::vector<core::Hash> leaves;
    for (const std::uint32_t number : m_dirty) {
        leaves.clear();
        for (const Leaf& leaf : bucket(number))
            leaves.push_back(leaf.hash);
        cache(m_bits, number) = proof::merkle_root(leaves);
    }
    for (unsigned depth = m_bits; depth-- > 0;) {
        for (std::uint32_t& number : m_dirty)
            number /= 2;
        m_dirty.erase(std::unique(m_dirty.begin(), m_dirty.end()), m_dirty.end());
        for (const std::uint32_t number : m_dirty)
            cache(depth, number) = proof::merkle_node(node(depth + 1, std::size_t{2} * number),
                                                      node(depth + 1, std::size_t{2} * number + 1));
    }
    m_dirty.clear();
}

core::Hash StateTree::root() const {
    refresh();
    return map_root(node(0, 0), m_bits);
}

MapProof StateTree::prove(const core::Hash& key) const {
    refresh();
    const std::size_t number = bucket_of(key);
    const Bucket& held = bucket(number);
    std::vector<core::Hash> leaves;
    for (const Leaf& leaf : held)
        leaves.push_back(leaf.hash);
    MapProof proof;
    proof.bucket_size = held.size();
    const auto show = [&](std::size_t index) {
        proof.leaves.push_back({held[index].key, held[index].record, index, proof::merkle_path(leaves, index)});
    };
    const auto at =
        std::lower_bound(held.begin(), held.end(), key, [](const Leaf& a, const core::Hash& b) { return a.key < b; });
    const auto index = static_cast<std::size_t>(at - held.begin());
    if (at != held.end() && at->key == key) {
        show(index);
    } else {
        if (index > 0) show(index - 1);
        if (index < held.size()) show(index);
    }
    for (unsigned depth = m_bits; depth > 0; --depth)
        proof.path.push_back(node(depth, (number >> (m_bits - depth)) ^ 1U));
    return proof;
}

} // namespace hearth::ledger
