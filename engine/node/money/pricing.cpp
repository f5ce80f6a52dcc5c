// SPDX-License-Identifier: Apache-2.0
#include "node/money/pricing.h"

#include "node/models/model_store.h"

#include <algorithm>

namespace hearth::node {
namespace {

core::Status within(const std::string& setting, core::Amount token, const char* bound, const ledger::Params& rules) {
    const core::Amount most = core::Amount::from_units(rules.get(bound));
    if (token <= most) return {};
    return core::fail(core::Code::refused,
                      core::say("setting_asks_million_tokens", {setting, million(token).text(), million(most).text()}),
                      core::say("ask_less"));
}

core::Status both_within(const std::string& setting, core::Amount prompt, core::Amount completion,
                         const ledger::Params& rules) {
    HEARTH_CHECK(within(setting, prompt, "tariff.prompt_token_max", rules));
    return within(setting, completion, "tariff.completion_token_max", rules);
}

} // namespace

core::Amount million(core::Amount token) {
    const auto whole = core::Amount::from_wide(core::Uint128{token.units()} * 1'000'000);
    return whole ? *whole : core::Amount::from_units(UINT64_MAX); // above every bound of a tariff
}

ledger::Tariff tariff_for(const Prices& prices, const ModelRecord& model, const ledger::Params& rules) {
    for (const Prices::OfModel& own : prices.models)
        if (ModelStore::is_called(model, own.model)) return {own.prompt_token, own.completion_token};
    const ledger::Tariff usual = ledger::usual_tariff(rules);
    return {prices.prompt_token.value_or(usual.prompt_token), prices.completion_token.value_or(usual.completion_token)};
}

core::Status check_prices(const Prices& prices, const ledger::Params& rules) {
    if (prices.prompt_token)
        HEARTH_CHECK(within("prices.prompt_million", *prices.prompt_token, "tariff.prompt_token_max", rules));
    if (prices.completion_token)
        HEARTH_CHECK(
            within("prices.completion_million", *prices.completion_token, "tariff.completion_token_max", rules));
    for (const Prices::OfModel& own : prices.models)
        HEARTH_CHECK(both_within("prices.models for " + own.model, own.prompt_token, own.completion_token, rules));
    return {};
}

} // namespace hearth::node
