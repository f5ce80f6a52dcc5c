// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "node/policy/chain_watch.h"

#include <mutex>

namespace hearth::node {

/// Whether what is done here can be paid: ChainWatch for whoever asks. Thread-safe; everything given outlives it.
class LedgerWatch {
public:
    /// `chain`: null where this home orders its own blocks, which always come.
    LedgerWatch(const ledger::CometLedger* chain, const core::Clock& clock) : m_chain(chain), m_clock(clock) {}

    bool in_network() const { return m_chain != nullptr; }
    /// Nothing: it can be paid.
    std::optional<ChainTrouble> trouble();
    /// See ChainWatch, of the last look at the trouble.
    std::optional<core::Nanoseconds> clock_off() const;

private:
    const ledger::CometLedger* const m_chain;
    const core::Clock& m_clock;
    mutable std::mutex m_mutex;
    ChainWatch m_watch;
};

/// That this machine's clock is so far from the chain's time.
core::Sentence clock_words(core::Nanoseconds off);

} // namespace hearth::node
