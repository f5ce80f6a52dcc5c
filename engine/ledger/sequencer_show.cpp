// SPDX-License-Identifier: Apache-2.0
#include "ledger/sequencer_impl.h"

namespace hearth::ledger {

using core::Code;
using core::fail;

core::Result<StateProof> Sequencer::prove(const std::vector<StateKey>& keys, core::Height from) const {
    if (from != 0)
        return fail(Code::invalid_argument, core::say("solo_ledger_one_signer"), core::say("leave_block_out_reader"));
    const std::lock_guard lock(m_impl->state_mutex);
    if (!m_impl->state) return ledger_broken();
    const core::Height height = m_impl->head.height;
    if (height == 0)
        return fail(Code::unavailable, core::say("ledger_no_block_yet"), core::say("ask_again_after_first"));
    StateProof proof;
    proof.chain_id = m_impl->genesis.chain_id;
    proof.height = height;
    HEARTH_TRY(proof.records, m_impl->state->prove(keys));
    HEARTH_TRY(const auto block, m_impl->store->header(height));
    if (!block) return fail(Code::corrupt, core::say("ledger_last_block_missing"));
    proof.witness = SoloWitness{block->header, block->signature, m_impl->signer};
    return proof;
}

core::Result<FoundTransaction> Sequencer::transaction(const core::Hash& hash) const {
    for (bool whole = false; !whole;) {
        const std::lock_guard lock(m_impl->state_mutex);
        HEARTH_TRY(whole, m_impl->store->extend_index(blocks_at_once));
    }
    const std::lock_guard lock(m_impl->state_mutex);
    HEARTH_TRY(const auto height, m_impl->store->height_of(hash));
    if (!height)
        return fail(Code::not_found, core::say("no_block_holds_transaction", {hash.hex()}),
                    core::say("refused_sent_another_ledger"));
    HEARTH_TRY(const auto block, m_impl->store->block(*height));
    FoundTransaction found;
    found.height = *height;
    for (std::size_t i = 0; block && i < block->transactions.size(); ++i) {
        if (transaction_hash(block->transactions[i]) != hash) continue;
        found.position = i;
        found.time = block->header.time;
        HEARTH_TRY(found.transaction, SignedTransaction::decode(block->transactions[i]));
        return found;
    }
    return fail(Code::corrupt, core::say("block_does_not_hold", {std::to_string(*height)}),
                core::say("restore_ledger_folder_backup"));
}

} // namespace hearth::ledger
