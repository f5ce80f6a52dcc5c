// SPDX-License-Identifier: Apache-2.0
#include "ledger/light/light_block.h"

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using core::Result;
using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::size_t max_chain_id_bytes = 50; // the consensus engine's own limit
constexpr std::size_t max_validators = 1000;
constexpr std::uint64_t max_power = std::uint64_t{1} << 50;
constexpr std::uint64_t max_round = INT32_MAX;

enum : std::uint64_t { b_header = 0, b_commit = 1, b_validators = 2 };
enum : std::uint64_t {
    h_block_version = 0,
    h_app_version = 1,
    h_chain = 2,
    h_height = 3,
    h_time = 4,
    h_previous = 5,
    h_last_commit = 6,
    h_data = 7,
    h_validators = 8,
    h_next = 9,
    h_consensus = 10,
    h_app = 11,
    h_results = 12,
    h_evidence = 13,
    h_proposer = 14
};
enum : std::uint64_t { p_hash = 0, p_parts = 1, p_parts_hash = 2 };
enum : std::uint64_t { c_height = 0, c_round = 1, c_block = 2, c_votes = 3 };
enum : std::uint64_t { v_kind = 0, v_validator = 1, v_time = 2, v_signature = 3 };
enum : std::uint64_t { s_key = 0, s_power = 1 };

template <typename Target>
core::Status read_exactly(Fields& fields, std::uint64_t key, const char* name, Target& target) {
    HEARTH_TRY(const core::Bytes bytes, fields.bytes(key, name, target.size()));
    if (bytes.size() != target.size())
        return fail(Code::corrupt, "A block's " + std::string(name) + " has another length.");
    std::copy(bytes.begin(), bytes.end(), target.begin());
    return {};
}

Value from_pointer(const BlockPointer& p) {
    return Map{{p_hash, p.hash}, {p_parts, p.parts}, {p_parts_hash, p.parts_hash}};
}

Result<BlockPointer> read_pointer(Fields& fields, std::uint64_t key) {
    HEARTH_TRY(const Value* value, fields.any(key, "block"));
    HEARTH_TRY(auto inner, Fields::of(*value, "block's name"));
    BlockPointer p;
    HEARTH_TRY(p.hash, inner.bytes(p_hash, "hash", core::Hash::size));
    HEARTH_TRY(const std::uint64_t parts, inner.uint(p_parts, "parts", UINT32_MAX));
    p.parts = static_cast<std::uint32_t>(parts);
    HEARTH_TRY(p.parts_hash, inner.bytes(p_parts_hash, "parts_hash", core::Hash::size));
    HEARTH_CHECK(inner.finish());
    return p;
}

Value from_header(const LightHeader& h) {
    return Map{{h_block_version, h.block_version},
               {h_app_version, h.app_version},
               {h_chain, h.chain_id},
               {h_height, h.height},
               {h_time, h.time},
               {h_previous, from_pointer(h.previous)},
               {h_last_commit, h.last_commit},
               {h_data, h.data},
               {h_validators, h.validators},
               {h_next, h.next_validators},
               {h_consensus, h.consensus},
               {h_app, h.app},
               {h_results, h.last_results},
               {h_evidence, h.evidence},
               {h_proposer, core::ByteView(h.proposer)}};
}

Result<LightHeader> to_header(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "block's header"));
    LightHeader h;
    HEARTH_TRY(h.block_version, f.uint(h_block_version, "block_version"));
    HEARTH_TRY(h.app_version, f.uint(h_app_version, "app_version"));
    HEARTH_TRY(h.chain_id, f.text(h_chain, "chain_id", max_chain_id_bytes));
    HEARTH_TRY(h.height, f.uint(h_height, "height", INT64_MAX));
    HEARTH_TRY(h.time, f.integer(h_time, "time"));
    if (h.time < 0) return fail(Code::corrupt, "A block is older than computers.");
    HEARTH_TRY(h.previous, read_pointer(f, h_previous));
    HEARTH_TRY(h.last_commit, f.id<core::Hash>(h_last_commit, "last_commit"));
    HEARTH_TRY(h.data, f.id<core::Hash>(h_data, "data"));
    HEARTH_TRY(h.validators, f.id<core::Hash>(h_validators, "validators"));
    HEARTH_TRY(h.next_validators, f.id<core::Hash>(h_next, "next_validators"));
    HEARTH_TRY(h.consensus, f.id<core::Hash>(h_consensus, "consensus"));
    HEARTH_TRY(h.app, f.id<core::Hash>(h_app, "app"));
    HEARTH_TRY(h.last_results, f.id<core::Hash>(h_results, "last_results"));
    HEARTH_TRY(h.evidence, f.id<core::Hash>(h_evidence, "evidence"));
    HEARTH_CHECK(read_exactly(f, h_proposer, "proposer", h.proposer));
    HEARTH_CHECK(f.finish());
    return h;
}

