// SPDX-License-Identifier: Apache-2.0
#include "ledger/light/map_proof.h"

#include "core/hash.h"
#include "proof/merkle.h"

#include <algorithm>

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::uint64_t max_bucket_size = std::uint64_t{1} << 32;
constexpr std::size_t max_path = 32;

enum : std::uint64_t { p_size = 0, p_leaves = 1, p_path = 2 };
enum : std::uint64_t { l_key = 0, l_record = 1, l_index = 2, l_path = 3 };

core::Error broken(const std::string& what) {
    return fail(Code::corrupt, "The proof " + what + ".");
}

Value from_path(const std::vector<core::Hash>& path) {
    Array list;
    for (const core::Hash& hash : path)
        list.push_back(hash);
    return list;
}

core::Result<std::vector<core::Hash>> read_path(Fields& fields, std::uint64_t key) {
    HEARTH_TRY(const Array* list, fields.array(key, "path", max_path));
    std::vector<core::Hash> path;
    for (const Value& item : *list) {
        if (item.as_bytes() == nullptr) return broken("holds a path of something else than hashes");
        HEARTH_TRY(const core::Hash hash, core::Hash::from_view(*item.as_bytes()));
        path.push_back(hash);
    }
    return path;
}

std::uint64_t bucket_of(const core::Hash& key, std::size_t bits) {
    const std::uint64_t head = std::uint64_t{key.bytes[0]} << 16 | std::uint64_t{key.bytes[1]} << 8 | key.bytes[2];
    return head >> (24 - bits);
}

/// That these leaves say the record is there, or that nothing stands between them.
core::Status check_leaves(const core::Hash& key, const std::optional<core::Bytes>& record, const MapProof& proof) {
    const std::vector<MapLeaf>& leaves = proof.leaves;
    if (record) {
        if (leaves.size() != 1 || leaves[0].key != key) return broken("shows no leaf of the record");
        if (leaves[0].record != core::sha256(*record)) return broken("is about another record");
        return {};
    }
    if (leaves.empty()) {
        if (proof.bucket_size != 0) return broken("says that records are there, but shows none beside the missing one");
        return {};
    }
    const MapLeaf &first = leaves.front(), &last = leaves.back();
    if (std::any_of(leaves.begin(), leaves.end(), [&](const MapLeaf& leaf) { return leaf.key == key; }))
        return broken("shows the record that it says is missing");
    const bool between = leaves.size() == 2 && first.key < key && key < last.key && last.index == first.index + 1;
    const bool before = leaves.size() == 1 && first.index == 0 && key < first.key;
    const bool behind = leaves.size() == 1 && first.index + 1 == proof.bucket_size && first.key < key;
    if (!between && !before && !behind) return broken("leaves room for the record that it says is missing");
    return {};
}

} // namespace

Value MapProof::to_cbor() const {
    Array list;
    for (const MapLeaf& leaf : leaves)
        list.push_back(
            Map{{l_key, leaf.key}, {l_record, leaf.record}, {l_index, leaf.index}, {l_path, from_path(leaf.path)}});
    return Map{{p_size, bucket_size}, {p_leaves, std::move(list)}, {p_path, from_path(path)}};
}

core::Result<MapProof> MapProof::from_cbor(const Value& value) {
    HEARTH_TRY(auto fields, Fields::of(value, "proof"));
    MapProof proof;
    HEARTH_TRY(proof.bucket_size, fields.uint(p_size, "size", max_bucket_size));
    HEARTH_TRY(const Array* list, fields.array(p_leaves, "leaves", 2));
    for (const Value& item : *list) {
        HEARTH_TRY(auto leaf, Fields::of(item, "leaf"));
        MapLeaf& read = proof.leaves.emplace_back();
        HEARTH_TRY(read.key, leaf.id<core::Hash>(l_key, "key"));
        HEARTH_TRY(read.record, leaf.id<core::Hash>(l_record, "record"));
        HEARTH_TRY(read.index, leaf.uint(l_index, "index", max_bucket_size));
        HEARTH_TRY(read.path, read_path(leaf, l_path));
        HEARTH_CHECK(leaf.finish());
    }
    HEARTH_TRY(proof.path, read_path(fields, p_path));
    HEARTH_CHECK(fields.finish());
    return proof;
}

core::Hash map_leaf(const core::Hash& key, const core::Hash& record_hash) {
    std::array<std::uint8_t, 2 * core::Hash::size> both;
    std::copy(key.bytes.begin(), key.bytes.end(), both.begin());
    std::copy(record_hash.bytes.begin(), record_hash.bytes.end(), both.begin() + core::Hash::size);
    return proof::merkle_leaf(both);
}

core::Hash map_root(const core::Hash& top, unsigned bucket_bits) {
    return core::tagged_hash(bucket_bits == bucket_layouts.front() ? "app/1" : "app/2", {top.view()});
}

core::Result<core::Hash> proven_root(const core::Hash& key, const std::optional<core::Bytes>& record,
                                     const MapProof& proof) {
    const std::size_t bits = proof.path.size();
    if (std::find(bucket_layouts.begin(), bucket_layouts.end(), bits) == bucket_layouts.end())
        return broken("has a path of another length");
    HEARTH_CHECK(check_leaves(key, record, proof));
    const std::uint64_t bucket = bucket_of(key, bits);
    core::Hash root = proof::merkle_root({});
    for (std::size_t i = 0; i < proof.leaves.size(); ++i) {
        const MapLeaf& leaf = proof.leaves[i];
        if (bucket_of(leaf.key, bits) != bucket) return broken("shows a leaf of another bucket");
        const auto found =
            proof::merkle_root_of(map_leaf(leaf.key, leaf.record), leaf.index, proof.bucket_size, leaf.path);
        if (!found) return broken("shows a leaf with a path of another length");
        if (i > 0 && *found != root) return broken("shows leaves of two different buckets");
        root = *found;
    }
    const auto top = proof::merkle_root_of(root, bucket, std::uint64_t{1} << bits, proof.path);
    return map_root(*top, static_cast<unsigned>(bits));
}

} // namespace hearth::ledger
