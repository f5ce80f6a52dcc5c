// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/file.h"
#include "ledger/block_store.h"
#include "ledger/epoch_clock.h"
#include "ledger/sequencer.h"

#include <condition_variable>
#include <mutex>
#include <optional>

namespace hearth::ledger {

inline constexpr std::size_t blocks_at_once = 200; ///< indexed or dropped while nobody else gets a block

/// A transaction on its way into a block; lives on the stack of submit().
struct PendingTx {
    const SignedTransaction* transaction = nullptr;
    core::Bytes encoded;
    core::Hash hash;
    bool done = false;
    core::Status status;
    TxResult result;
};

/// What open() found or made.
struct Sequencer::Impl {
    Impl(Options given, core::SigningKey signing_key, core::FileLock held, std::unique_ptr<BlockStore> blocks)
        : options(std::move(given)), key(std::move(signing_key)), lock(std::move(held)), store(std::move(blocks)),
          signer(key->public_key()) {}
    /// Only to read.
    explicit Impl(std::unique_ptr<BlockStore> blocks) : options(), store(std::move(blocks)) {}

    const Options options;
    const std::optional<core::SigningKey> key;
    const std::optional<core::FileLock> lock;
    const std::unique_ptr<BlockStore> store;
    core::PublicKey signer; ///< whose blocks these are
    Genesis genesis;
    core::Signature genesis_signature{};

    std::mutex queue_mutex; ///< guards these three and PendingTx::done
    std::vector<PendingTx*> queue;
    bool committing = false;           ///< somebody makes a block of what waited
    std::condition_variable committed; ///< a block is made
    std::mutex commit_mutex;           ///< held by the one who makes a block; taken before state_mutex
    std::mutex listener_mutex;
    std::function<void(const std::vector<LedgerEvent>&, core::Height)> listener;

    mutable std::mutex state_mutex; ///< guards what follows
    std::optional<State> state;     ///< empty after a failure that could not be undone
    Head head;
    core::Hash beacon;
    EpochClock clock;

    core::Status found(const Genesis& given);
    core::Status resume(const Genesis& given);
    core::Status read_chain(const std::optional<core::PublicKey>& own);
    core::Status read_clock();
    /// Rebuilds state and head from the store: newest usable snapshot, then the blocks after it.
    core::Status load();
    core::Status load_from(std::optional<core::Height> snapshot, core::Height last);
    core::Status replay(const Block& block, State& rebuilt, Head& at, core::Hash& randomness) const;
    core::Status keep_clock(core::Epoch epoch);
    core::Status upgrade();

    std::vector<PendingTx*> take_queue();
    void commit_queue();
    /// Applies what passes; returns the events of the block, if one was made.
    std::vector<LedgerEvent> make_block(const std::vector<PendingTx*>& batch);
    core::Status end_epochs(core::Epoch target, std::vector<LedgerEvent>& events);
    core::Status draw(std::vector<LedgerEvent>& events);
    /// Under commit_mutex: a block by `make` where one is `due`, both under the state's lock; then tells its events.
    core::Status step(const std::function<bool()>& due,
                      const std::function<core::Status(std::vector<LedgerEvent>&)>& make);
    core::Status seal(Block& block);
    void snapshot_if_due();
    /// Under commit_mutex.
    core::Status drop_old_transactions();
    BlockContext next_context(core::Epoch epoch) const;
    BlockHeader header_after(const BlockContext& context) const;
    void tell(const std::vector<LedgerEvent>& events, core::Height height);
    void probe(std::string_view point) const {
        if (options.probe) options.probe(point);
    }
};

core::Error ledger_broken();

} // namespace hearth::ledger
