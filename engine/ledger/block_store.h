// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/block.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace hearth::ledger {

/// Blocks and snapshots of one chain in ledger.sqlite (WAL, synchronous=FULL). What append() acknowledged
/// survives a crash at any moment. Used from one thread at a time.
class BlockStore {
public:
    static core::Result<std::unique_ptr<BlockStore>> open(const std::filesystem::path& folder);
    ~BlockStore();

    core::Result<std::optional<Foundation>> foundation();
    core::Status found(const Foundation& foundation);
    /// The block and, if given, the state after it, in one SQL transaction.
    core::Status append(const Block& block, const State* snapshot);
    struct Snapshot {
        core::Height height = 0;
        core::Bytes state;
    };
    core::Result<std::optional<Snapshot>> latest_snapshot();
    core::Result<std::optional<Block>> block(core::Height height);
    /// Every block above `height`, in order; stops at the first error of `visit`.
    core::Status replay_above(core::Height height, const std::function<core::Status(const Block&)>& visit);

private:
    struct Impl;
    explicit BlockStore(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::ledger
