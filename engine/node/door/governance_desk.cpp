// SPDX-License-Identifier: Apache-2.0
#include "node/door/governance_desk.h"
#include "node/money/channels.h"
#include "node/money/governance.h"

namespace hearth::node {
namespace {

using core::figure;
using core::say;
using core::Sentence;

Sentence amount_of(const control::GovernanceAct& act) {
    const auto amount = core::Amount::parse_units(act.amount.value_or("0"));
    return amount ? amount->text() : std::string();
}

Sentence choice_of(const control::GovernanceAct& act) {
    if (act.choice == "yes") return say("choice_yes");
    return act.choice == "no" ? say("choice_no") : say("choice_abstain");
}

Sentence what_happened(const control::GovernanceAct& act, const control::GovernanceReceipt& receipt) {
    const Sentence height = figure(receipt.height), proposal = figure(receipt.proposal.value_or(0));
    if (act.act == "vote") return say("block_holds_vote", {height, choice_of(act), proposal});
    if (act.act == "propose" && receipt.proposal) return say("block_numbers_proposal", {height, proposal});
    if (act.act == "propose") return say("block_holds_proposal", {height});
    if (act.act == "veto") return say("block_holds_veto", {height, proposal});
    if (act.act == "stake") return say("block_holds_stake", {height, amount_of(act)});
    if (act.act == "unstake") return say("block_holds_unstake", {height, amount_of(act)});
    if (act.act == "lock") return say("block_locks_stake", {height, figure(act.until_epoch.value_or(0))});
    if (act.act == "buy_credits") return say("block_buys_credits", {height, amount_of(act)});
    if (act.act == "open_channel") return say("block_opens_channel", {height, amount_of(act)});
    if (act.act == "top_up_channel") return say("block_tops_up_channel", {height, amount_of(act)});
    if (act.act == "redeem") return say("block_redeems_voucher", {height});
    if (act.act == "close_channel") return say("block_closes_channel", {height});
    if (act.act == "bond") return say("block_holds_bond", {height});
    if (act.act == "transfer") return say("block_holds_transfer", {height, amount_of(act)});
    return say(act.delegate ? "block_holds_delegation" : "block_ends_delegation", {height});
}

} // namespace

core::Result<control::GovernanceView> GovernanceDesk::view() const {
    const core::PublicKey own = m_identity.operator_account();
    const core::PublicKey present = m_identity.node_key()->public_key();
    const ledger::Head head = m_settlement.head();
    std::optional<control::GovernanceView> view;
    m_settlement.read([&](const ledger::State& state) {
        view = governance_view(state, head, own, present);
        view->channels = channels_of(state, {m_identity.caller_key().public_key(), own});
    });
    if (!view)
        return core::fail(core::Code::unavailable, core::say("ledger_cannot_read_now"),
                          core::say("check_disk_then_restart"));
    view->chain = m_settlement.chain_id();
    view->epoch_length = m_epoch_length();
    return std::move(*view);
}

core::Result<ledger::Message> GovernanceDesk::message_of(const control::GovernanceAct& act) const {
    if (is_channel_act(act.act)) return channel_message(act, m_settlement.chain_id());
    if (act.act != "bond") return governance_message(act);
    if (!m_bond) return core::fail(core::Code::unsupported, say("no_validator_here"));
    HEARTH_TRY(const auto node_key, core::PublicKey::parse(*act.node_key));
    HEARTH_TRY(const ledger::BondValidator bond, m_bond(node_key));
    return ledger::Message(bond);
}

/// Named by what its transaction says, so that it is found also where the payer has opened others since.
std::optional<std::string> GovernanceDesk::opened_by(const ledger::TxResult& sent) const {
    const auto found = m_settlement.transaction(sent.tx_hash);
    if (!found || !found->transaction) return std::nullopt;
    const ledger::Transaction& said = found->transaction->transaction;
    return ledger::channel_id(said.sender, said.sequence).hex();
}

core::Result<control::GovernanceReceipt> GovernanceDesk::act(const control::GovernanceAct& wish) {
    control::GovernanceAct act = wish;
    if (!act.node_key) act.node_key = m_identity.node_key()->public_key().hex();
    if (act.act == "buy_credits" && !act.to) act.to = m_identity.caller_key().public_key().hex();
    HEARTH_TRY(ledger::Message message, message_of(act));
    HEARTH_TRY(const Settlement::Governed done, m_settlement.govern(std::move(message)));
    control::GovernanceReceipt receipt;
    receipt.tx = done.result.tx_hash.hex();
    receipt.account = done.account.hex();
    receipt.height = done.result.height;
    receipt.proposal = done.proposal ? done.proposal : act.proposal;
    if (act.act == "open_channel") receipt.channel = opened_by(done.result);
    receipt.sentence = what_happened(act, receipt);
    return receipt;
}

} // namespace hearth::node
