// SPDX-License-Identifier: Apache-2.0
#include "node/policy/ledger_watch.h"

namespace hearth::node {

std::optional<ChainTrouble> LedgerWatch::trouble() {
    if (m_chain == nullptr) return std::nullopt;
    const std::lock_guard lock(m_mutex);
    return m_watch.look(m_chain->engine(), m_chain->head(), m_clock.now(), m_clock.monotonic());
}

} // namespace hearth::node
