// SPDX-License-Identifier: Apache-2.0
#include "core/units.h"

#include <charconv>
#include <limits>

namespace hearth::core {

Result<Amount> Amount::from_wide(Uint128 units) {
    if (units > std::numeric_limits<std::uint64_t>::max())
        return fail(Code::too_large, say("amount_larger_than_ledger"));
    return Amount(static_cast<std::uint64_t>(units));
}

Result<Amount> Amount::parse_units(std::string_view text) {
    std::uint64_t units = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), units);
    if (error != std::errc{} || end != text.data() + text.size())
        return fail(Code::invalid_argument, say("amount_whole_number_emb"));
    return Amount(units);
}

std::string Amount::text() const {
    std::string fraction = std::to_string(m_units % 1'000'000'000);
    fraction.insert(0, 9 - fraction.size(), '0');
    while (fraction.size() > 1 && fraction.back() == '0')
        fraction.pop_back();
    return std::to_string(m_units / 1'000'000'000) + "." + fraction + " EMB";
}

Result<Amount> Amount::plus(Amount other) const {
    return from_wide(static_cast<Uint128>(m_units) + other.m_units);
}

Result<Amount> Amount::minus(Amount other) const {
    if (other.m_units > m_units) return fail(Code::refused, say("balance_does_not_cover", {text(), other.text()}));
    return Amount(m_units - other.m_units);
}

Amount Amount::share(std::uint32_t ppm) const {
    const Uint128 product = static_cast<Uint128>(m_units) * ppm / 1'000'000u;
    // A share above the whole is a caller's defect; clamping keeps money from being made.
    return product > m_units ? *this : Amount(static_cast<std::uint64_t>(product));
}

} // namespace hearth::core
