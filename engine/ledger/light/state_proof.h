// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/light/block.h"
#include "ledger/light/light_client.h"
#include "ledger/light/map_proof.h"

#include <variant>

/// A file that shows what the ledger's state holds, to be examined without the ledger. Layout:
/// resources/schema/state-proof.cddl. Pure.
namespace hearth::ledger {

/// H("chain/1" ‖ 0 ‖ root of the state ‖ SHA-256 of the chain's record): what a network's headers carry.
core::Hash network_app_hash(const core::Hash& state, const core::Hash& record_hash);

/// The solo sequencer's own word: the block after which the state was this.
struct SoloWitness {
    BlockHeader header;
    core::Signature signature{};
    core::PublicKey sequencer;
};
/// A network's word: headers up to that of the block after, whose app hash is of this state.
struct NetworkWitness {
    core::Hash record_hash;
    std::vector<LightBlock> trail; ///< the first is what has to be trusted
};

struct StateProof {
    std::string chain_id;
    core::Height height = 0; ///< the block after which the state was this
    std::vector<ProvenRecord> records;
    std::variant<SoloWitness, NetworkWitness> witness;

    core::Bytes encode() const;
    /// Errors: corrupt, unsupported, too_large.
    static core::Result<StateProof> decode(core::ByteView bytes);
};

inline constexpr std::size_t max_proof_bytes = std::size_t{16} << 20;
inline constexpr std::size_t max_proven_records = 100;

} // namespace hearth::ledger
