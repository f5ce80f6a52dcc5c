// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <map>
#include <vector>

namespace hearth::ledger {

/// A map of 32-byte keys to records under one root that does not depend on the order of insertion.
/// Leaf = SHA-256(0x00 ‖ key ‖ SHA-256(record)); the first 12 bits of the key choose one of 4,096 buckets;
/// a bucket's root is the RFC 6962 root of its leaves in key order; the buckets' roots are the leaves' hashes
/// of an RFC 6962 tree; root() = SHA-256("app/1" ‖ 0 ‖ top). Only what changed is hashed again.
class StateTree {
public:
    StateTree();

    void set(const core::Hash& key, core::ByteView record);
    void erase(const core::Hash& key);
    core::Hash root() const;
    std::size_t size() const { return m_size; }

private:
    static constexpr unsigned bucket_bits = 12;
    static constexpr std::size_t bucket_count = std::size_t{1} << bucket_bits;
    static std::size_t bucket_of(const core::Hash& key) {
        return std::size_t{key.bytes[0]} << 4 | std::size_t{key.bytes[1]} >> 4;
    }
    void touch(std::size_t bucket);

    std::vector<std::map<core::Hash, core::Hash>> m_buckets; ///< key → leaf
    std::size_t m_size = 0;
    // Node i has the children 2i and 2i + 1; buckets stand at bucket_count + bucket. Caches of root().
    mutable std::vector<core::Hash> m_nodes;
    mutable std::vector<std::size_t> m_dirty;
    mutable std::vector<bool> m_is_dirty;
};

} // namespace hearth::ledger
