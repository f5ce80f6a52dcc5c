// SPDX-License-Identifier: Apache-2.0
#include "ledger/lately.h"

namespace hearth::ledger {

using core::Amount;

namespace {

Amount held_sum(Amount a, Amount b) {
    const auto both = a.plus(b);
    return both ? *both : Amount::from_units(UINT64_MAX);
}

Amount part_of(Amount amount, core::Epoch left, core::Epoch window) {
    return Amount::from_units(static_cast<std::uint64_t>(core::Uint128{amount.units()} * left / window));
}

} // namespace

void Lately::add(core::Epoch epoch, Amount amount, core::Epoch window) {
    const core::Epoch passed = epoch > since ? epoch - since : 0;
    if (passed >= 2 * window)
        *this = {epoch, {}, {}};
    else if (passed >= window)
        *this = {since + window, {}, now};
    now = held_sum(now, amount);
}

Amount Lately::at(core::Epoch epoch, core::Epoch window) const {
    const core::Epoch passed = epoch > since ? epoch - since : 0;
    if (passed >= 2 * window) return {};
    if (passed >= window) return part_of(now, 2 * window - passed, window);
    return held_sum(now, part_of(before, window - passed, window));
}

} // namespace hearth::ledger
