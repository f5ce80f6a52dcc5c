// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/light/state_proof.h"
#include "ledger/state.h"

#include <functional>

namespace hearth::ledger {

struct Head {
    core::Height height = 0;
    core::Epoch epoch = 0;
    core::Hash app_hash, block_hash;
    core::Nanoseconds time = 0;
};

struct TxResult {
    core::Height height = 0;
    core::Hash tx_hash;
    core::Hash beacon; ///< of the block, which nobody knew before it was signed
    core::Status status;
};

/// A transaction that a block holds.
struct FoundTransaction {
    core::Height height = 0;
    std::uint64_t position = 0;                   ///< in the block
    core::Status status;                          ///< why it changed nothing but its sender's fee
    std::optional<SignedTransaction> transaction; ///< none: the block itself is not kept any more
    core::Nanoseconds time = 0;                   ///< of the block, with the transaction
};

/// The ledger as a node uses it, whoever orders the blocks: the solo sequencer, a network, or a fake. Thread-safe.
class Ledger {
public:
    /// Gets the block that holds the transaction, durable, or why there will be none. Once, on any thread, perhaps
    /// before submit() returns; must not block.
    using Done = std::function<void(core::Result<TxResult>)>;
    using Listener = std::function<void(const std::vector<LedgerEvent>&, core::Height)>;

    virtual ~Ledger() = default;

    virtual std::string chain_id() const = 0;
    virtual Head head() const = 0;
    /// Randomness that the block at `height` brought, and nobody knew before, where it is known before the next block.
    /// Errors: not_found, io, corrupt.
    virtual core::Result<core::Hash> beacon(core::Height height) const = 0;
    /// Wall clock; an estimate where no clock of this node's ends the epoch.
    virtual core::Nanoseconds epoch_ends_at() const = 0;
    /// Several transactions of one sender may be under way, if their sequence numbers follow each other; they take
    /// effect in that order. Errors: those of State::check, too_large, unavailable (nobody orders blocks now: it may
    /// still take effect later), timed_out (likewise).
    virtual void submit(const SignedTransaction& tx, Done done) = 0;
    /// Runs `read` on the state after the last block, unless it cannot be read; must not call back.
    virtual void read(const std::function<void(const State&)>& read) const = 0;
    /// What the state holds under these keys, for somebody without this ledger. `from`: height of the block that its
    /// reader trusts, in a network; 0: he knows the validators. May wait for the block that carries the state's hash.
    /// Errors: invalid_argument (keys), unavailable, not_found (the block is not kept), io, corrupt.
    virtual core::Result<StateProof> prove(const std::vector<StateKey>& keys, core::Height from) const = 0;
    /// Errors: not_found, io, corrupt.
    virtual core::Result<FoundTransaction> transaction(const core::Hash& hash) const = 0;
    /// Called after each block that has events, on the committing thread, outside the lock of read(). Must not submit;
    /// one listener. An empty one takes it away and returns when it is not running.
    virtual void on_events(Listener listener) = 0;
    /// About once a second: what only the passing of time brings about.
    virtual core::Status tick() = 0;
};

} // namespace hearth::ledger
