// SPDX-License-Identifier: Apache-2.0
#include "node/policy/ledger_watch.h"

namespace hearth::node {

std::optional<ChainTrouble> LedgerWatch::trouble() {
    if (m_chain == nullptr) return std::nullopt;
    const std::lock_guard lock(m_mutex);
    return m_watch.look(m_chain->engine(), m_chain->head(), m_clock.now(), m_clock.monotonic());
}

std::optional<core::Nanoseconds> LedgerWatch::clock_off() const {
    const std::lock_guard lock(m_mutex);
    return m_watch.clock_off();
}

core::Sentence clock_words(core::Nanoseconds off) {
    const bool ahead = off > 0;
    const auto by = static_cast<std::uint64_t>((ahead ? off : -off) / core::second);
    return core::say(ahead ? "clock_ahead" : "clock_behind", {core::figure(by)});
}

} // namespace hearth::node
