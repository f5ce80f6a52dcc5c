// SPDX-License-Identifier: Apache-2.0
#include "ledger/state_tree.h"

#include "core/hash.h"
#include "proof/merkle.h"

#include <set>

namespace hearth::ledger {
namespace {

core::Hash node_of(const core::Hash& left, const core::Hash& right) {
    return proof::merkle_root({left, right});
}

} // namespace

StateTree::StateTree() : m_buckets(bucket_count), m_nodes(2 * bucket_count), m_is_dirty(bucket_count) {
    const core::Hash empty = proof::merkle_root({});
    for (std::size_t i = bucket_count; i < m_nodes.size(); ++i)
        m_nodes[i] = empty;
    // Every node of one level of the empty tree is the same.
    for (std::size_t level = bucket_count / 2; level > 0; level /= 2) {
        const core::Hash node = node_of(m_nodes[2 * level], m_nodes[2 * level]);
        for (std::size_t i = level; i < 2 * level; ++i)
            m_nodes[i] = node;
    }
}

void StateTree::touch(std::size_t bucket) {
    if (m_is_dirty[bucket]) return;
    m_is_dirty[bucket] = true;
    m_dirty.push_back(bucket);
}

void StateTree::set(const core::Hash& key, core::ByteView record) {
    core::Bytes leaf = core::to_bytes(key.view());
    core::append(leaf, core::sha256(record).view());
    const std::size_t bucket = bucket_of(key);
    const bool added = m_buckets[bucket].insert_or_assign(key, proof::merkle_leaf(leaf)).second;
    m_size += added ? 1 : 0;
    touch(bucket);
}

void StateTree::erase(const core::Hash& key) {
    const std::size_t bucket = bucket_of(key);
    if (m_buckets[bucket].erase(key) == 0) return;
    --m_size;
    touch(bucket);
}

core::Hash StateTree::root() const {
    std::set<std::size_t> parents;
    for (const std::size_t bucket : m_dirty) {
        std::vector<core::Hash> leaves;
        leaves.reserve(m_buckets[bucket].size());
        for (const auto& [key, leaf] : m_buckets[bucket])
            leaves.push_back(leaf);
        m_nodes[bucket_count + bucket] = proof::merkle_root(leaves);
        m_is_dirty[bucket] = false;
        parents.insert((bucket_count + bucket) / 2);
    }
    m_dirty.clear();
    while (!parents.empty()) {
        // Deepest first: a node's number is larger than its parent's.
        const std::size_t node = *parents.rbegin();
        parents.erase(std::prev(parents.end()));
        m_nodes[node] = node_of(m_nodes[2 * node], m_nodes[2 * node + 1]);
        if (node > 1) parents.insert(node / 2);
    }
    return core::tagged_hash("app/1", {m_nodes[1].view()});
}

} // namespace hearth::ledger
