// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/consensus/chain_record.h"
#include "ledger/ledger.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace hearth::ledger {

/// A committed block as its node wants to know it.
struct CommittedBlock {
    Head head;
    std::vector<TxResult> transactions; ///< without their beacon, which comes with the next block
    core::Hash beacon;                  ///< of the block before
    std::vector<LedgerEvent> events;
};

inline constexpr core::Height usual_snapshot_distance = 1000; ///< blocks

/// Our state machine as the application of a consensus engine (ABCI 2.0). The engine's four connections may call at
/// once; thread-safe. A block is applied by finalize_block() and durable with commit(); in between, readers wait. A
/// crash anywhere leaves a whole block, and replaying gives the same app hash or an error. An error of a call of the
/// consensus connection means: stop the engine.
class ChainApp {
public:
    struct Options {
        std::filesystem::path folder;       ///< holds chain.sqlite
        std::filesystem::path genesis_file; ///< that the genesis is from, to be named where it is another one; or empty
        core::Height snapshot_every = usual_snapshot_distance;
        core::Height keep_blocks = 0;             ///< that the engine keeps for others; 0: all
        std::optional<core::PublicKey> validator; ///< this node's consensus key
        std::optional<core::Hash> beacon_secret;
        /// For fault tests: called with "applied", "stored", "committing", "committed", "snapshot",
        /// "fetched" and "restored" at those points.
        std::function<void(std::string_view)> probe;
    };
    using Listener = std::function<void(const CommittedBlock&)>;

    /// Errors: conflict (another process has it open), refused (another network's chain), corrupt, io.
    static core::Result<std::unique_ptr<ChainApp>> open(const Options& options, const ChainGenesis& genesis);
    ~ChainApp();

    /// Height and app hash of the last commit; height 0 before the first.
    Head info() const;
    core::Result<core::Hash> init_chain(const ChainStart& start);
    /// The sender's sequence number may be ahead by what else of it is under way. `again`: it passed before.
    core::Status check_tx(core::ByteView bytes, bool again) const;
    /// What of the block's transactions can be applied, in order, with the last voters' shares before them.
    std::vector<core::Bytes> prepare_proposal(const OrderedBlock& block, std::size_t max_bytes) const;
    /// Errors: why an honest proposer can not have made this.
    core::Status process_proposal(const OrderedBlock& block) const;
    core::Bytes extend_vote(const OrderedBlock& block) const;
    bool verify_vote_extension(core::ByteView extension) const;
    core::Result<Finalized> finalize_block(const OrderedBlock& block);
    /// The first height that the engine must keep; 0: all.
    core::Result<core::Height> commit();
    /// The engine is gone: what is not committed is undone.
    core::Status abandon();

    /// "/head": a CBOR map of height, epoch and state's hash; "/account" with a public key: one of balance and
    /// sequence.
    core::Result<core::Bytes> query(const std::string& path, core::ByteView data) const;

    core::Result<std::vector<SnapshotInfo>> snapshots() const;
    core::Result<core::Bytes> snapshot_chunk(core::Height height, std::uint32_t format, std::uint32_t index) const;
    /// `app_hash` is what the network's headers say of that height; the snapshot itself is not trusted.
    OfferAnswer offer_snapshot(const SnapshotInfo& snapshot, const core::Hash& app_hash);
    /// The last chunk makes the snapshot the chain's durable beginning. Errors: conflict, io.
    core::Result<ChunkAnswer> apply_chunk(std::uint32_t index, core::ByteView chunk);
    /// Whether a snapshot of others is all there is, and no block has followed. An engine that is killed then may not
    /// come up again on what it has noted; both forget it and begin anew.
    bool rests_on_others() const;
    core::Status forget_others();
    /// Chunks that have come of the snapshot that is being fetched.
    std::uint32_t chunks_come() const;

    const ChainGenesis& genesis() const;
    Head head() const; ///< before the first block: of the genesis
    /// See Ledger; it comes with the block after.
    core::Result<core::Hash> beacon(core::Height height) const;
    core::Nanoseconds epoch_ends_at() const;
    /// What the state after the last block holds under these keys, and what else its hash is made of.
    struct Shown {
        Head head;
        std::vector<ProvenRecord> records;
        core::Hash record_hash;
    };
    core::Result<Shown> show(const std::vector<StateKey>& keys) const;
    core::Result<FoundTransaction> transaction(const core::Hash& hash) const;
    void read(const std::function<void(const State&)>& read) const;
    ChainRecord record() const;
    /// Called after each commit on its thread, outside the lock of read(); one listener. An empty one takes it away.
    void on_commit(Listener listener);

private:
    struct Impl;
    explicit ChainApp(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::ledger
