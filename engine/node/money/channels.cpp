// SPDX-License-Identifier: Apache-2.0
#include "node/money/channels.h"

#include <algorithm>
#include <set>

namespace hearth::node {

using core::Code;
using core::fail;
using core::say;

namespace {

core::Error missing(const control::GovernanceAct& act, const char* member) {
    return fail(Code::invalid_argument, say("channel_act_needs_member", {act.act, member}));
}

core::Result<core::PublicKey> payee_of(const std::string& text) {
    auto parsed = core::PublicKey::parse(text);
    if (parsed) return parsed;
    return fail(Code::invalid_argument, say("no_account", {text.substr(0, 80)}), say("account_home_hearthctl_ledger"));
}

core::Result<core::ChannelId> channel_named(const std::string& text) {
    auto parsed = core::ChannelId::parse(text);
    if (parsed) return parsed;
    return fail(Code::invalid_argument, say("no_channel_id", {text.substr(0, 80)}), say("list_channels"));
}

core::Result<core::Amount> amount_of(const control::GovernanceAct& act) {
    if (!act.amount) return missing(act, "amount");
    return core::Amount::parse_units(*act.amount);
}

/// Checks that the voucher names this chain and this channel; the ledger checks the rest.
core::Result<ledger::Voucher> voucher_of(const control::GovernanceAct& act, const core::ChannelId& channel,
                                         std::string_view chain_id) {
    const auto raw = core::from_hex(*act.channel->voucher);
    if (!raw) return fail(Code::invalid_argument, say("voucher_not_hexadecimal"));
    HEARTH_TRY(const ledger::Voucher voucher, ledger::Voucher::decode(*raw));
    if (voucher.chain_id != chain_id)
        return fail(Code::refused, say("voucher_of_another_chain", {voucher.chain_id, std::string(chain_id)}));
    if (voucher.channel != channel)
        return fail(Code::refused, say("voucher_of_another_channel", {voucher.channel.hex()}));
    return voucher;
}

core::Result<ledger::Message> open_message(const control::GovernanceAct& act) {
    if (!act.channel->payee) return missing(act, "payee");
    if (!act.channel->expires_epoch) return missing(act, "expires_epoch");
    HEARTH_TRY(const auto payee, payee_of(*act.channel->payee));
    HEARTH_TRY(const core::Amount deposit, amount_of(act));
    return ledger::Message(ledger::OpenChannel{payee, deposit, *act.channel->expires_epoch});
}

core::Result<ledger::Message> close_message(const control::GovernanceAct& act, const core::ChannelId& channel,
                                            std::string_view chain_id) {
    ledger::CloseChannel close{channel, std::nullopt};
    if (act.channel->voucher) {
        HEARTH_TRY(const ledger::Voucher voucher, voucher_of(act, channel, chain_id));
        close.last = ledger::CloseChannel::Last{voucher.amount, voucher.signature};
    } else if (act.channel->agreement) {
        ledger::CloseChannel::Last last;
        HEARTH_TRY(last.amount, amount_of(act));
        const auto raw = core::from_hex(*act.channel->agreement);
        if (!raw || raw->size() != last.signature.size())
            return fail(Code::invalid_argument, say("agreement_is_a_signature"));
        std::copy(raw->begin(), raw->end(), last.signature.begin());
        close.last = last;
    }
    return ledger::Message(close);
}

const core::ChannelId* named_in(const ledger::Message& message) {
    if (const auto* m = std::get_if<ledger::TopUpChannel>(&message)) return &m->channel;
    if (const auto* m = std::get_if<ledger::RedeemVoucher>(&message)) return &m->channel;
    if (const auto* m = std::get_if<ledger::CloseChannel>(&message)) return &m->channel;
    return nullptr;
}

} // namespace

core::Result<core::Amount> amount_in(const Store& store, const std::string& setting) {
    HEARTH_TRY(const std::string text, store.setting(setting));
    return text.empty() ? core::Amount() : core::Amount::parse_units(text);
}

std::string spent_setting(const core::ChannelId& id) {
    return "spent." + id.hex();
}

std::string automatic_setting(const core::ChannelId& id) {
    return "automatic." + id.hex();
}

std::string voucher_setting(const core::ChannelId& id) {
    return "voucher." + id.hex();
}

core::Result<std::optional<ledger::Voucher>> voucher_in(const Store& store, const core::ChannelId& id) {
    HEARTH_TRY(const std::string held, store.setting(voucher_setting(id)));
    if (held.empty()) return std::optional<ledger::Voucher>();
    HEARTH_TRY(const core::Bytes raw, core::from_hex(held));
    HEARTH_TRY(const ledger::Voucher voucher, ledger::Voucher::decode(raw));
    return std::optional(voucher);
}

core::Status add_vouchers(std::vector<control::ChannelView>& channels, const Store& store) {
    for (control::ChannelView& view : channels) {
        HEARTH_TRY(const core::ChannelId id, core::ChannelId::parse(view.id));
        HEARTH_TRY(const core::Amount paid, core::Amount::parse_units(view.paid));
        HEARTH_TRY(const core::Amount promised, amount_in(store, spent_setting(id)));
        core::Amount vouched = std::max(paid, promised);
        HEARTH_TRY(const auto held, voucher_in(store, id));
        if (held) vouched = std::max(vouched, held->amount);
        view.vouched = vouched.units_text();
    }
    return {};
}

bool is_channel_act(const std::string& act) {
    static const std::set<std::string> acts{"open_channel", "top_up_channel", "redeem", "close_channel"};
    return acts.contains(act);
}

core::Result<ledger::Message> channel_message(const control::GovernanceAct& act, std::string_view chain_id) {
    if (!act.channel) return missing(act, "channel");
    if (act.act == "open_channel") return open_message(act);
    if (!act.channel->channel) return missing(act, "channel.channel");
    HEARTH_TRY(const auto channel, channel_named(*act.channel->channel));
    if (act.act == "close_channel") return close_message(act, channel, chain_id);
    if (act.act == "top_up_channel") {
        HEARTH_TRY(const core::Amount amount, amount_of(act));
        return ledger::Message(ledger::TopUpChannel{channel, amount});
    }
    if (!act.channel->voucher) return missing(act, "voucher");
    HEARTH_TRY(const ledger::Voucher voucher, voucher_of(act, channel, chain_id));
    return ledger::Message(ledger::RedeemVoucher{channel, voucher.amount, voucher.signature});
}

std::vector<control::ChannelView> channels_of(const ledger::State& state, const std::vector<core::PublicKey>& own) {
    const ledger::Tables& tables = state.tables();
    std::set<core::ChannelId> ids;
    for (const core::PublicKey& account : own)
        for (const auto* index : {&tables.paying(), &tables.paid()})
            for (auto at = index->lower_bound({account, core::ChannelId{}}); at != index->end() && at->first == account;
                 ++at)
                ids.insert(at->second);
    const auto is_own = [&](const core::PublicKey& key) { return std::find(own.begin(), own.end(), key) != own.end(); };
    std::vector<control::ChannelView> views;
    for (const core::ChannelId& id : ids) {
        const ledger::Channel& channel = *tables.channels().get(id);
        control::ChannelView view;
        view.id = id.hex();
        view.payer = channel.payer.hex();
        view.payee = channel.payee.hex();
        view.pays = is_own(channel.payer);
        view.gets = is_own(channel.payee);
        view.deposit = channel.deposit.units_text();
        view.paid = channel.paid.units_text();
        view.height = channel.height;
        view.expires_epoch = channel.expires_epoch;
        view.closes = channel.closes;
        views.push_back(std::move(view));
    }
    return views;
}

const core::PublicKey& signer_of(const ledger::Message& message, const ledger::State& state,
                                 const core::PublicKey& caller, const core::PublicKey& operator_key) {
    const bool pays = std::holds_alternative<ledger::OpenChannel>(message);
    if (pays || std::holds_alternative<ledger::BuyCredits>(message)) return caller;
    const core::ChannelId* id = named_in(message);
    const ledger::Channel* channel = id != nullptr ? state.tables().channels().get(*id) : nullptr;
    if (channel == nullptr) return operator_key;
    // Between the home's own two accounts: who redeems is the payee, and else the payer acts.
    const bool redeems = std::holds_alternative<ledger::RedeemVoucher>(message);
    const core::PublicKey& first = redeems ? channel->payee : channel->payer;
    const core::PublicKey& second = redeems ? channel->payer : channel->payee;
    for (const core::PublicKey* party : {&first, &second})
        if (*party == caller || *party == operator_key) return *party == caller ? caller : operator_key;
    return operator_key;
}

} // namespace hearth::node
