// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "ledger/state.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

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

/// Solo mode's consensus: one key orders transactions into blocks on SQLite (WAL, synchronous=FULL). A block
/// is stored with its transactions, result, app hash and signature in one SQL transaction; on start the
/// blocks after the last snapshot are replayed and must give the stored app hash. Thread-safe.
class Sequencer {
public:
    struct Options {
        std::filesystem::path folder; ///< holds ledger.sqlite
        core::Nanoseconds epoch_length = 60'000'000'000;
        const core::Clock* clock = &core::system_clock();
        core::Height snapshot_every = 1000; ///< blocks
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
    ~Sequencer();

    /// Orders and commits the transaction in a block of its own or with others waiting; returns when it is
    /// durable. A transaction that fails its check is refused and not stored.
    core::Result<TxResult> submit(const SignedTransaction& tx);
    /// Closes every epoch whose time has passed; many at once in one block, and without one where nothing was
    /// due. Called by the service about once a second.
    core::Status tick();

    Head head() const;
    std::string chain_id() const;
    core::Nanoseconds epoch_ends_at() const;
    /// Signed hash of the last block: the public randomness of solo mode.
    core::Hash beacon() const;
    /// Runs `read` on the present state under the lock; it must not call back.
    void read(const std::function<void(const State&)>& read) const;
    /// Called after a commit with the events of the block, on the committing thread, outside the lock of
    /// read(). The listener must not submit.
    void on_events(std::function<void(const std::vector<LedgerEvent>&, core::Height)> listener);

private:
    struct Impl;
    explicit Sequencer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::ledger
