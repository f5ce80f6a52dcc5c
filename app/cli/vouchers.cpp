// SPDX-License-Identifier: Apache-2.0
#include "channel_verbs.h"
#include "control/json.h"
#include "core/amount_text.h"
#include "core/file.h"
#include "ledger/channel.h"
#include "new_file.h"
#include "output.h"

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

namespace hearth::cli {
namespace {

using core::Code;
using Json = nlohmann::json;

constexpr std::size_t max_voucher_bytes = 4096;

struct Terms {
    std::string chain;
    core::ChannelId channel;
    core::Amount amount;
    core::SigningKey key;
};

/// Everything that is signed, and with what.
core::Result<Terms> terms_of(Context& context, const std::string& channel, const std::string& amount,
                             const SigningWish& wish) {
    const auto id = core::ChannelId::parse(channel);
    if (!id)
        return core::fail(Code::invalid_argument, "A channel's id has 64 hexadecimal digits.",
                          "See: hearthctl ledger channel show");
    HEARTH_TRY(const core::Amount sum, core::parse_emb(amount));
    HEARTH_TRY(const core::Home home, context.home());
    HEARTH_TRY(core::SigningKey key, core::SigningKey::load(home.keys() / (wish.account + ".key")));
    std::string chain = wish.chain;
    if (chain.empty()) {
        HEARTH_TRY(control::SocketNode * node, context.reach());
        HEARTH_TRY(const control::NetworkView view, node->network());
        chain = view.chain;
    }
    return Terms{std::move(chain), *id, sum, std::move(key)};
}

int fail(Context& context, const core::Error& error) {
    return context.fail(error, error.code == Code::invalid_argument ? exit_usage : exit_failed);
}

Json json_of(const ledger::Voucher& voucher) {
    return {{"chain", voucher.chain_id},
            {"channel", voucher.channel.hex()},
            {"amount", voucher.amount.units_text()},
            {"signature", core::to_hex(voucher.signature)}};
}

void print(const Json& json) {
    print_json_line(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

int not_good(Context& context, const core::Error& error) {
    return context.fail(error, exit_check_failed);
}

/// As the ledger of this home has it now.
core::Result<control::ChannelView> own_channel(const control::GovernanceView& view, const std::string& id) {
    const auto found =
        std::find_if(view.channels.begin(), view.channels.end(), [&](const auto& each) { return each.id == id; });
    if (found != view.channels.end()) return *found;
    return core::fail(Code::not_found, "This home has no channel " + id + ".", "See: hearthctl ledger channel show");
}

core::Result<core::Amount> paid_until_now(Context& context, const core::ChannelId& channel, const std::string& said) {
    if (!said.empty()) return core::parse_emb(said);
    HEARTH_TRY(control::SocketNode * node, context.reach());
    HEARTH_TRY(const control::GovernanceView view, node->governance());
    HEARTH_TRY(const control::ChannelView found, own_channel(view, channel.hex()));
    return core::Amount::parse_units(found.paid);
}

core::Result<core::Amount> check_here(Context& context, const ledger::Voucher& voucher) {
    HEARTH_TRY(control::SocketNode * node, context.reach());
    HEARTH_TRY(const control::NetworkView network, node->network());
    HEARTH_TRY(const control::GovernanceView view, node->governance());
    HEARTH_TRY(const control::ChannelView found, own_channel(view, voucher.channel.hex()));
    ledger::Channel channel;
    HEARTH_TRY(channel.payer, core::PublicKey::parse(found.payer));
    HEARTH_TRY(channel.payee, core::PublicKey::parse(found.payee));
    HEARTH_TRY(channel.deposit, core::Amount::parse_units(found.deposit));
    HEARTH_TRY(channel.paid, core::Amount::parse_units(found.paid));
    channel.expires_epoch = found.expires_epoch;
    channel.closes = found.closes;
    return ledger::check_voucher(voucher,
                                 {network.chain, voucher.channel, channel, channel.paid, view.height + 1, view.epoch});
}

} // namespace

int make_voucher(Context& context, const std::string& channel, const std::string& amount, const SigningWish& wish) {
    if (const auto free = check_new_file(wish.out, wish.force); !free) return context.fail(free.error());
    auto terms = terms_of(context, channel, amount, wish);
    if (!terms) return fail(context, terms.error());
    const auto voucher = ledger::Voucher::sign(terms->chain, terms->channel, terms->amount, terms->key);
    if (const auto written = write_new_file(wish.out, voucher.encode(), wish.force); !written)
        return context.fail(written.error());
    if (context.json)
        print(json_of(voucher));
    else
        std::cout << "The voucher in " << printable(wish.out) << " is worth " << voucher.amount.text()
                  << " in all. Give it to the payee; whoever has it can show it, but only the payee is paid.\n";
    return exit_done;
}

int agree_to_close(Context& context, const std::string& channel, const std::string& amount, const std::string& paid,
                   const SigningWish& wish) {
    auto terms = terms_of(context, channel, amount, wish);
    if (!terms) return fail(context, terms.error());
    const auto before = paid_until_now(context, terms->channel, paid);
    if (!before) return fail(context, before.error());
    const core::Hash digest = ledger::agreement_digest(terms->chain, terms->channel, terms->amount, *before);
    const std::string signature = core::to_hex(terms->key.sign(digest.view()));
    if (context.json)
        print({{"channel", terms->channel.hex()},
               {"amount", terms->amount.units_text()},
               {"paid", before->units_text()},
               {"agreement", signature}});
    else
        std::cout << signature << "\n";
    return exit_done;
}

int check_voucher_file(Context& context, const std::string& file, const std::string& payer) {
    const auto raw = core::read_file(file, max_voucher_bytes);
    if (!raw) return context.fail(raw.error());
    const auto voucher = ledger::Voucher::decode(*raw);
    if (!voucher) return not_good(context, voucher.error());
    Json shown = json_of(*voucher);
    if (payer.empty()) {
        const auto adds = check_here(context, *voucher);
        if (!adds)
            return adds.error().code == Code::unavailable ? context.fail(adds.error())
                                                          : not_good(context, adds.error());
        shown["adds"] = adds->units_text();
    } else {
        const auto key = core::PublicKey::parse(payer);
        if (!key)
            return context.fail(core::fail(Code::invalid_argument, "A payer's key has 64 hexadecimal digits."),
                                exit_usage);
        if (!voucher->signed_by(*key))
            return not_good(context, core::fail(Code::refused, "The payer has not signed this voucher.",
                                                "Ask the payer for the voucher again."));
    }
    shown["valid"] = true;
    if (context.json) {
        print(shown);
        return exit_done;
    }
    std::cout << "The voucher is good: " << voucher->amount.text() << " in all of the channel "
              << voucher->channel.hex() << " on " << printable(voucher->chain_id) << ".\n";
    if (shown.contains("adds"))
        std::cout << money_text(shown["adds"].get<std::string>()) << " of it are not paid yet.\n";
    else
        std::cout << "Whether the channel still holds so much, only the ledger knows.\n";
    return exit_done;
}

} // namespace hearth::cli
