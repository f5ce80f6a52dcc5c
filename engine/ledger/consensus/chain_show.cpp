// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/chain_app_impl.h"

namespace hearth::ledger {

using core::Code;
using core::fail;

core::Result<ChainApp::Shown> ChainApp::show(const std::vector<StateKey>& keys) const {
    std::unique_lock lock(m_impl->mutex);
    m_impl->settled.wait(lock, [&] { return !m_impl->open; });
    if (!m_impl->state) return chain_broken();
    Shown shown;
    shown.head = m_impl->committed;
    shown.record_hash = m_impl->record.hash();
    HEARTH_TRY(shown.records, m_impl->state->prove(keys));
    return shown;
}

core::Result<FoundTransaction> ChainApp::transaction(const core::Hash& hash) const {
    std::unique_lock lock(m_impl->mutex);
    m_impl->settled.wait(lock, [&] { return !m_impl->open; });
    HEARTH_TRY(auto found, m_impl->store->result_of(hash));
    if (!found)
        return fail(Code::not_found, core::say("no_block_node_applied", {hash.hex()}),
                    core::say("still_under_way_refused"));
    HEARTH_TRY(const auto stored, m_impl->store->block(found->height));
    if (!stored) return std::move(*found);
    for (const core::Bytes& bytes : stored->block.transactions)
        if (transaction_hash(bytes) == hash) {
            HEARTH_TRY(found->transaction, SignedTransaction::decode(bytes));
            found->time = stored->block.time;
        }
    return std::move(*found);
}

} // namespace hearth::ledger
