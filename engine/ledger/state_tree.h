// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/light/map_proof.h"

#include <cstdint>
#include <vector>

namespace hearth::ledger {

/// A map of 32-byte keys to records under one root that does not depend on the order of insertion.
/// Leaf = SHA-256(0x00 ‖ key ‖ SHA-256(record)); the first bits of the key choose its bucket; a bucket's root is the
/// RFC 6962 root of its leaves in key order; the buckets' roots are the leaves' hashes of an RFC 6962 tree; root() is
/// map_root() of its top. Only what changed is hashed again. Layout of proofs: resources/schema/state-proof.cddl.
class StateTree {
public:
    /// `bucket_bits`: one of bucket_layouts.
    explicit StateTree(unsigned bucket_bits = bucket_layouts.front());

    /// The same records in another number of buckets.
    void arrange(unsigned bucket_bits);
    void set(const core::Hash& key, core::ByteView record);
    void erase(const core::Hash& key);
    core::Hash root() const;
    /// That the record is there, or that there is none.
    MapProof prove(const core::Hash& key) const;
    std::size_t size() const { return m_size; }

private:
    struct Leaf {
        core::Hash key, record, hash;
    };
    using Bucket = std::vector<Leaf>; ///< by key
    /// What hangs below one of the first 256 nodes; empty while it holds nothing.
    struct Branch {
        std::vector<Bucket> buckets;
        std::vector<core::Hash> nodes; ///< node i has the children 2i and 2i + 1; caches of root()
    };

    std::size_t bucket_of(const core::Hash& key) const;
    Bucket& bucket(std::size_t number);
    const Bucket& bucket(std::size_t number) const;
    const core::Hash& node(unsigned depth, std::size_t number) const;
    core::Hash& cache(unsigned depth, std::size_t number) const;
    void refresh() const;

    unsigned m_bits;
    std::size_t m_size = 0;
    std::vector<core::Hash> m_empty; ///< by height above the buckets
    mutable std::vector<Branch> m_branches;
    mutable std::vector<core::Hash> m_top; ///< the nodes above the branches
    mutable std::vector<std::uint32_t> m_dirty;
};

} // namespace hearth::ledger
