// SPDX-License-Identifier: Apache-2.0
#include "node/state/power_settings.h"

#include "core/units.h"

#include <algorithm>
#include <charconv>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

constexpr std::size_t most_decimals = 6, most_whole = 9, longest_currency = 8;
constexpr std::uint64_t joules_per_kwh = 3'600'000, units_per_emb = 1'000'000'000, micros = 1'000'000;

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "0.32" is 320,000 millionths; nothing where it is no such number.
std::optional<std::uint64_t> millionths(std::string_view text) {
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view fraction = point == std::string_view::npos ? "0" : text.substr(point + 1);
    if (!is_number(whole) || !is_number(fraction) || whole.size() > most_whole || fraction.size() > most_decimals)
        return std::nullopt;
    std::string digits = std::string(whole) + std::string(fraction);
    digits.append(most_decimals - fraction.size(), '0');
    std::uint64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

core::Uint128 divided(core::Uint128 value, std::uint64_t by) {
    return (value + by / 2) / by;
}

/// Of millionths.
std::string money_text(core::Uint128 value) {
    std::string fraction = std::to_string(micros + static_cast<std::uint64_t>(value % micros)).substr(1);
    while (fraction.size() > 2 && fraction.back() == '0')
        fraction.pop_back();
    return std::to_string(static_cast<std::uint64_t>(value / micros)) + "." + fraction;
}

} // namespace

std::vector<core::SettingSpec> PowerSettings::specs() {
    return {
        {"power.price_per_kwh", std::string(),
         "What a kilowatt-hour of electricity costs here, for example \"0.32\". Empty: no cost is shown."},
        {"power.currency", std::string(),
         "The currency of that price and of power.emb_worth, shown beside them, for example \"EUR\"."},
        {"power.emb_worth", std::string(),
         "What one EMB is worth to you in that currency, for example \"0.05\": no market says it. With it earnings are "
         "shown net of electricity. Empty: nothing is converted."},
        {"power.watts", std::int64_t{65},
         "What a device is taken to draw, in watts, while it computes and does not measure itself. What the computer "
         "draws anyway is not Hearth's. 0: such a device is not counted.",
         0, 10'000},
    };
}

core::Result<PowerSettings> PowerSettings::from(const core::Config& config) {
    PowerSettings settings;
    if (const std::string& price = config.text("power.price_per_kwh"); !price.empty()) {
        settings.price_micros = millionths(price);
        if (!settings.price_micros)
            return fail(Code::invalid_argument, core::say("power_price_wrong", {price}), core::say("write_price_kwh"));
    }
    if (const std::string& worth = config.text("power.emb_worth"); !worth.empty()) {
        settings.worth_micros = millionths(worth);
        if (!settings.worth_micros)
            return fail(Code::invalid_argument, core::say("power_worth_wrong", {worth}), core::say("write_price_kwh"));
    }
    settings.currency = config.text("power.currency");
    const bool printable = std::none_of(settings.currency.begin(), settings.currency.end(),
                                        [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    if (settings.currency.size() > longest_currency || !printable)
        return fail(Code::invalid_argument, core::say("power_currency_wrong", {settings.currency}),
                    core::say("write_for_example", {"\"EUR\""}));
    settings.watts = static_cast<std::uint32_t>(config.integer("power.watts"));
    return settings;
}

std::string PowerSettings::cost(std::uint64_t joules) const {
    if (!price_micros) return {};
    return money_text(divided(core::Uint128{joules} * *price_micros, joules_per_kwh));
}

std::string PowerSettings::net(core::Amount earned, std::uint64_t joules) const {
    if (!price_micros || !worth_micros) return {};
    const core::Uint128 worth = divided(core::Uint128{earned.units()} * *worth_micros, units_per_emb);
    const core::Uint128 cost = divided(core::Uint128{joules} * *price_micros, joules_per_kwh);
    return worth < cost ? "-" + money_text(cost - worth) : money_text(worth - cost);
}

} // namespace hearth::node
