// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"
#include "core/units.h"
#include "ledger/light/validator.h"
#include "ledger/offence.h"

#include <string>
#include <vector>

/// What a consensus engine asks its application (ABCI 2.0), as plain values: without protobuf and without a socket.
namespace hearth::ledger {

struct Vote {
    Address validator{};
    std::int64_t power = 0;
    bool for_block = false; ///< it signed the block; else it was silent or against it
    core::Bytes extension;  ///< with its signature only where a proposal is prepared
    core::Signature extension_signature{};
};
struct LastCommit {
    std::int32_t round = 0;
    std::vector<Vote> votes;
};
/// Proof of what a validator did at a height.
struct Misbehaviour {
    Address validator{};
    core::Height height = 0;
    OffenceKind kind = OffenceKind::duplicate_vote;
    core::Nanoseconds time = 0; ///< of the block at that height
    bool operator==(const Misbehaviour&) const = default;
};
/// A block on its way: what a proposal, a vote and the final decision are about.
struct OrderedBlock {
    core::Height height = 0;
    core::Nanoseconds time = 0;
    core::Hash hash; ///< none yet while it is prepared
    LastCommit last_commit;
    std::vector<Address> absent; ///< once it is decided: voters on the block before whose votes it does not hold
    std::vector<Misbehaviour> misbehaviour;
    std::vector<core::Bytes> transactions;
};
struct Finalized {
    std::vector<core::Status> results; ///< one a transaction
    std::vector<ValidatorPower> updates;
    core::Hash app_hash;
};
struct ChainStart {
    std::string chain_id;
    core::Height first_height = 1;
    std::vector<ValidatorPower> validators;
    core::Bytes app_state; ///< ChainGenesis::encode()
};
struct SnapshotInfo {
    core::Height height = 0;
    std::uint32_t format = 1, chunks = 0;
    core::Hash hash;
    core::Bytes metadata; ///< the chunks' SHA-256, one after the other
};
enum class OfferAnswer : std::uint8_t { accept, reject, reject_format };
enum class ChunkAnswer : std::uint8_t { accept, refetch, reject_snapshot };

} // namespace hearth::ledger
