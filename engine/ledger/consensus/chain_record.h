// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/consensus/beacon.h"
#include "ledger/epoch_clock.h"
#include "ledger/state.h"

namespace hearth::ledger {

struct ChainValidator {
    core::PublicKey key; ///< of its consensus key
    std::int64_t power = 0;
    core::Hash commitment;    ///< to the number that it reveals next
    std::uint64_t shares = 0; ///< that have entered the beacon
    /// Since the eighth rules: blocks of the window that lack its vote; and the power that it gets back with its vote,
    /// where it lost that by being away.
    std::uint64_t missed = 0;
    std::int64_t jailed = 0;
    bool operator==(const ChainValidator&) const = default;
};

/// What a network of validators agrees on before its first block.
struct ChainGenesis {
    std::string chain_id;
    core::Height first_height = 1; ///< of a promoted solo chain the one after its last
    EpochClock clock;
    std::vector<ChainValidator> validators;
    core::cbor::Value state; ///< State::to_cbor()

    /// Epochs begin at the genesis' time.
    static ChainGenesis from(const Genesis& genesis, core::Nanoseconds epoch_length,
                             std::vector<ChainValidator> validators);
    core::Status check() const;
    core::Bytes encode() const;
    static core::Result<ChainGenesis> decode(core::ByteView bytes);
    core::Hash hash() const; ///< tag "chain/genesis"
    /// Under which the network was founded: the engine's version of the application, which all its members must name.
    std::uint64_t rules() const { return State::rules_of(state); }
};

/// What the chain knows beside the State. An empty block leaves it as it is, so that the engine can rest.
struct ChainRecord {
    EpochClock clock;
    core::Epoch epoch = 0;
    core::Hash beacon;       ///< of the block before the last one
    bool shares_due = false; ///< the last block needed a beacon: the next one begins with its voters' shares
    core::Hash due_to;       ///< that block's hash, since the fifth rules; zero: no shares are due, or older rules
    std::vector<ChainValidator> validators;
    std::uint64_t watched = 0; ///< blocks of the window so far in which absence counts, since the eighth rules

    explicit ChainRecord(const ChainGenesis& genesis);
    ChainRecord() = default;
    core::cbor::Value to_cbor() const;
    core::Hash hash() const; ///< SHA-256 of its encoding
    static core::Result<ChainRecord> from_cbor(const core::cbor::Value& value);

    ChainValidator* find(const Address& validator);
    const ChainValidator* find(const Address& validator) const {
        return const_cast<ChainRecord*>(this)->find(validator);
    }
    /// Whether the validator reveals what it committed to.
    bool fits(const SignedShare& share) const;
    /// The beacon of block `hash`, from what its voters revealed. Without any the block's own hash has to do, which its
    /// proposer could choose.
    void mix(const std::vector<SignedShare>& shares, const core::Hash& hash);
};

/// What the block header of a network carries.
core::Hash chain_app_hash(const State& state, const ChainRecord& record);

} // namespace hearth::ledger
