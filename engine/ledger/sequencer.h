// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "ledger/ledger.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace hearth::ledger {

/// Solo mode's consensus: one key orders transactions into blocks on SQLite (WAL, synchronous=FULL). A block
/// is stored with its transactions, result, app hash and signature in one SQL transaction; on start the
/// blocks after the last snapshot are replayed and must give the stored app hash. Thread-safe.
class Sequencer final : public Ledger {
public:
    struct Options {
        std::filesystem::path folder; ///< holds ledger.sqlite
        core::Nanoseconds epoch_length = 60'000'000'000;
        const core::Clock* clock = &core::system_clock();
        core::Height snapshot_every = 1000; ///< blocks
        /// Newest blocks that keep their transactions, besides those after the older of two snapshots, from which the
        /// ledger can start; the others keep header and signature. 0: all.
        core::Height keep_blocks = 0;
        /// For fault tests: called with "applied", "stored", "committed" and "snapshot" at those points.
        std::function<void(std::string_view)> probe;
    };
    /// Opens or, with `genesis`, creates; of an existing ledger only the chain id must agree. One that follows older
    /// rules goes on under the present ones in a new block. Errors: conflict (another process has it open), refused
    /// (another key or chain), corrupt (what differs, and how to restore), io.
    static core::Result<std::unique_ptr<Sequencer>> open(const Options& options, const Genesis& genesis,
                                                         core::SigningKey key);
    /// Reads an existing ledger as open() does, and every page of its file, but changes nothing; `key` if it is known
    /// whose it must be. Errors: as open().
    static core::Result<Head> examine(const std::filesystem::path& folder, const std::optional<core::PublicKey>& key);
    /// What a chain that goes on under others begins with.
    struct Legacy {
        Head head;
        core::cbor::Value state; ///< under the present rules
        std::string chain_id;
    };
    /// Of an existing ledger that nobody has open; checked as open() does, and nothing is changed. Errors: as open(),
    /// not_found.
    static core::Result<Legacy> legacy(const std::filesystem::path& folder);
    ~Sequencer() override;

    /// Orders and commits the transaction in a block of its own or with others waiting; returns when it is
    /// durable. A transaction that fails its check is refused and not stored.
    core::Result<TxResult> submit(const SignedTransaction& tx);
    /// The same; `done` is called before it returns.
    void submit(const SignedTransaction& tx, Done done) override { done(submit(tx)); }
    /// Closes every epoch whose time has passed; many at once in one block, and without one where nothing was due. What
    /// an epoch leaves to draw is drawn in a block of its own where nobody else makes one. Then old blocks lose their
    /// transactions, some at a time.
    core::Status tick() override;

    Head head() const override;
    std::string chain_id() const override;
    core::Nanoseconds epoch_ends_at() const override;
    /// A hash of the block's signature.
    core::Result<core::Hash> beacon(core::Height height) const override;
    void read(const std::function<void(const State&)>& read) const override;
    /// Of the last block, by the sequencer's signature.
    core::Result<StateProof> prove(const std::vector<StateKey>& keys, core::Height from) const override;
    /// Errors: not_found, too, where its block keeps its transactions no more.
    core::Result<FoundTransaction> transaction(const core::Hash& hash) const override;
    void on_events(Listener listener) override;

private:
    struct Impl;
    explicit Sequencer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::ledger
