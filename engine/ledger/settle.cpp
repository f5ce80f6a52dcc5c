// SPDX-License-Identifier: Apache-2.0
#include "ledger/apply.h"
#include "ledger/rules.h"
#include "ledger/set_aside.h"
#include "proof/receipt.h"

#include <algorithm>

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;

namespace {

Status match(const proof::Receipt& receipt, const Escrow& escrow) {
    const auto differs = [](const char* field) {
        return fail(Code::refused, core::say("receipt_not_of_escrow", {field}));
    };
    if (receipt.executor_key != escrow.executor) return differs("executor");
    if (receipt.request_hash != escrow.request_hash) return differs("request");
    if (receipt.model_id != escrow.model_id) return differs("model");
    if (escrow.terms && receipt.profile != proof::profile(escrow.terms->profile).name) return differs("profile");
    if (receipt.price > escrow.held)
        return fail(Code::refused, core::say("receipt_price_above_escrow", {receipt.price.text(), escrow.held.text()}));
    return {};
}

} // namespace

Status Checker::operator()(const OpenEscrow& m) const {
    if (m.credits) HEARTH_CHECK(known_under(m_state.rules(), m));
    // Since channels pay answers, a receipt of one must not be that of an escrow as well.
    const bool is_channel =
        m_state.rules() >= answering_rules && m_state.tables().channels().get(channel_of(m.escrow_id)) != nullptr;
    if (is_channel || m_state.escrow(m.escrow_id) != nullptr) return fail(Code::conflict, core::say("escrow_id_use"));
    if (m_state.node(m.executor) == nullptr) return fail(Code::not_found, core::say("executor_escrow_not_registered"));
    if (!m_state.node(m.executor)->certified(m_context.epoch))
        return fail(Code::refused, core::say("node_certificate_is_over"), core::say("ask_another_node"));
    const core::Epoch latest = m_context.epoch + m_state.params().get("escrow.max_epochs");
    if (m.expires_epoch < m_context.epoch || m.expires_epoch > latest)
        return fail(Code::refused,
                    core::say("escrow_must_expire_between", {std::to_string(m_context.epoch), std::to_string(latest)}));
    if (m_state.rules() > 1) HEARTH_CHECK(accepted_is_offered(m));
    return can_set_aside(m.cap, m.credits);
}

Status Checker::accepted_is_offered(const OpenEscrow& m) const {
    if (!m.accepted) return fail(Code::invalid_argument, core::say("escrow_names_profile_tariff"));
    const proof::Profile* profile = proof::find_profile(m.accepted->profile);
    if (profile == nullptr) return fail(Code::unsupported, core::say("no_profile", {m.accepted->profile}));
    const Tariff* offered = m_state.tariff(m.executor, m.model_id, profile->id);
    if (offered == nullptr) return fail(Code::not_found, core::say("executor_does_not_offer", {m.accepted->profile}));
    if (*offered != m.accepted->tariff)
        return fail(
            Code::conflict,
            core::say("executor_tariff_now_token", {offered->prompt_token.text(), offered->completion_token.text()}),
            core::say("ask_again_new_price"));
    return {};
}

void Applier::operator()(const OpenEscrow& m) {
    set_aside(m_tables, m_tx.sender, m.cap, m.credits);
    m_tables.add(Pool::escrow, m.cap);
    Escrow escrow{m_tx.sender, m.executor, m.model_id, m.request_hash, m.cap, m.expires_epoch, std::nullopt, m.credits};
    if (m_rules > 1)
        escrow.terms = EscrowTerms{proof::find_profile(m.accepted->profile)->id, m.accepted->tariff, m_context.height,
                                   std::nullopt};
    m_tables.put(m.escrow_id, escrow);
}

Status Checker::operator()(const CancelEscrow& m) const {
    const Escrow* escrow = m_state.escrow(m.escrow_id);
    if (escrow == nullptr) return fail(Code::not_found, core::say("no_such_escrow"));
    if (m_tx.sender == escrow->executor) return {};
    if (m_tx.sender != escrow->payer) return fail(Code::refused, core::say("escrow_belongs_others"));
    if (m_context.epoch <= escrow->expires_epoch)
        return fail(Code::refused, core::say("payer_take_escrow_back", {std::to_string(escrow->expires_epoch)}),
                    core::say("wait_comes_back_itself"));
    return {};
}

void Applier::operator()(const CancelEscrow& m) {
    const Escrow escrow = *m_tables.escrows().get(m.escrow_id);
    m_tables.take(Pool::escrow, escrow.held);
    give_back(m_tables, escrow.payer, escrow.held, escrow.credits);
    m_tables.erase(m.escrow_id);
    m_events.push_back({EventKind::refunded, {}, escrow.payer, escrow.held});
}

