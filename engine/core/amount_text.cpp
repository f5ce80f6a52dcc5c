// SPDX-License-Identifier: Apache-2.0
#include "core/amount_text.h"

namespace hearth::core {

Result<Amount> parse_emb(const std::string& text) {
    constexpr std::size_t decimals = 9, longest_shown = 40;
    const Error wrong = fail(Code::invalid_argument, say("no_amount_emb", {text}), say("write_number_like_nine"));
    const std::size_t point = text.find('.');
    const std::string whole = text.substr(0, point);
    std::string fraction = point == std::string::npos ? "" : text.substr(point + 1);
    const bool digits = (whole + fraction).find_first_not_of("0123456789") == std::string::npos;
    if (!digits || whole.empty() || fraction.size() > decimals || (point != std::string::npos && fraction.empty()))
        return wrong;
    fraction.resize(decimals, '0');
    const std::string all = whole + fraction;
    const std::size_t first = all.find_first_not_of('0');
    const auto amount = Amount::parse_units(first == std::string::npos ? "0" : all.substr(first));
    if (amount) return *amount;
    return fail(Code::invalid_argument, say("amount_too_large", {text.substr(0, longest_shown)}),
                say("largest_amount", {Amount::from_units(UINT64_MAX).text()}));
}

} // namespace hearth::core
