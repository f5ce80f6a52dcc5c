// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/light/block.h"

#include <filesystem>
#include <functional>
#include <memory>

namespace hearth::ledger {

/// ledger.sqlite: genesis, blocks and snapshots. Every writing call is one SQL transaction, durable when it
/// returns. Errors: io (with what to do), corrupt. One caller at a time.
class BlockStore {
public:
    static core::Result<std::unique_ptr<BlockStore>> open(const std::filesystem::path& file);
    /// Changes nothing, not even beside the file.
    static core::Result<std::unique_ptr<BlockStore>> open_to_read(const std::filesystem::path& file);
    ~BlockStore();

    /// Reads every page and compares it with what refers to it. Errors: corrupt, io.
    core::Status check() const;

    core::Result<std::optional<core::Bytes>> meta(const std::string& key) const;
    core::Status set_meta(const std::vector<std::pair<std::string, core::Bytes>>& values);

    /// `before_commit` runs when everything is written but not yet committed.
    core::Status append(const Block& block, const std::function<void()>& before_commit);
    core::Result<core::Height> height() const;
    /// Errors: not_found too, where its transactions were dropped.
    core::Result<std::optional<Block>> block(core::Height height) const;
    /// Of every block: what proves it. Without its transactions.
    core::Result<std::optional<Block>> header(core::Height height) const;
    /// Drops the transactions of at most `count` more blocks, up to `last`, once the index knows them: their headers,
    /// signatures and places in the index stay. The file does not get smaller; what comes next uses the room.
    core::Status drop_transactions(core::Height last, std::size_t count);
    core::Result<core::Height> dropped() const; ///< up to which block; 0: none

    /// The index of transactions follows when it is asked: it adds at most `count` blocks, and says whether it is
    /// whole.
    core::Result<bool> extend_index(std::size_t count);
    /// Of the block that holds the transaction, as far as the index goes.
    core::Result<std::optional<core::Height>> height_of(const core::Hash& transaction) const;

    /// Keeps this snapshot and the one before it.
    core::Status put_snapshot(core::Height height, core::ByteView state);
    /// Heights of the stored snapshots, newest first.
    core::Result<std::vector<core::Height>> snapshots() const;
    core::Result<core::Bytes> snapshot(core::Height height) const;

private:
    struct Impl;
    core::Result<core::Height> mark(const std::string& key) const;
    explicit BlockStore(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::ledger
