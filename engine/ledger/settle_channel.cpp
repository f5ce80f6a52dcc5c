// SPDX-License-Identifier: Apache-2.0
#include "ledger/apply.h"

#include <set>

namespace hearth::ledger {

using core::Amount;
using core::Code;
using core::fail;
using core::Status;

/// One of the receipts: of this payee and payer, of this channel, and not settled before.
Status Checker::settles_by(const proof::SignedReceipt& one, const core::ChannelId& id, const Channel& channel) const {
    const proof::Receipt& receipt = one.receipt;
    const auto differs = [](const char* field) {
        return fail(Code::refused, core::say("receipt_not_of_channel", {field}));
    };
    if (receipt.executor_key != m_tx.sender) return fail(Code::refused, core::say("receipt_settled_executor_signed"));
    if (receipt.escrow_id != escrow_of(id)) return differs("escrow");
    if (receipt.client_key != channel.payer) return differs("payer");
    if (receipt.height != channel.height) return differs("height");
    if (receipt.price == Amount()) return differs("price"); // the voucher would not bound how many there are
    if (proof::find_profile(receipt.profile) == nullptr)
        return fail(Code::unsupported, core::say("no_profile", {receipt.profile}));
    if (m_state.reward(receipt.id()) != nullptr) return fail(Code::conflict, core::say("receipt_settled_already"));
    if (!one.signature_valid()) return fail(Code::refused, core::say("receipt_signature_not_valid"));
    return {};
}

/// What was agreed per token nobody else knows: the payer's voucher is its word that the sum is right.
Status Checker::operator()(const SettleByVoucher& m) const {
    HEARTH_CHECK(known_under(m_state.rules(), m));
    HEARTH_TRY(const Channel* found, channel(m.channel));
    if (m_tx.sender != found->payee) return fail(Code::refused, core::say("only_payee_redeems"));
    if (m_state.node(m_tx.sender) == nullptr)
        return fail(Code::not_found, core::say("executor_escrow_not_registered"), core::say("register_key_first"));
    if (m_context.height <= found->height) return fail(Code::refused, core::say("receipt_settled_after_block"));
    if (m.signed_receipts.empty() || m.signed_receipts.size() > SettleByVoucher::max_receipts)
        return fail(Code::invalid_argument,
                    core::say("receipts_at_once", {std::to_string(SettleByVoucher::max_receipts)}));
    HEARTH_CHECK(redeemable(m.channel, m.amount, m.signature, *found));
    std::set<core::ReceiptId> seen;
    Amount in_all = found->paid;
    for (const core::Bytes& bytes : m.signed_receipts) {
        HEARTH_TRY(const auto one, proof::SignedReceipt::decode_bytes(bytes));
        HEARTH_CHECK(settles_by(one, m.channel, *found));
        if (!seen.insert(one.receipt.id()).second) return fail(Code::conflict, core::say("receipt_settled_already"));
        HEARTH_TRY(in_all, in_all.plus(one.receipt.price));
    }
    if (in_all <= m.amount) return {};
    return fail(Code::refused, core::say("receipts_above_voucher", {in_all.text(), m.amount.text()}),
                core::say("ask_payer_for_voucher_again"));
}

void Applier::operator()(const SettleByVoucher& m) {
    Channel channel = *m_tables.channels().get(m.channel);
    const Amount before = channel.paid;
    for (const core::Bytes& bytes : m.signed_receipts) {
        const auto one = proof::SignedReceipt::decode_bytes(bytes);
        const proof::Receipt& receipt = one->receipt;
        channel.paid = Amount::from_units(channel.paid.units() + receipt.price.units());
        m_tables.add(Pool::rewards, receipt.price);
        // The tariff stays between the two; the beacon is that of the block that opened the channel.
        grant(receipt, channel.payer,
              EscrowTerms{proof::find_profile(receipt.profile)->id, {}, channel.height, channel.beacon},
              channel.credits);
    }
    m_tables.put(m.channel, channel);
    const Amount more = Amount::from_units(channel.paid.units() - before.units());
    m_events.push_back({EventKind::channel_paid, {}, channel.payee, more, 0, m.channel});
}

} // namespace hearth::ledger
