// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/chain_record.h"

#include "core/hash.h"
#include "ledger/light/state_proof.h"

#include <algorithm>
#include <set>

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::uint64_t format = 1;
constexpr std::size_t max_genesis_bytes = std::size_t{256} << 20;
constexpr std::size_t max_chain_id_bytes = 50; // the consensus engine's own limit
constexpr std::size_t max_validators = 1000;
constexpr std::int64_t max_power = INT64_C(1) << 50; // all of them stay below the engine's limit of 2⁶⁰

enum : std::uint64_t { g_format = 0, g_chain = 1, g_height = 2, g_clock = 3, g_validators = 4, g_state = 5 };
enum : std::uint64_t {
    r_clock = 0,
    r_epoch = 1,
    r_beacon = 2,
    r_due = 3,
    r_validators = 4,
    r_due_to = 5,
    r_watched = 6
};
enum : std::uint64_t { c_epoch = 0, c_start = 1, c_length = 2 };
enum : std::uint64_t { v_key = 0, v_power = 1, v_commitment = 2, v_shares = 3, v_missed = 4, v_jailed = 5 };

Value from_clock(const EpochClock& clock) {
    return Map{{c_epoch, clock.epoch}, {c_start, clock.start}, {c_length, clock.length}};
}

core::Result<EpochClock> to_clock(const Value& value) {
    HEARTH_TRY(auto fields, Fields::of(value, "epoch clock"));
    EpochClock clock;
    HEARTH_TRY(clock.epoch, fields.uint(c_epoch, "epoch"));
    HEARTH_TRY(clock.start, fields.integer(c_start, "start"));
    HEARTH_TRY(clock.length, fields.integer(c_length, "length"));
    HEARTH_CHECK(fields.finish());
    if (clock.length <= 0) return fail(Code::corrupt, "An epoch of the chain has no length.");
    return clock;
}

Value from_validators(const std::vector<ChainValidator>& validators) {
    Array list;
    for (const ChainValidator& validator : validators) {
        Map map{{v_key, validator.key},
                {v_power, validator.power},
                {v_commitment, validator.commitment},
                {v_shares, validator.shares}};
        // What older rules did not know is left out where it is nothing, so that their records keep their hashes.
        if (validator.missed != 0) map.emplace_back(v_missed, validator.missed);
        if (validator.jailed != 0) map.emplace_back(v_jailed, validator.jailed);
        list.emplace_back(std::move(map));
    }
    return list;
}

core::Result<std::vector<ChainValidator>> to_validators(const Array& list) {
    std::vector<ChainValidator> validators;
    for (const Value& item : list) {
        HEARTH_TRY(auto fields, Fields::of(item, "validator"));
        ChainValidator validator;
        HEARTH_TRY(validator.key, fields.id<core::PublicKey>(v_key, "key"));
        HEARTH_TRY(validator.power, fields.integer(v_power, "power"));
        HEARTH_TRY(validator.commitment, fields.id<core::Hash>(v_commitment, "commitment"));
        HEARTH_TRY(validator.shares, fields.uint(v_shares, "shares"));
        if (fields.has(v_missed)) {
            HEARTH_TRY(validator.missed, fields.uint(v_missed, "missed"));
        }
        if (fields.has(v_jailed)) {
            HEARTH_TRY(validator.jailed, fields.integer(v_jailed, "jailed"));
        }
        HEARTH_CHECK(fields.finish());
        validators.push_back(validator);
    }
    return validators;
}

} // namespace

ChainGenesis ChainGenesis::from(const Genesis& genesis, core::Nanoseconds epoch_length,
                                std::vector<ChainValidator> validators) {
    return {genesis.chain_id, 1, {0, genesis.time, epoch_length}, std::move(validators), State(genesis).to_cbor()};
}

core::Status ChainGenesis::check() const {
    if (chain_id.empty() || chain_id.size() > max_chain_id_bytes)
        return fail(Code::invalid_argument, "The id of a network's chain has 1 to 50 bytes.");
    if (first_height == 0 || clock.length <= 0)
        return fail(Code::invalid_argument, "The first block's height and the epoch's length must be positive.");
    std::set<core::PublicKey> keys;
    for (const ChainValidator& validator : validators) {
        if (validator.power <= 0 || validator.power > max_power || validator.missed != 0 || validator.jailed != 0)
            return fail(Code::invalid_argument, "A validator's power is a number from 1 to 2^50.");
        if (!keys.insert(validator.key).second)
            return fail(Code::invalid_argument, "A validator stands twice in the genesis.");
    }
    if (keys.empty() || keys.size() > max_validators)
        return fail(Code::invalid_argument, "A network begins with 1 to 1000 validators.");
    HEARTH_TRY(const State decoded, State::from_cbor(state));
    HEARTH_CHECK(decoded.check_conservation());
    return {};
}

