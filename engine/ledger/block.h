// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/state.h"

#include <optional>
#include <vector>

namespace hearth::ledger {

/// One block of the solo sequencer. Layout: resources/schema/block.cddl.
struct Block {
    core::Height height = 0;
    core::Hash previous; ///< hash of the block before; the genesis hash for height 1
    core::Nanoseconds time = 0;
    core::Epoch epoch = 0; ///< in which its transactions run
    /// Epochs that it closes before its transactions, first and last; nullopt = none.
    std::optional<std::pair<core::Epoch, core::Epoch>> closes;
    std::vector<core::Bytes> transactions; ///< SignedTransaction encodings, in order
    core::Hash app_hash;                   ///< of the state after the block
    core::Signature signature{};

    core::Hash hash() const; ///< "block/1" over the header; what is signed
    core::Bytes encode() const;
    static core::Result<Block> decode(core::ByteView bytes);
};

/// What founds a chain: genesis, epoch length and the key that orders. Its hash is the chain's anchor.
struct Foundation {
    Genesis genesis;
    core::Nanoseconds epoch_length = 0;
    core::PublicKey sequencer;

    core::Bytes encode() const;
    static core::Result<Foundation> decode(core::ByteView bytes);
    core::Hash hash() const; ///< "chain/1" over the encoding
};

/// Runs a block on a state: closes its epochs, applies its transactions, checks that money is conserved.
/// `randomness` is the signature of the block before (the genesis hash at first). Outcomes of the
/// transactions are appended. Errors: corrupt for bytes that no honest sequencer stores, internal when money
/// is not conserved.
core::Status execute(State& state, const Block& block, std::string_view chain_id, core::ByteView randomness,
                     std::vector<LedgerEvent>& events, std::vector<core::Status>& outcomes);

/// Randomness of an epoch's draws: H("beacon/1" ‖ randomness ‖ u64 epoch).
core::Hash epoch_beacon(core::ByteView randomness, core::Epoch epoch);

} // namespace hearth::ledger
