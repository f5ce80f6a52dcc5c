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

    /// How far this machine's clock is ahead of the chain's time, negative: behind it; 0: no further than blocks are;
    /// nothing while blocks do not say, as after the clock was set. Block times are the validators' median, and nothing
    /// that is computed here reads this clock. What is old is not ahead: while blocks are caught up with, their age
    /// shrinks, and with a wrong clock it stays.
    std::optional<core::Nanoseconds> clock_off() const { return m_clock_off; }

private:
    void notice_setting(core::Nanoseconds lead);
    void compare_clocks(core::Nanoseconds off, core::Nanoseconds running);

    /// Blocks that came one after the other at about the same distance from this clock.
    struct Steady {
        core::Nanoseconds since = 0, off = 0; ///< monotonic; of the first of them
        unsigned blocks = 0;
    };
    core::Height m_height = 0;
    std::optional<core::Nanoseconds> m_changed_at; ///< monotonic
    std::optional<core::Nanoseconds> m_lead;       ///< of the wall clock over the other one
    std::optional<Steady> m_steady;
    std::optional<core::Nanoseconds> m_clock_off;
};

} // namespace hearth::node