/// Of a validator that did not vote nothing is kept: nobody signed it.
Value from_vote(const CommitVote& v) {
    Map map{{v_kind, static_cast<std::uint64_t>(v.kind)}};
    if (v.kind == CommitVote::Kind::absent) return map;
    map.emplace_back(v_validator, core::ByteView(v.validator));
    map.emplace_back(v_time, v.time);
    map.emplace_back(v_signature, core::ByteView(v.signature));
    return map;
}

Result<CommitVote> to_vote(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "vote"));
    CommitVote v;
    HEARTH_TRY(const std::uint64_t kind, f.uint(v_kind, "kind", 3));
    if (kind == 0) return fail(Code::corrupt, "A block's vote is of no kind.");
    v.kind = static_cast<CommitVote::Kind>(kind);
    if (v.kind != CommitVote::Kind::absent) {
        HEARTH_CHECK(read_exactly(f, v_validator, "voter", v.validator));
        HEARTH_TRY(v.time, f.integer(v_time, "time"));
        HEARTH_CHECK(read_exactly(f, v_signature, "signature", v.signature));
    }
    HEARTH_CHECK(f.finish());
    return v;
}

Value from_commit(const LightCommit& c) {
    Array votes;
    for (const CommitVote& vote : c.votes)
        votes.push_back(from_vote(vote));
    return Map{{c_height, c.height},
               {c_round, std::int64_t{c.round}},
               {c_block, from_pointer(c.block)},
               {c_votes, std::move(votes)}};
}

Result<LightCommit> to_commit(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "block's commit"));
    LightCommit c;
    HEARTH_TRY(c.height, f.uint(c_height, "height", INT64_MAX));
    HEARTH_TRY(const std::uint64_t round, f.uint(c_round, "round", max_round));
    c.round = static_cast<std::int32_t>(round);
    HEARTH_TRY(c.block, read_pointer(f, c_block));
    HEARTH_TRY(const Array* votes, f.array(c_votes, "votes", max_validators));
    for (const Value& item : *votes) {
        HEARTH_TRY(const CommitVote vote, to_vote(item));
        c.votes.push_back(vote);
    }
    HEARTH_CHECK(f.finish());
    return c;
}

} // namespace

Value LightBlock::to_cbor() const {
    Array set;
    for (const ValidatorPower& validator : validators)
        set.push_back(Map{{s_key, validator.key}, {s_power, validator.power}});
    return Map{{b_header, from_header(header)}, {b_commit, from_commit(commit)}, {b_validators, std::move(set)}};
}

Result<LightBlock> LightBlock::from_cbor(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "block"));
    LightBlock block;
    HEARTH_TRY(const Value* header, f.any(b_header, "header"));
    HEARTH_TRY(block.header, to_header(*header));
    HEARTH_TRY(const Value* commit, f.any(b_commit, "commit"));
    HEARTH_TRY(block.commit, to_commit(*commit));
    HEARTH_TRY(const Array* set, f.array(b_validators, "validators", max_validators));
    for (const Value& item : *set) {
        HEARTH_TRY(auto one, Fields::of(item, "validator"));
        ValidatorPower& validator = block.validators.emplace_back();
        HEARTH_TRY(validator.key, one.id<core::PublicKey>(s_key, "key"));
        HEARTH_TRY(const std::uint64_t power, one.uint(s_power, "power", max_power));
        validator.power = static_cast<std::int64_t>(power);
        HEARTH_CHECK(one.finish());
    }
    HEARTH_CHECK(f.finish());
    return block;
}

} // namespace hearth::ledger
