// SPDX-License-Identifier: Apache-2.0
#include "node/money/owed_book.h"

#include "core/log.h"

#include <algorithm>
#include <charconv>

namespace hearth::node {
namespace {

using core::Amount;

/// "UNITS SINCE", or "UNITS", where the time was not known, as before debts had one.
std::string owed_setting(const core::PublicKey& payer) {
    return "owed." + payer.hex();
}

std::optional<core::Nanoseconds> since_in(std::string_view text) {
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const std::string_view digits = text.substr(space + 1);
    core::Nanoseconds since = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), since);
    const bool whole = problem == std::errc() && end == digits.data() + digits.size() && since >= 0;
    return whole ? std::optional(since) : std::nullopt;
}

} // namespace

std::optional<core::Nanoseconds> OwedBook::time() const {
    const core::Nanoseconds now = m_time();
    return now > 0 ? std::optional(now) : std::nullopt;
}

core::Status OwedBook::keep(const core::PublicKey& payer, Amount amount, std::optional<core::Nanoseconds> since) {
    std::string text = amount == Amount() ? std::string() : amount.units_text();
    if (!text.empty() && since) text += " " + std::to_string(*since);
    return m_store.set_setting(owed_setting(payer), text);
}

core::Result<OwedBook::Debt> OwedBook::forgive(const core::PublicKey& payer, Amount amount) {
    HEARTH_CHECK(keep(payer, Amount(), std::nullopt));
    core::log::info("channels", "a debt is forgiven", {{"payer", payer.hex()}, {"owed", amount.text()}});
    return Debt{};
}

core::Result<OwedBook::Debt> OwedBook::of(const core::PublicKey& payer) {
    HEARTH_TRY(const std::string text, m_store.setting(owed_setting(payer)));
    if (text.empty()) return Debt{};
    HEARTH_TRY(const Amount amount, Amount::parse_units(text.substr(0, text.find(' '))));
    if (amount == Amount()) return Debt{};
    if (m_forgiven.contains(payer)) return forgive(payer, amount);
    if (m_lasts == 0) return Debt{amount, std::nullopt};
    const auto now = time(), since = since_in(text);
    if (!now || !since) { // its time begins now, or when there is one
        if (now) HEARTH_CHECK(keep(payer, amount, now));
        return Debt{amount, m_lasts};
    }
    // A ledger that still catches up stands before what it knew already.
    const core::Nanoseconds age = std::max<core::Nanoseconds>(0, *now - *since);
    if (age < m_lasts) return Debt{amount, m_lasts - age};
    return forgive(payer, amount);
}

core::Status OwedBook::add(const core::PublicKey& payer, Amount amount) {
    HEARTH_TRY(const Debt before, of(payer));
    HEARTH_TRY(const Amount now, before.amount.plus(amount));
    return keep(payer, now, time());
}

} // namespace hearth::node
