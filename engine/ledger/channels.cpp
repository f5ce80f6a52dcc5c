// SPDX-License-Identifier: Apache-2.0
#include "ledger/apply.h"
#include "ledger/set_aside.h"

namespace hearth::ledger {

using core::Amount;
using core::Code;
using core::fail;
using core::Status;

namespace {

std::size_t channels_of_payer(const Tables& tables, const core::PublicKey& payer) {
    const auto& all = tables.paying();
    std::size_t count = 0;
    for (auto at = all.lower_bound({payer, core::ChannelId{}}); at != all.end() && at->first == payer; ++at)
        ++count;
    return count;
}

/// What nobody was paid goes back.
void end(Tables& tables, const core::ChannelId& id, std::vector<LedgerEvent>& events) {
    const Channel channel = *tables.channels().get(id);
    tables.erase(id);
    if (channel.left() != Amount()) give_back(tables, channel.payer, channel.left(), channel.credits);
    events.push_back({EventKind::channel_closed, {}, channel.payer, channel.left(), 0, id});
}

} // namespace

Status Checker::channelled() const {
    if (m_state.rules() >= channel_rules) return {};
    return fail(Code::unsupported, core::say("ledger_rules_know_no_channels"), core::say("wait_for_newer_rules"));
}

core::Result<const Channel*> Checker::channel(const core::ChannelId& id) const {
    HEARTH_CHECK(channelled());
    const Channel* found = m_state.tables().channels().get(id);
    if (found == nullptr)
        return fail(Code::not_found, core::say("no_such_channel", {id.hex()}), core::say("list_channels"));
    if (m_tx.sender != found->payer && m_tx.sender != found->payee)
        return fail(Code::refused, core::say("channel_belongs_to_others"));
    return found;
}

Status Checker::operator()(const OpenChannel& m) const {
    HEARTH_CHECK(channelled());
    if (m.credits) HEARTH_CHECK(known_under(m_state.rules(), m));
    if (m.payee.is_zero() || m.payee == m_tx.sender)
        return fail(Code::invalid_argument, core::say("channel_needs_another_payee"));
    if (m.credits && m_state.node(m.payee) == nullptr) return fail(Code::refused, core::say("credits_pay_nodes_alone"));
    const Params& params = m_state.params();
    const Amount least = Amount::from_units(params.get("channel.least_deposit"));
    if (m.deposit < least)
        return fail(Code::refused, core::say("channel_deposit_too_small", {m.deposit.text(), least.text()}));
    const core::Epoch latest = m_context.epoch + params.get("channel.max_epochs");
    if (m.expires_epoch < m_context.epoch || m.expires_epoch > latest)
        return fail(Code::refused,
                    core::say("channel_expires_between", {std::to_string(m_context.epoch), std::to_string(latest)}));
    const std::uint64_t most = params.get("channel.per_payer");
    if (channels_of_payer(m_state.tables(), m_tx.sender) >= most)
        return fail(Code::refused, core::say("too_many_channels", {std::to_string(most)}),
                    core::say("close_a_channel_first"));
    if (m_state.rules() >= answering_rules &&
        m_state.escrow(escrow_of(channel_id(m_tx.sender, m_tx.sequence))) != nullptr)
        return fail(Code::conflict, core::say("escrow_id_use"));
    return can_set_aside(m.deposit, m.credits);
}

void Applier::operator()(const OpenChannel& m) {
    const core::ChannelId id = channel_id(m_tx.sender, m_tx.sequence);
    set_aside(m_tables, m_tx.sender, m.deposit, m.credits);
    m_tables.put(id,
                 Channel{m_tx.sender, m.payee, m.deposit, {}, m_context.height, m.expires_epoch, {}, {}, m.credits});
    m_events.push_back({EventKind::channel_opened, {}, m.payee, m.deposit, 0, id});
}

Status Checker::operator()(const TopUpChannel& m) const {
    HEARTH_TRY(const Channel* found, channel(m.channel));
    if (m_tx.sender != found->payer) return fail(Code::refused, core::say("only_payer_tops_up"));
    if (found->closes) return fail(Code::conflict, core::say("channel_closing_already"), core::say("open_new_channel"));
    if (m_context.epoch > found->expires_epoch)
        return fail(Code::refused, core::say("channel_has_expired", {std::to_string(found->expires_epoch)}),
                    core::say("open_new_channel"));
    HEARTH_CHECK(found->deposit.plus(m.amount));
    return can_set_aside(m.amount, found->credits);
}

void Applier::operator()(const TopUpChannel& m) {
    Channel channel = *m_tables.channels().get(m.channel);
    set_aside(m_tables, m_tx.sender, m.amount, channel.credits);
    channel.deposit = Amount::from_units(channel.deposit.units() + m.amount.units());
    m_tables.put(m.channel, channel);
    m_events.push_back({EventKind::channel_topped_up, {}, channel.payee, m.amount, 0, m.channel});
}

/// What a node earns by answers is drawn, audited and shared: nothing reaches its key past that.
Status Checker::pays_no_node(const Channel& channel) const {
    if (m_state.rules() < answering_rules || m_state.node(channel.payee) == nullptr) return {};
    return fail(Code::refused, core::say("node_key_is_paid_for_answers"), core::say("settle_the_answers_receipts"));
}

Status Checker::redeemable(const core::ChannelId& id, Amount amount, const core::Signature& signature,
                           const Channel& channel) const {
    const Voucher voucher{m_context.chain_id, id, amount, signature};
    HEARTH_CHECK(
        check_voucher(voucher, {m_context.chain_id, id, channel, channel.paid, m_context.height, m_context.epoch}));
    return {};
}

Status Checker::operator()(const RedeemVoucher& m) const {
    HEARTH_TRY(const Channel* found, channel(m.channel));
    if (m_tx.sender != found->payee) return fail(Code::refused, core::say("only_payee_redeems"));
    HEARTH_CHECK(pays_no_node(*found));
    return redeemable(m.channel, m.amount, m.signature, *found);
}

/// The payee gets what it lacks of `in_all`.
void Applier::pay(const core::ChannelId& id, Channel channel, Amount in_all) {
    const Amount more = Amount::from_units(in_all.units() - channel.paid.units());
    channel.paid = in_all;
    m_tables.put(id, channel);
    if (more == Amount()) return;
    m_tables.credit(channel.payee, more);
    m_events.push_back({EventKind::channel_paid, {}, channel.payee, more, 0, id});
}

void Applier::operator()(const RedeemVoucher& m) {
    pay(m.channel, *m_tables.channels().get(m.channel), m.amount);
}

Status Checker::operator()(const CloseChannel& m) const {
    HEARTH_TRY(const Channel* found, channel(m.channel));
    if (m.last && m.last->amount != found->paid) HEARTH_CHECK(pays_no_node(*found));
    if (m_tx.sender == found->payee)
        return m.last ? redeemable(m.channel, m.last->amount, m.last->signature, *found) : Status();
    if (!m.last) {
        if (found->closes)
            return fail(Code::conflict, core::say("channel_closing_already"), core::say("wait_comes_back_itself"));
        return {};
    }
    if (m.last->amount < found->paid || m.last->amount > found->deposit)
        return fail(Code::refused, core::say("agreed_amount_between", {found->paid.text(), found->deposit.text()}));
    const core::Hash agreed = agreement_digest(m_context.chain_id, m.channel, m.last->amount, found->paid);
    if (!core::verify(found->payee, agreed.view(), m.last->signature))
        return fail(Code::refused, core::say("payee_has_not_agreed"), core::say("close_without_agreement"));
    return {};
}

void Applier::operator()(const CloseChannel& m) {
    Channel channel = *m_tables.channels().get(m.channel);
    if (m_tx.sender == channel.payer && !m.last) {
        channel.closes = m_context.height + m_params.get("channel.challenge_blocks");
        m_tables.put(m.channel, channel);
        m_events.push_back({EventKind::channel_closing, {}, channel.payee, channel.left(), 0, m.channel});
        return;
    }
    if (m.last) pay(m.channel, channel, m.last->amount);
    end(m_tables, m.channel, m_events);
}

bool State::awaits_block(core::Height next) const {
    return m_tables.draw().has_value() || (!m_tables.closing().empty() && m_tables.closing().begin()->first < next);
}

/// One that was opened before channels kept their beacons stays without.
void State::seal_channels(const BlockContext& context) {
    if (m_rules < answering_rules) return;
    const std::vector<core::ChannelId> opened(m_tables.unsealed_channels().begin(), m_tables.unsealed_channels().end());
    for (const core::ChannelId& id : opened) {
        Channel channel = *m_tables.channels().get(id);
        if (channel.height + 1 != context.height) continue;
        channel.beacon = context.beacon;
        m_tables.put(id, channel);
    }
}

void State::end_closing(core::Height height, std::vector<LedgerEvent>& events) {
    while (!m_tables.closing().empty() && m_tables.closing().begin()->first < height)
        end(m_tables, core::ChannelId(m_tables.closing().begin()->second), events);
}

void State::end_lapsed(core::Epoch epoch, std::vector<LedgerEvent>& events) {
    while (!m_tables.lapsing().empty() && m_tables.lapsing().begin()->first <= epoch)
        end(m_tables, core::ChannelId(m_tables.lapsing().begin()->second), events);
}

} // namespace hearth::ledger
