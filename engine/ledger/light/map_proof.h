// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "ledger/light/state_key.h"

#include <array>
#include <optional>
#include <vector>

/// Proofs about the map under the app hash (StateTree). Pure.
namespace hearth::ledger {

/// Bits of a key that choose its bucket: under the rules 1 to 3, and since the fourth.
inline constexpr std::array<unsigned, 2> bucket_layouts{12, 16};

/// A leaf of the bucket in which the key stands, or would stand.
struct MapLeaf {
    core::Hash key, record; ///< `record`: SHA-256 of it
    std::uint64_t index = 0;
    std::vector<core::Hash> path; ///< in the bucket, from the bottom
    bool operator==(const MapLeaf&) const = default;
};
/// Of a record that is there: its leaf. Of one that is not: the leaves between which it would stand, one at an end of
/// the bucket, none where the bucket is empty.
struct MapProof {
    std::uint64_t bucket_size = 0;
    std::vector<MapLeaf> leaves;
    std::vector<core::Hash> path; ///< of the bucket, from the bottom; as long as the layout's bits
    bool operator==(const MapProof&) const = default;

    core::cbor::Value to_cbor() const;
    static core::Result<MapProof> from_cbor(const core::cbor::Value& value);
};

/// A record of the state, or that there is none.
struct ProvenRecord {
    StateKey key;
    std::optional<core::Bytes> record;
    MapProof proof;
};

core::Hash map_leaf(const core::Hash& key, const core::Hash& record_hash);
/// H("app/1" ‖ 0 ‖ top) with 12 bits, H("app/2" ‖ 0 ‖ top) with 16.
core::Hash map_root(const core::Hash& top, unsigned bucket_bits);

/// The root of every map that holds `record` under `key`, or nothing, and of which this is a proof. Who compares it
/// with a root that he trusts knows that it is so. Errors: corrupt (the proof contradicts itself or what it is to
/// prove).
core::Result<core::Hash> proven_root(const core::Hash& key, const std::optional<core::Bytes>& record,
                                     const MapProof& proof);

} // namespace hearth::ledger
