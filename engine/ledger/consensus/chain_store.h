// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/consensus/application.h"
#include "ledger/ledger.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace hearth::ledger {

/// Length of all chunks of a snapshot but the last: one is a message of the engine.
inline constexpr std::size_t snapshot_chunk_bytes = std::size_t{4} << 20;

/// A block as the application keeps it, to be replayed.
struct StoredBlock {
    OrderedBlock block; ///< without its last commit: what counts of it is in the first transaction, or `absent`
    core::Hash app_hash;
};

/// chain.sqlite: genesis, blocks and snapshots of a network's application. A block is written in a transaction that
/// stays open until commit(), which makes it durable (WAL, synchronous=FULL). Errors: io, corrupt. One caller at a
/// time.
class ChainStore {
public:
    static core::Result<std::unique_ptr<ChainStore>> open(const std::filesystem::path& file);
    ~ChainStore();

    core::Status begin();
    /// `with_absent`: who was absent counts, so that it is kept; older programs could not read that.
    core::Status append(const StoredBlock& block, bool with_absent = false);
    /// For transaction(): what became of each, in the block's order.
    core::Status put_results(const std::vector<TxResult>& results);
    /// Kept after the block itself is removed; without what it says and the block's time.
    core::Result<std::optional<FoundTransaction>> result_of(const core::Hash& transaction) const;
    /// The randomness that the block at `height` brought, known one block later; never removed.
    core::Status put_beacon(core::Height height, const core::Hash& beacon);
    core::Status commit();
    void rollback();

    core::Result<std::optional<core::Bytes>> genesis() const;
    core::Status set_genesis(core::ByteView genesis);

    /// Of the last block or snapshot; 0: none.
    core::Result<core::Height> height() const;
    core::Result<std::optional<StoredBlock>> block(core::Height height) const;
    core::Result<std::optional<core::Hash>> beacon(core::Height height) const;

    /// Cut into chunks, each beside its SHA-256. Keeps this snapshot and the one before it, and the blocks after that.
    core::Status put_snapshot(core::Height height, core::ByteView snapshot);
    core::Status forget_snapshots();
    /// Heights of the stored snapshots, newest first.
    core::Result<std::vector<core::Height>> snapshots() const;
    core::Result<core::Bytes> snapshot(core::Height height) const;
    /// The chunks' SHA-256, one after the other, as they were when they were cut; empty: there is no such snapshot.
    core::Result<core::Bytes> chunk_hashes(core::Height height) const;
    /// As it is stored; whoever gets it checks it. Errors: not_found.
    core::Result<core::Bytes> chunk(core::Height height, std::uint32_t position) const;
    core::Result<bool> has_blocks() const;

private:
    struct Impl;
    explicit ChainStore(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::ledger
