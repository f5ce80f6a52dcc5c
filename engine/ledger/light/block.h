// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "core/keys.h"
#include "core/units.h"

#include <optional>
#include <string>
#include <vector>

namespace hearth::ledger {

/// What the sequencer signs about a block.
struct BlockHeader {
    std::string chain_id;
    core::Height height = 0;
    core::Epoch epoch = 0; ///< in which its transactions count
    core::Nanoseconds time = 0;
    core::Hash previous;                   ///< block hash; of the first block the genesis hash
    core::Hash tx_root;                    ///< RFC 6962 over the transactions' hashes
    core::Hash app_hash;                   ///< after the block
    std::optional<core::Epoch> ends_epoch; ///< the block begins by ending this epoch and those before it
    std::optional<std::uint64_t> rules;    ///< that hold from this block on, where they change

    core::Bytes encode() const;
    static core::Result<BlockHeader> decode(core::ByteView bytes);
    core::Hash hash() const; ///< tag "block/1"
};

struct Block {
    BlockHeader header;
    core::Signature signature{}; ///< over the header's hash
    std::vector<core::Bytes> transactions;

    core::Bytes encode_transactions() const;
    static core::Result<std::vector<core::Bytes>> decode_transactions(core::ByteView bytes);
};

core::Hash tx_root(const std::vector<core::Hash>& transaction_hashes);
/// Randomness that nobody knew before the block was signed.
core::Hash beacon_of(const core::Signature& signature);

} // namespace hearth::ledger
