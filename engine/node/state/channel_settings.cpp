// SPDX-License-Identifier: Apache-2.0
#include "node/state/channel_settings.h"

#include "core/amount_text.h"

namespace hearth::node {
namespace {

core::Result<core::Amount> amount_of(const core::Config& config, const char* key) {
    const auto amount = core::parse_emb(config.text(key));
    if (amount) return amount;
    return core::fail(core::Code::invalid_argument, core::say("of_device", {key, amount.error().message}),
                      amount.error().hint);
}

} // namespace

std::vector<core::SettingSpec> ChannelSettings::specs() {
    return {
        {"channels.after", std::int64_t{20},
         "Answers of another home until money is set aside for it in a payment channel, which pays it by vouchers "
         "instead of a transaction for every answer. 0: never.",
         0, 1'000'000},
        {"channels.deposit_emb", std::string("0.1"),
         "What a channel holds at most when it is opened or filled, in EMB."},
        {"channels.most_unpaid_emb", std::string("0.01"),
         "Most that answers on one channel may cost, in EMB, before a voucher covers them: this home works for nobody "
         "beyond it, and lets nobody work beyond it."},
        {"channels.debt_days", std::int64_t{30},
         "Days after which this home forgives a payer what it read and no voucher can cover any more, if nothing was "
         "added meanwhile; until then it counts against channels.most_unpaid_emb. 0: never.",
         0, 3650},
        {"channels.forgiven", std::vector<std::string>{},
         "Keys of payers who are forgiven at once what no voucher can cover any more, as the log names them. Whoever "
         "is to be held to it again is taken out."},
    };
}

core::Result<ChannelSettings> ChannelSettings::from(const core::Config& config) {
    ChannelSettings settings;
    settings.after = static_cast<std::uint32_t>(config.integer("channels.after"));
    HEARTH_TRY(settings.deposit, amount_of(config, "channels.deposit_emb"));
    HEARTH_TRY(settings.most_unpaid, amount_of(config, "channels.most_unpaid_emb"));
    settings.debts_last = config.integer("channels.debt_days") * core::Nanoseconds{86'400} * 1'000'000'000;
    for (const std::string& text : config.list("channels.forgiven")) {
        const auto payer = core::PublicKey::parse(text);
        if (!payer)
            return core::fail(core::Code::invalid_argument,
                              core::say("of_device", {"channels.forgiven", payer.error().message}), payer.error().hint);
        settings.forgiven.insert(*payer);
    }
    return settings;
}

} // namespace hearth::node
