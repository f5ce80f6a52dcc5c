// SPDX-License-Identifier: Apache-2.0
#include "ledger/apply.h"

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;

Status State::check(const SignedTransaction& tx, const BlockContext& context, Signature signature) const {
    HEARTH_CHECK(check_envelope(tx, context, signature));
    const Account* account = m_tables.accounts().get(tx.transaction.sender);
    const core::Amount balance = account != nullptr ? account->balance : core::Amount();
    HEARTH_TRY(const core::Amount available, balance.minus(tx.transaction.fee));
    return std::visit(Checker(*this, tx.transaction, context, available), tx.transaction.message);
}

Status State::apply(const SignedTransaction& tx, const BlockContext& context, std::vector<LedgerEvent>& events,
                    Signature signature, Failing failing) {
    const bool all_or_nothing = failing == Failing::costs_nothing;
    HEARTH_CHECK(all_or_nothing ? check(tx, context, signature) : check_envelope(tx, context, signature));
    Applier applier(*this, tx.transaction, context, events);
    applier.charge_fee();
    const core::Amount available = m_tables.accounts().get(tx.transaction.sender)->balance;
    if (!all_or_nothing)
        HEARTH_CHECK(std::visit(Checker(*this, tx.transaction, context, available), tx.transaction.message));
    std::visit(applier, tx.transaction.message);
    if (std::holds_alternative<CastVote>(tx.transaction.message)) {
        if (m_votes.first != context.height) m_votes = {context.height, 0};
        ++m_votes.second;
    }
    return {};
}

void Applier::charge_fee() {
    const Account* old = m_tables.accounts().get(m_tx.sender);
    Account account = old != nullptr ? *old : Account{};
    ++account.sequence;
    m_tables.put(m_tx.sender, account);
    m_tables.debit(m_tx.sender, m_tx.fee);
    m_tables.add(Pool::burned, m_tx.fee);
}

Status Checker::affordable(core::Amount amount) const {
    if (amount == core::Amount()) return fail(Code::invalid_argument, core::say("amount_must_not_zero"));
    HEARTH_CHECK(m_available.minus(amount));
    return {};
}

Status Checker::operator()(const Transfer& m) const {
    if (m.to.is_zero() || m.to == m_tx.sender)
        return fail(Code::invalid_argument, core::say("transfer_needs_another_account"));
    return affordable(m.amount);
}

void Applier::operator()(const Transfer& m) {
    m_tables.debit(m_tx.sender, m.amount);
    m_tables.credit(m.to, m.amount);
}

Status Checker::operator()(const RegisterNode& m) const {
    if (m.node_key.is_zero() || m.payout.is_zero())
        return fail(Code::invalid_argument, core::say("node_needs_key_payout"));
    const NodeRecord* known = m_state.node(m.node_key);
    if (known != nullptr && known->operator_key != m_tx.sender)
        return fail(Code::conflict, core::say("node_key_registered_another"));
    if (m_state.rules() == 1) return certificate_fits(m);
    const core::Hash digest = possession_digest(m_context.chain_id, m_tx.sender);
    if (!m.possession || !core::verify(m.node_key, digest.view(), *m.possession))
        return fail(Code::refused, core::say("node_key_not_signed"), core::say("register_key_whose_secret"));
    return certificate_fits(m);
}

Status Checker::certificate_fits(const RegisterNode& m) const {
    if (m_state.rules() < certified_rules)
        return !m.certified_until && !m.replaces
                   ? Status()
                   : fail(Code::unsupported, core::say("certificates_have_no_end_yet"), core::say("leave_end_out"));
    if (m.certified_until && *m.certified_until < m_context.epoch)
        return fail(Code::refused, core::say("certificate_ends_before",
                                             {std::to_string(*m.certified_until), std::to_string(m_context.epoch)}));
    if (const NodeRecord* known = m_state.node(m.node_key); known != nullptr && known->replaced)
        return fail(Code::conflict, core::say("node_key_was_replaced"), core::say("take_a_new_node_key"));
    if (!m.replaces) return {};
    if (*m.replaces == m.node_key) return fail(Code::invalid_argument, core::say("node_key_replaces_itself"));
    HEARTH_TRY([[maybe_unused]] const NodeRecord* const old, own_node(*m.replaces));
    return {};
}

void Applier::operator()(const RegisterNode& m) {
    const NodeRecord* known = m_tables.nodes().get(m.node_key);
    NodeRecord node = known != nullptr ? *known : NodeRecord{};
    if (known == nullptr && m_rules > 1) node.registered_epoch = m_context.epoch;
    node.operator_key = m_tx.sender;
    node.payout = m.payout;
    if (m_rules >= certified_rules) node.certified_until = m.certified_until;
    m_tables.put(m.node_key, node);
    if (!m.replaces) return;
    NodeRecord old = *m_tables.nodes().get(*m.replaces);
    old.replaced = true;
    m_tables.put(*m.replaces, old);
}

Status Checker::operator()(const PostEpochRoot& m) const {
    if (m_state.node(m_tx.sender) == nullptr)
        return fail(Code::refused, "Only a registered node posts epoch roots.", core::say("register_node_key_first"));
    if (m.epoch > m_context.epoch) return fail(Code::refused, "The epoch of the root has not begun.");
    if (m_state.epoch_root(m_tx.sender, m.epoch) != nullptr)
        return fail(Code::conflict, "The node has posted its root of this epoch.");
    const core::Epoch keep = m_state.params().get("rewards.keep_epochs");
    if (m_context.epoch >= keep && m.epoch <= m_context.epoch - keep)
        return fail(Code::conflict, "The epoch of the root is closed for good.");
    return {};
}

void Applier::operator()(const PostEpochRoot& m) {
    m_tables.put(RootKey{m.epoch, m_tx.sender}, EpochRoot{m.root, m.count, m.log, m.log ? m_context.height : 0});
}

Status Checker::operator()(const OfferTariff& m) const {
    constexpr std::size_t most_offers = 1000;
    if (m_state.node(m_tx.sender) == nullptr)
        return fail(Code::refused, core::say("only_registered_node_offers"), core::say("register_node_key_first"));
    const proof::Profile* profile = proof::find_profile(m.profile);
    if (profile == nullptr) return fail(Code::unsupported, core::say("no_profile", {m.profile}));
    const auto known = m_state.tariff(m_tx.sender, m.model_id, profile->id) != nullptr;
    if (!m.tariff) {
        if (!known) return fail(Code::not_found, core::say("node_does_not_offer"));
        return {};
    }
    if (!m_state.node(m_tx.sender)->certified(m_context.epoch))
        return fail(Code::refused, core::say("node_certificate_is_over"), core::say("certify_node_key_again"));
    for (const auto& [amount, bound] : {std::pair(m.tariff->prompt_token, "tariff.prompt_token_max"),
                                        std::pair(m.tariff->completion_token, "tariff.completion_token_max")})
        if (amount.units() > m_state.params().get(bound))
            return fail(Code::refused,
                        core::say("token_may_cost_most",
                                  {core::Amount::from_units(m_state.params().get(bound)).text(), amount.text()}));
    if (!known && m_state.offers_of(m_tx.sender).size() >= most_offers)
        return fail(Code::refused, core::say("node_offers_most_models", {std::to_string(most_offers)}),
                    core::say("withdraw_old_offer_first"));
    return {};
}

void Applier::operator()(const OfferTariff& m) {
    const TariffKey key{m_tx.sender, m.model_id, proof::find_profile(m.profile)->id};
    if (m.tariff)
        m_tables.put(key, *m.tariff);
    else
        m_tables.erase(key);
}

} // namespace hearth::ledger