Status Checker::operator()(const SettleReceipt& m) const {
    HEARTH_TRY(const auto signed_receipt, proof::SignedReceipt::decode_bytes(m.signed_receipt));
    const proof::Receipt& receipt = signed_receipt.receipt;
    const bool is_newer = std::any_of(receipt.evidence.begin(), receipt.evidence.end(),
                                      [](const auto& each) { return each.kind > proof::EvidenceKind::prompt_scores; });
    // Whoever runs an older program cannot read it, and refuses it with this code.
    if (is_newer && m_state.rules() < answering_rules)
        return fail(Code::corrupt, core::say("ledger_rules_know_no_values"), core::say("wait_for_newer_rules"));
    if (m_tx.sender != receipt.executor_key) return fail(Code::refused, core::say("receipt_settled_executor_signed"));
    if (m_state.reward(receipt.id()) != nullptr) return fail(Code::conflict, core::say("receipt_settled_already"));
    const Escrow* escrow = m_state.escrow(receipt.escrow_id);
    if (escrow == nullptr) return fail(Code::not_found, core::say("receipt_escrow_does_not"));
    HEARTH_CHECK(match(receipt, *escrow));
    HEARTH_CHECK(price_fits(receipt, *escrow));
    HEARTH_CHECK(beacon_fits(receipt, *escrow));
    if (!signed_receipt.signature_valid()) return fail(Code::refused, core::say("receipt_signature_not_valid"));
    return {};
}

Status Checker::price_fits(const proof::Receipt& receipt, const Escrow& escrow) const {
    core::Amount price = price_of(receipt.n_in, receipt.n_out, m_state.params());
    if (escrow.terms) {
        HEARTH_TRY(price, escrow.terms->tariff.price(receipt.n_in, receipt.n_out));
    }
    if (receipt.price == price) return {};
    return fail(Code::refused, core::say("receipt_price_tokens_cost", {receipt.price.text(), price.text()}));
}

/// The height says which beacon the sampler's key was made with. It is the block that opened the escrow, so that the
/// executor cannot try several.
Status Checker::beacon_fits(const proof::Receipt& receipt, const Escrow& escrow) const {
    if (!escrow.terms) return {};
    if (m_context.height <= escrow.terms->height) return fail(Code::refused, core::say("receipt_settled_after_block"));
    if (receipt.height != escrow.terms->height)
        return fail(Code::refused, core::say("receipt_names_block_escrow",
                                             {std::to_string(receipt.height), std::to_string(escrow.terms->height)}));
    return {};
}

void Applier::operator()(const SettleReceipt& m) {
    const auto decoded = proof::SignedReceipt::decode_bytes(m.signed_receipt);
    const proof::Receipt& receipt = decoded->receipt;
    const Escrow escrow = *m_tables.escrows().get(receipt.escrow_id);
    m_tables.take(Pool::escrow, escrow.held);
    m_tables.add(Pool::rewards, receipt.price);
    const auto rest = core::Amount::from_units(escrow.held.units() - receipt.price.units());
    give_back(m_tables, escrow.payer, rest, escrow.credits);
    m_tables.erase(receipt.escrow_id);
    grant(receipt, escrow.payer, escrow.terms, escrow.credits);
}

/// Its price is among the rewards.
void Applier::grant(const proof::Receipt& receipt, const core::PublicKey& payer, std::optional<EscrowTerms> terms,
                    bool credits) {
    NodeRecord executor = *m_tables.nodes().get(receipt.executor_key);
    ++executor.receipts;
    m_tables.put(receipt.executor_key, executor);

    Reward reward;
    reward.executor = receipt.executor_key;
    reward.payer = payer;
    reward.price = receipt.price;
    reward.settled_epoch = m_context.epoch;
    reward.height = m_context.height;
    // The first rules knew no list of profiles.
    reward.exact = m_rules == 1 ? receipt.profile.starts_with("ci") : proof::is_exact(receipt.profile);
    reward.terms = std::move(terms);
    reward.credits = credits;
    reward.due_epoch = m_context.epoch + m_params.get("vesting.epochs");
    if (m_rules >= auditing_rules) reward.staked = executor.answerable();
    m_tables.put(receipt.id(), reward);
    m_events.push_back({EventKind::settled, receipt.id(), reward.executor, executor_share(reward.price, m_params)});
}

} // namespace hearth::ledger