core::Bytes ChainGenesis::encode() const {
    return core::cbor::encode(Map{{g_format, format},
                                  {g_chain, chain_id},
                                  {g_height, first_height},
                                  {g_clock, from_clock(clock)},
                                  {g_validators, from_validators(validators)},
                                  {g_state, state}});
}

core::Result<ChainGenesis> ChainGenesis::decode(core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {max_genesis_bytes, 12}));
    HEARTH_TRY(auto fields, Fields::of(value, "network's genesis"));
    HEARTH_TRY(const std::uint64_t found, fields.uint(g_format, "format"));
    if (found != format)
        return fail(Code::unsupported, "The network's genesis was written by another version.",
                    core::say("update_hearth"));
    ChainGenesis genesis;
    HEARTH_TRY(genesis.chain_id, fields.text(g_chain, "chain_id", max_chain_id_bytes));
    HEARTH_TRY(genesis.first_height, fields.uint(g_height, "first_height"));
    HEARTH_TRY(const Value* clock, fields.any(g_clock, "clock"));
    HEARTH_TRY(genesis.clock, to_clock(*clock));
    HEARTH_TRY(const Array* validators, fields.array(g_validators, "validators", max_validators));
    HEARTH_TRY(genesis.validators, to_validators(*validators));
    HEARTH_TRY(const Value* state, fields.any(g_state, "state"));
    genesis.state = *state;
    HEARTH_CHECK(fields.finish());
    HEARTH_CHECK(genesis.check());
    return genesis;
}

core::Hash ChainGenesis::hash() const {
    return core::tagged_hash("chain/genesis", {encode()});
}

ChainRecord::ChainRecord(const ChainGenesis& genesis)
    : clock(genesis.clock), epoch(genesis.clock.epoch),
      beacon(core::tagged_hash("beacon/first", {genesis.hash().view()})), validators(genesis.validators) {}

Value ChainRecord::to_cbor() const {
    Map map{{r_clock, from_clock(clock)},
            {r_epoch, epoch},
            {r_beacon, beacon},
            {r_due, shares_due},
            {r_validators, from_validators(validators)}};
    if (!due_to.is_zero()) map.emplace_back(r_due_to, due_to);
    if (watched != 0) map.emplace_back(r_watched, watched);
    return map;
}

core::Hash ChainRecord::hash() const {
    return core::sha256(core::cbor::encode(to_cbor()));
}

core::Result<ChainRecord> ChainRecord::from_cbor(const Value& value) {
    HEARTH_TRY(auto fields, Fields::of(value, "chain's record"));
    ChainRecord record;
    HEARTH_TRY(const Value* clock, fields.any(r_clock, "clock"));
    HEARTH_TRY(record.clock, to_clock(*clock));
    HEARTH_TRY(record.epoch, fields.uint(r_epoch, "epoch"));
    HEARTH_TRY(record.beacon, fields.id<core::Hash>(r_beacon, "beacon"));
    HEARTH_TRY(record.shares_due, fields.boolean(r_due, "shares_due"));
    HEARTH_TRY(const Array* validators, fields.array(r_validators, "validators", max_validators));
    HEARTH_TRY(record.validators, to_validators(*validators));
    if (fields.has(r_due_to)) {
        HEARTH_TRY(record.due_to, fields.id<core::Hash>(r_due_to, "due_to"));
    }
    if (fields.has(r_watched)) {
        HEARTH_TRY(record.watched, fields.uint(r_watched, "watched"));
    }
    HEARTH_CHECK(fields.finish());
    return record;
}

ChainValidator* ChainRecord::find(const Address& validator) {
    const auto at = std::find_if(validators.begin(), validators.end(),
                                 [&](const ChainValidator& one) { return address_of(one.key) == validator; });
    return at == validators.end() ? nullptr : &*at;
}

bool ChainRecord::fits(const SignedShare& share) const {
    const ChainValidator* validator = find(share.validator);
    const auto revealed = BeaconShare::decode(share.extension);
    return validator != nullptr && revealed && commitment_to(revealed->reveal) == validator->commitment;
}

void ChainRecord::mix(const std::vector<SignedShare>& shares, const core::Hash& hash) {
    core::Bytes numbers;
    for (const SignedShare& share : shares) {
        if (!fits(share)) continue;
        const BeaconShare revealed = *BeaconShare::decode(share.extension);
        core::append(numbers, revealed.reveal.view());
        ChainValidator* validator = find(share.validator);
        validator->commitment = revealed.next;
        ++validator->shares;
    }
    if (numbers.empty()) numbers = core::to_bytes(hash.view());
    beacon = core::tagged_hash("beacon/3", {beacon.view(), numbers});
}

core::Hash chain_app_hash(const State& state, const ChainRecord& record) {
    return network_app_hash(state.app_hash(), record.hash());
}

} // namespace hearth::ledger
