// SPDX-License-Identifier: Apache-2.0
#include "node/state/prices.h"

#include <algorithm>
#include <charconv>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

constexpr std::size_t digits_after_point = 3; // a thousandth of an EMB for a million is one unit for a token
constexpr std::size_t most_digits = 10;       // before the point

bool are_digits(std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "0.25" is 250 units for a token; nothing where it is no such number.
std::optional<core::Amount> token_price(std::string_view text) {
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view fraction = point == std::string_view::npos ? "" : text.substr(point + 1);
    if (whole.empty() || whole.size() > most_digits || fraction.size() > digits_after_point || !are_digits(whole) ||
        !are_digits(fraction) || (point != std::string_view::npos && fraction.empty()))
        return std::nullopt;
    std::string thousandths = std::string(whole) + std::string(fraction);
    thousandths.append(digits_after_point - fraction.size(), '0');
    std::uint64_t units = 0;
    std::from_chars(thousandths.data(), thousandths.data() + thousandths.size(), units);
    return core::Amount::from_units(units);
}

/// `setting`: empty where it stands in none.
core::Error wrong(const std::string& setting, const std::string& text, const std::string& example) {
    return fail(Code::invalid_argument,
                setting.empty() ? core::say("no_price_given", {text.substr(0, 80)})
                                : core::say("setting_holds_no_price", {setting, text}),
                core::say("write_emb_most_three", {example}));
}

core::Result<std::optional<core::Amount>> usual_or(const std::string& setting, const std::string& text) {
    if (text.empty()) return std::optional<core::Amount>();
    const auto price = token_price(text);
    if (!price) return wrong(setting, text, "\"0.1\"");
    return price;
}

} // namespace

core::Result<Prices> Prices::parse(const std::string& prompt_million, const std::string& completion_million,
                                   const std::vector<std::string>& models, const PriceNames& names) {
    Prices prices;
    HEARTH_TRY(prices.prompt_token, usual_or(names.prompt, prompt_million));
    HEARTH_TRY(prices.completion_token, usual_or(names.completion, completion_million));
    for (const std::string& text : models) {
        const std::size_t equals = text.rfind('='), slash = text.rfind('/');
        const auto error = wrong(names.models, text, "\"SmolLM2-135M=0.05/0.2\"");
        if (equals == std::string::npos || equals == 0 || slash == std::string::npos || slash < equals) return error;
        const auto read = token_price(std::string_view(text).substr(equals + 1, slash - equals - 1));
        const auto written = token_price(std::string_view(text).substr(slash + 1));
        if (!read || !written) return error;
        const OfModel entry{text.substr(0, equals), *read, *written};
        if (std::any_of(prices.models.begin(), prices.models.end(),
                        [&](const OfModel& other) { return other.model == entry.model; }))
            return fail(Code::invalid_argument,
                        names.models.empty() ? core::say("model_priced_twice", {entry.model})
                                             : core::say("setting_prices_models_names", {entry.model}),
                        core::say("leave_one_two_prices"));
        prices.models.push_back(entry);
    }
    return prices;
}

} // namespace hearth::node
