// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/block_store.h"
#include "ledger/sequencer.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <shared_mutex>

namespace hearth::ledger {

/// Inside of Sequencer. Commits are serialised by `commit_mutex`; `state_mutex` guards what readers see and
/// is never held while the database or a listener is called.
struct Sequencer::Impl {
    struct Waiting {
        const SignedTransaction* tx = nullptr;
        std::optional<core::Result<TxResult>> result;
    };

    Options options;
    core::SigningKey key;
    std::unique_ptr<BlockStore> store;
    Foundation foundation;

    std::mutex commit_mutex;
    mutable std::shared_mutex state_mutex;
    std::optional<State> state;
    std::optional<Block> last;  ///< nullopt before the first block
    core::Epoch open_epoch = 0; ///< the first epoch that is not closed
    std::function<void(const std::vector<LedgerEvent>&, core::Height)> listener;
    /// Set when memory ran ahead of the disk; the next commit reads the disk again first.
    bool stale = false;

    std::mutex queue_mutex;
    std::deque<Waiting*> queue;

    Impl(Options opts, core::SigningKey signer) : options(std::move(opts)), key(std::move(signer)) {}

    /// Reads snapshot and blocks again and checks every hash and signature.
    core::Status reload();
    core::Status verify_next(const Block& block, State& onto, const std::optional<Block>& before) const;
    core::Bytes randomness(const std::optional<Block>& before) const;
    core::Hash hash_of(const std::optional<Block>& before) const;
    core::Epoch epoch_at(core::Nanoseconds time) const;
    core::Nanoseconds now() const;

    /// Both with commit_mutex held.
    core::Status close_epochs();
    core::Status commit(Block block, std::vector<core::Status>& outcomes);
    void commit_queue();
};

} // namespace hearth::ledger
