// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "core/units.h"

#include <optional>

/// What a node posts once for each epoch, as the ledger's state keeps it.
namespace hearth::ledger {

/// The head of a node's log of evidence (evidence-log.cddl): what stood in it then cannot change any more unseen.
struct LogAnchor {
    std::uint64_t size = 0;
    core::Hash root;
    bool operator==(const LogAnchor&) const = default;
};
struct EpochRoot {
    core::Hash root;
    std::uint64_t count = 0;
    std::optional<LogAnchor> log = {}; ///< since the sixth rules
    core::Height height = 0;           ///< of the block that took it, where there is one
    bool operator==(const EpochRoot&) const = default;
};
/// By the executor once per epoch: RFC 6962 root over the ids of the receipts it settled in it.
struct PostEpochRoot {
    core::Epoch epoch = 0;
    core::Hash root;
    std::uint64_t count = 0;
    std::optional<LogAnchor> log = {}; ///< of its gateway; since the sixth rules
};

} // namespace hearth::ledger
