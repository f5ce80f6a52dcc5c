// SPDX-License-Identifier: Apache-2.0
#include "ledger/block.h"

#include "core/hash.h"

namespace hearth::ledger {

using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

namespace {

constexpr std::size_t max_block_bytes = std::size_t{64} << 20;
constexpr std::size_t max_block_transactions = 100'000;
constexpr std::size_t max_transaction_bytes = std::size_t{64} << 10;
constexpr std::size_t max_genesis_accounts = 1'000'000;

core::Hash transactions_hash(const std::vector<core::Bytes>& transactions) {
    core::Sha256 hash;
    hash.update("block-txs/1");
    for (const core::Bytes& tx : transactions)
        hash.update(core::sha256(tx).view());
    return hash.finish();
}

Map header_of(const Block& block) {
    Map header{{0, std::uint64_t{1}}, {1, block.height}, {2, block.previous},
               {3, block.time},       {4, block.epoch},  {6, transactions_hash(block.transactions)},
               {7, block.app_hash}};
    if (block.closes) header.emplace_back(5, Array{Value(block.closes->first), Value(block.closes->second)});
    return header;
}

core::Status read_header(const Value& value, Block& block, core::Hash& transactions) {
    HEARTH_TRY(Fields f, Fields::of(value, "block header"));
    HEARTH_TRY(const std::uint64_t version, f.uint(0, "version"));
    if (version != 1)
        return core::fail(core::Code::unsupported, "The block has an unknown version.", "Update Hearth.");
    HEARTH_TRY(block.height, f.uint(1, "height"));
    HEARTH_TRY(block.previous, f.id<core::Hash>(2, "previous"));
    HEARTH_TRY(block.time, f.integer(3, "time"));
    HEARTH_TRY(block.epoch, f.uint(4, "epoch"));
    if (f.has(5)) {
        HEARTH_TRY(const Array* closes, f.array(5, "closed epochs", 2));
        if (closes->size() != 2 || closes->at(0).as_uint() == nullptr || closes->at(1).as_uint() == nullptr)
            return core::fail(core::Code::corrupt,
                              "The block's closed epochs are not a first and a last one.");
        block.closes = {*closes->at(0).as_uint(), *closes->at(1).as_uint()};
    }
    HEARTH_TRY(transactions, f.id<core::Hash>(6, "transactions hash"));
    HEARTH_TRY(block.app_hash, f.id<core::Hash>(7, "app hash"));
    return f.finish();
}

} // namespace

core::Hash Block::hash() const {
    const core::Bytes header = core::cbor::encode(Value(header_of(*this)));
    return core::tagged_hash("block/1", {header});
}

core::Bytes Block::encode() const {
    Array txs;
    for (const core::Bytes& tx : transactions)
        txs.emplace_back(tx);
    return core::cbor::encode(
        Value(Map{{0, Value(header_of(*this))}, {1, std::move(txs)}, {2, core::ByteView(signature)}}));
}

core::Result<Block> Block::decode(core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {max_block_bytes, 6}));
    HEARTH_TRY(Fields f, Fields::of(value, "block"));
    Block block;
    core::Hash transactions;
    HEARTH_TRY(const Value* header, f.any(0, "header"));
    HEARTH_CHECK(read_header(*header, block, transactions));
    HEARTH_TRY(const Array* txs, f.array(1, "transactions", max_block_transactions));
    for (const Value& tx : *txs) {
        if (tx.as_bytes() == nullptr || tx.as_bytes()->size() > max_transaction_bytes)
            return core::fail(core::Code::corrupt, "The block holds something that is not a transaction.");
        block.transactions.push_back(*tx.as_bytes());
    }
    HEARTH_TRY(const core::Bytes signature, f.bytes(2, "signature", 64));
    HEARTH_CHECK(f.finish());
    if (signature.size() != 64)
        return core::fail(core::Code::corrupt, "The block's signature does not have 64 bytes.");
    std::copy(signature.begin(), signature.end(), block.signature.begin());
    if (transactions != transactions_hash(block.transactions))
        return core::fail(core::Code::corrupt, "The block's transactions are not those of its header.");
    return block;
}

core::Bytes Foundation::encode() const {
    Array accounts;
    for (const auto& [key, amount] : genesis.accounts)
        accounts.emplace_back(Array{Value(key), Value(amount.units())});
    return core::cbor::encode(Value(Map{{0, genesis.chain_id},
                                        {1, genesis.time},
                                        {2, genesis.params.to_cbor()},
                                        {3, std::move(accounts)},
                                        {4, epoch_length},
                                        {5, sequencer}}));
}

core::Result<Foundation> Foundation::decode(core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {max_block_bytes, 8}));
    HEARTH_TRY(Fields f, Fields::of(value, "genesis"));
    Foundation found;
    HEARTH_TRY(found.genesis.chain_id, f.text(0, "chain id", 128));
    HEARTH_TRY(found.genesis.time, f.integer(1, "time"));
    HEARTH_TRY(const Value* params, f.any(2, "parameters"));
    HEARTH_TRY(found.genesis.params, Params::from_cbor(*params));
    HEARTH_TRY(const Array* accounts, f.array(3, "accounts", max_genesis_accounts));
    for (const Value& entry : *accounts) {
        const Array* pair = entry.as_array();
        if (pair == nullptr || pair->size() != 2 || pair->at(0).as_bytes() == nullptr ||
            pair->at(1).as_uint() == nullptr)
            return core::fail(core::Code::corrupt,
                              "The genesis holds an account that is not a key and an amount.");
        HEARTH_TRY(const core::PublicKey key, core::PublicKey::from_view(*pair->at(0).as_bytes()));
        found.genesis.accounts[key] = core::Amount::from_units(*pair->at(1).as_uint());
    }
    HEARTH_TRY(found.epoch_length, f.integer(4, "epoch length"));
    HEARTH_TRY(found.sequencer, f.id<core::PublicKey>(5, "sequencer"));
    HEARTH_CHECK(f.finish());
    if (found.epoch_length <= 0)
        return core::fail(core::Code::corrupt, "The genesis has an epoch without length.");
    return found;
}

core::Hash Foundation::hash() const {
    const core::Bytes bytes = encode();
    return core::tagged_hash("chain/1", {bytes});
}

core::Hash epoch_beacon(core::ByteView randomness, core::Epoch epoch) {
    core::Bytes number;
    core::append_u64(number, epoch);
    return core::tagged_hash("beacon/1", {randomness, number});
}

core::Status execute(State& state, const Block& block, std::string_view chain_id, core::ByteView randomness,
                     std::vector<LedgerEvent>& events, std::vector<core::Status>& outcomes) {
    BlockContext context{std::string(chain_id), block.height, block.epoch, block.time};
    if (block.closes)
        for (core::Epoch epoch = block.closes->first; epoch <= block.closes->second; ++epoch) {
            context.epoch = epoch;
            state.end_epoch(epoch, epoch_beacon(randomness, epoch), context, events);
        }
    context.epoch = block.epoch;
    for (const core::Bytes& bytes : block.transactions) {
        HEARTH_TRY(const SignedTransaction tx, SignedTransaction::decode(bytes));
        outcomes.push_back(state.apply(tx, context, events));
    }
    return state.check_conservation();
}

} // namespace hearth::ledger
