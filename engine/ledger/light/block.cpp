// SPDX-License-Identifier: Apache-2.0
#include "ledger/light/block.h"

#include "core/hash.h"
#include "proof/merkle.h"

namespace hearth::ledger {
namespace {

using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::uint64_t block_version = 1;
constexpr std::size_t max_chain_id_bytes = 64;
constexpr std::size_t max_header_bytes = 1024;
constexpr std::size_t max_body_bytes = std::size_t{128} << 20;

enum : std::uint64_t {
    k_version = 0,
    k_chain = 1,
    k_height = 2,
    k_epoch = 3,
    k_time = 4,
    k_previous = 5,
    k_tx_root = 6,
    k_app_hash = 7,
    k_ends = 8,
    k_rules = 9
};

} // namespace

core::Bytes BlockHeader::encode() const {
    Map map{{k_version, block_version}, {k_chain, chain_id},  {k_height, height},    {k_epoch, epoch}, {k_time, time},
            {k_previous, previous},     {k_tx_root, tx_root}, {k_app_hash, app_hash}};
    if (ends_epoch) map.emplace_back(k_ends, *ends_epoch);
    if (rules) map.emplace_back(k_rules, *rules);
    return core::cbor::encode(Value(std::move(map)));
}

core::Result<BlockHeader> BlockHeader::decode(core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {max_header_bytes, 2}));
    HEARTH_TRY(auto fields, Fields::of(value, "block header"));
    HEARTH_TRY(const std::uint64_t version, fields.uint(k_version, "version"));
    if (version != block_version)
        return core::fail(core::Code::unsupported, "The block has an unknown version.", core::say("update_hearth"));
    BlockHeader header;
    HEARTH_TRY(header.chain_id, fields.text(k_chain, "chain_id", max_chain_id_bytes));
    HEARTH_TRY(header.height, fields.uint(k_height, "height"));
    HEARTH_TRY(header.epoch, fields.uint(k_epoch, "epoch"));
    HEARTH_TRY(header.time, fields.integer(k_time, "time"));
    HEARTH_TRY(header.previous, fields.id<core::Hash>(k_previous, "previous"));
    HEARTH_TRY(header.tx_root, fields.id<core::Hash>(k_tx_root, "tx_root"));
    HEARTH_TRY(header.app_hash, fields.id<core::Hash>(k_app_hash, "app_hash"));
    if (fields.has(k_ends)) {
        HEARTH_TRY(header.ends_epoch, fields.uint(k_ends, "ends_epoch"));
    }
    if (fields.has(k_rules)) {
        HEARTH_TRY(header.rules, fields.uint(k_rules, "rules"));
    }
    HEARTH_CHECK(fields.finish());
    return header;
}

core::Hash BlockHeader::hash() const {
    return core::tagged_hash("block/1", {encode()});
}

core::Bytes Block::encode_transactions() const {
    Array list;
    for (const core::Bytes& transaction : transactions)
        list.push_back(transaction);
    return core::cbor::encode(Value(std::move(list)));
}

core::Result<std::vector<core::Bytes>> Block::decode_transactions(core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {max_body_bytes, 2}));
    const Array* list = value.as_array();
    if (list == nullptr) return core::fail(core::Code::corrupt, "The block's transactions are not a list.");
    std::vector<core::Bytes> transactions;
    for (const Value& item : *list) {
        if (item.as_bytes() == nullptr)
            return core::fail(core::Code::corrupt, "The block holds something that is not a transaction.");
        transactions.push_back(*item.as_bytes());
    }
    return transactions;
}

core::Hash tx_root(const std::vector<core::Hash>& transaction_hashes) {
    std::vector<core::Hash> leaves;
    leaves.reserve(transaction_hashes.size());
    for (const core::Hash& hash : transaction_hashes)
        leaves.push_back(proof::merkle_leaf(hash.view()));
    return proof::merkle_root(leaves);
}

core::Hash beacon_of(const core::Signature& signature) {
    return core::tagged_hash("beacon/1", {core::ByteView(signature)});
}

} // namespace hearth::ledger
