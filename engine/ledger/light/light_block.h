// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "core/keys.h"
#include "core/units.h"
#include "ledger/light/validator.h"

#include <string>
#include <vector>

/// A network's blocks as somebody sees them who keeps none: header, the votes for it, and whose they are. Hashes and
/// signed bytes are those of CometBFT 0.38. Pure.
namespace hearth::ledger {

/// Which block: its header's hash, and that of the parts in which it travels. The first block's predecessor is empty.
struct BlockPointer {
    core::Bytes hash;
    std::uint32_t parts = 0;
    core::Bytes parts_hash;
    bool operator==(const BlockPointer&) const = default;
};

struct LightHeader {
    std::uint64_t block_version = 0, app_version = 0;
    std::string chain_id;
    core::Height height = 0;
    core::Nanoseconds time = 0;
    BlockPointer previous;
    core::Hash last_commit, data;
    core::Hash validators;      ///< who signs this block
    core::Hash next_validators; ///< and the next one
    core::Hash consensus;
    core::Hash app; ///< app hash after the block before this one
    core::Hash last_results, evidence;
    Address proposer{};
    bool operator==(const LightHeader&) const = default;

    core::Hash hash() const;
};

struct CommitVote {
    enum class Kind : std::uint8_t { absent = 1, for_block = 2, for_none = 3 };
    Kind kind = Kind::absent;
    Address validator{};
    core::Nanoseconds time = 0;
    core::Signature signature{};
    bool operator==(const CommitVote&) const = default;
};

struct LightCommit {
    core::Height height = 0;
    std::int32_t round = 0;
    BlockPointer block;
    std::vector<CommitVote> votes; ///< one a validator, in the order of the set
    bool operator==(const LightCommit&) const = default;

    /// What a vote for the block signs: a length-prefixed CanonicalVote.
    core::Bytes sign_bytes(const CommitVote& vote, std::string_view chain_id) const;
};

core::Hash hash_of(const std::vector<ValidatorPower>& validators);

struct LightBlock {
    LightHeader header;
    LightCommit commit;
    std::vector<ValidatorPower> validators; ///< in the engine's order, which their hash depends on
    bool operator==(const LightBlock&) const = default;

    /// Layout: resources/schema/state-proof.cddl.
    core::cbor::Value to_cbor() const;
    static core::Result<LightBlock> from_cbor(const core::cbor::Value& value);
};

} // namespace hearth::ledger
