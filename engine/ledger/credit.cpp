// SPDX-License-Identifier: Apache-2.0
#include "ledger/credit.h"

#include "ledger/params.h"

#include <algorithm>

namespace hearth::ledger {

using core::Amount;

Amount Remint::allowance(core::Epoch epoch, Amount waiting, const Params& params) const {
    const core::Epoch window = params.get("credit.window_epochs");
    const Amount usual = Amount::from_units(bought.at(epoch, window).units() / window);
    const auto unsettled = waiting.plus(ahead);
    const Amount drained = (unsettled ? *unsettled : Amount::from_units(UINT64_MAX))
                               .share(static_cast<std::uint32_t>(params.get("credit.drain_ppm")));
    return std::max({usual, drained, Amount::from_units(1)});
}

Amount Remint::begin(core::Epoch epoch, Amount waiting, const Params& params) {
    if (epoch <= counted) return {};
    const std::uint64_t each = allowance(epoch, waiting, params).units();
    const core::Uint128 made_up = core::Uint128{each} * (epoch - counted - 1); // what passed while nothing was paid
    const std::uint64_t owed = made_up < ahead.units() ? ahead.units() - static_cast<std::uint64_t>(made_up) : 0;
    counted = epoch;
    ahead = Amount::from_units(owed > each ? owed - each : 0);
    return Amount::from_units(each > owed ? each - owed : 0);
}

} // namespace hearth::ledger
