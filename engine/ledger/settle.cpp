// SPDX-License-Identifier: Apache-2.0
#include "ledger/apply.h"
#include "proof/receipt.h"

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;

namespace {

bool is_exact(const std::string& profile) {
    return profile.rfind("ci", 0) == 0;
}

Status match(const proof::Receipt& receipt, const Escrow& escrow) {
    const auto differs = [](const char* field) {
        return fail(Code::refused, "The receipt's " + std::string(field) + " is not that of the escrow.");
    };
    if (receipt.executor_key != escrow.executor) return differs("executor");
    if (receipt.request_hash != escrow.request_hash) return differs("request");
    if (receipt.model_id != escrow.model_id) return differs("model");
    if (receipt.price > escrow.held)
        return fail(Code::refused, "The receipt's price of " + receipt.price.text() +
                                       " is above the escrow's " + escrow.held.text() + ".");
    return {};
}

} // namespace

Status Checker::operator()(const OpenEscrow& m) const {
    if (m_state.escrow(m.escrow_id) != nullptr) return fail(Code::conflict, "The escrow id is in use.");
    if (m_state.node(m.executor) == nullptr)
        return fail(Code::not_found, "The executor of the escrow is not registered.");
    const core::Epoch latest = m_context.epoch + m_state.params().get("escrow.max_epochs");
    if (m.expires_epoch < m_context.epoch || m.expires_epoch > latest)
        return fail(Code::refused, "An escrow must expire between the epochs " +
                                       std::to_string(m_context.epoch) + " and " + std::to_string(latest) +
                                       ".");
    return affordable(m.cap);
}

void Applier::operator()(const OpenEscrow& m) {
    m_tables.debit(m_tx.sender, m.cap);
    m_tables.add(Pool::escrow, m.cap);
    m_tables.put(m.escrow_id,
                 Escrow{m_tx.sender, m.executor, m.model_id, m.request_hash, m.cap, m.expires_epoch});
}

Status Checker::operator()(const CancelEscrow& m) const {
    const Escrow* escrow = m_state.escrow(m.escrow_id);
    if (escrow == nullptr) return fail(Code::not_found, "There is no such escrow.");
    if (m_tx.sender == escrow->executor) return {};
    if (m_tx.sender != escrow->payer) return fail(Code::refused, "The escrow belongs to others.");
    if (m_context.epoch <= escrow->expires_epoch)
        return fail(Code::refused,
                    "The payer can take the escrow back after epoch " +
                        std::to_string(escrow->expires_epoch) + ".",
                    "Wait: it comes back by itself then.");
    return {};
}

void Applier::operator()(const CancelEscrow& m) {
    const Escrow escrow = *m_tables.escrows().get(m.escrow_id);
    m_tables.take(Pool::escrow, escrow.held);
    m_tables.credit(escrow.payer, escrow.held);
    m_tables.erase(m.escrow_id);
    m_events.push_back({"refunded", {}, escrow.payer, escrow.held});
}

Status Checker::operator()(const SettleReceipt& m) const {
    HEARTH_TRY(const auto signed_receipt, proof::SignedReceipt::decode_bytes(m.signed_receipt));
    const proof::Receipt& receipt = signed_receipt.receipt;
    if (m_tx.sender != receipt.executor_key)
        return fail(Code::refused, "A receipt is settled by the executor that signed it.");
    if (m_state.reward(receipt.id()) != nullptr)
        return fail(Code::conflict, "The receipt is settled already.");
    const Escrow* escrow = m_state.escrow(receipt.escrow_id);
    if (escrow == nullptr)
        return fail(Code::not_found,
                    "The receipt's escrow does not exist; it was settled, cancelled or expired.");
    HEARTH_CHECK(match(receipt, *escrow));
    const core::Amount price = price_of(receipt.n_in, receipt.n_out, m_state.params());
    if (receipt.price != price)
        return fail(Code::refused, "The receipt's price is " + receipt.price.text() + "; its tokens cost " +
                                       price.text() + ".");
    if (!signed_receipt.signature_valid())
        return fail(Code::refused, "The receipt's signature is not valid.");
    return {};
}

void Applier::operator()(const SettleReceipt& m) {
    const auto decoded = proof::SignedReceipt::decode_bytes(m.signed_receipt);
    const proof::Receipt& receipt = decoded->receipt;
    const Escrow escrow = *m_tables.escrows().get(receipt.escrow_id);
    m_tables.take(Pool::escrow, escrow.held);
    m_tables.add(Pool::rewards, receipt.price);
    m_tables.credit(escrow.payer, core::Amount::from_units(escrow.held.units() - receipt.price.units()));
    m_tables.erase(receipt.escrow_id);

    NodeRecord executor = *m_tables.nodes().get(receipt.executor_key);
    ++executor.receipts;
    m_tables.put(receipt.executor_key, executor);

    Reward reward;
    reward.executor = receipt.executor_key;
    reward.payer = escrow.payer;
    reward.price = receipt.price;
    reward.settled_epoch = m_context.epoch;
    reward.height = m_context.height;
    reward.exact = is_exact(receipt.profile);
    reward.due_epoch = m_context.epoch + m_params.get("vesting.epochs");
    m_tables.put(receipt.id(), reward);
    m_events.push_back({"settled", receipt.id(), reward.executor, executor_share(reward.price, m_params)});
}

} // namespace hearth::ledger
