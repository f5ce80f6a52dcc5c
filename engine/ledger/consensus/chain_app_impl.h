// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/file.h"
#include "ledger/consensus/chain_app.h"
#include "ledger/consensus/chain_store.h"

#include <condition_variable>
#include <mutex>
#include <set>

namespace hearth::ledger {

/// Transactions whose signatures were found good, as many as may be under way. Thread-safe.
class VerifiedSet {
public:
    bool knows(const core::Hash& transaction) const;
    void add(const core::Hash& transaction);

private:
    mutable std::mutex m_mutex;
    std::set<core::Hash> m_young, m_old;
};

struct ChainApp::Impl {
    Impl(Options given, core::FileLock held, std::unique_ptr<ChainStore> blocks, ChainGenesis beginning)
        : options(std::move(given)), lock(std::move(held)), store(std::move(blocks)), genesis(std::move(beginning)) {}

    const Options options;
    const core::FileLock lock;
    const std::unique_ptr<ChainStore> store;
    const ChainGenesis genesis;

    std::mutex listener_mutex;
    Listener listener;
    mutable VerifiedSet verified;

    mutable std::mutex mutex;                ///< guards what follows
    mutable std::condition_variable settled; ///< `open` is empty again
    std::optional<State> state;              ///< after the open block; empty after a failure that could not be undone
    ChainRecord record;
    Head head;                          ///< of the state
    Head committed;                     ///< of the last durable block
    bool has_blocks = false;            ///< a block or a snapshot is stored
    bool fetched = false;               ///< see rests_on_others()
    std::optional<CommittedBlock> open; ///< applied but not durable

    struct Restore {
        SnapshotInfo info;
        core::Hash app_hash;
        std::vector<std::optional<core::Bytes>> chunks;
        std::uint32_t come = 0;
    };
    std::optional<Restore> restore;

    core::Status check_genesis();
    /// Rebuilds everything from the store: newest usable snapshot, then the blocks after it.
    core::Status load();
    core::Status load_from(std::optional<core::Height> snapshot, core::Height last);
    struct Restored {
        State state;
        ChainRecord record;
        Head head;
    };
    core::Result<Restored> read_snapshot(core::ByteView bytes) const;
    core::Bytes make_snapshot() const;
    core::Result<SnapshotInfo> describe(core::Height height) const;
    void snapshot_if_due();
    core::Status finish_restore();

    BlockContext next_context() const;
    State::Signature signature_of(const core::Hash& transaction) const {
        return verified.knows(transaction) ? State::Signature::good : State::Signature::unknown;
    }
    core::Status check_sender(const SignedTransaction& tx, const core::Hash& hash, bool again) const;
    core::Status check_shares(const OrderedBlock& block) const;
    core::Status check_misbehaviour(const OrderedBlock& block) const;
    std::vector<SignedShare> collect_shares(const LastCommit& commit, core::Height height) const;
    bool signed_by_validator(const SignedShare& share, core::Height height, std::int32_t round) const;
    std::size_t first_transaction(const OrderedBlock& block) const {
        return record.shares_due && !block.transactions.empty() ? 1 : 0;
    }

    core::Error undone(const core::Error& error);
    void probe(std::string_view point) const {
        if (options.probe) options.probe(point);
    }
};

/// The whole effect of a block on state and record; the same live and in a replay. `verified`: signatures that need no
/// second look.
struct AppliedBlock {
    Finalized finalized;
    CommittedBlock committed;
};
AppliedBlock apply_block(const ChainGenesis& genesis, const OrderedBlock& block, State& state, ChainRecord& record,
                         const Head& before, const VerifiedSet& verified = {});
/// Whether the block must bring a beacon: something in it waits for randomness that its proposer did not know. Judged
/// on the state before it, `first` being its first ordinary transaction.
bool needs_beacon(const OrderedBlock& block, std::size_t first, const State& state, const ChainRecord& record);
/// Whether it counts who is missing among the voters on the block before: only blocks that hold something do, since any
/// other one must leave the record as it is.
bool watches(const OrderedBlock& block, const State& state);
/// Counts them, and at a window's end takes the votes of those who missed too many blocks, the worst first, as long as
/// less than a third of all power has lost its vote so. Before the block's transactions.
std::vector<ValidatorPower> judge_absence(const OrderedBlock& block, State& state, ChainRecord& record,
                                          const BlockContext& context, std::vector<LedgerEvent>& events);
/// Gives votes back to those whom a message let out. After the block's transactions.
std::vector<ValidatorPower> readmit(const State& state, ChainRecord& record);
core::Error chain_broken();

} // namespace hearth::ledger
