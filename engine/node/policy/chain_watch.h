// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"
#include "ledger/consensus/comet_ledger.h"

#include <optional>

namespace hearth::node {

/// Why nothing can be paid now.
struct ChainTrouble {
    bool lasting = false; ///< it does not end by itself
    core::Sentence what, repair;
};

/// Whether the blocks of a network come. Fed once a second; pure but for what it remembers. One thread.
class ChainWatch {
public:
    /// `now`: wall clock, as blocks have it; `running`: monotonic. Nothing while blocks come, or are being caught up
    /// with; else why they do not and what to do, which ends by itself with the next block.
    std::optional<ChainTrouble> look(const ledger::CometLedger::Engine& engine, const ledger::Head& head,
                                     core::Nanoseconds now, core::Nanoseconds running);

private:
    core::Height m_height = 0;
    std::optional<core::Nanoseconds> m_changed_at; ///< monotonic
};

} // namespace hearth::node
