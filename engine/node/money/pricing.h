// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/rules.h"
#include "node/state/prices.h"
#include "node/state/records.h"

namespace hearth::node {

/// What this node asks for a model: its own price, else the one for all models, else the usual one.
ledger::Tariff tariff_for(const Prices& prices, const ModelRecord& model, const ledger::Params& rules);
/// Errors: refused, with both numbers, where the ledger's rules allow less than prices.* ask.
core::Status check_prices(const Prices& prices, const ledger::Params& rules);
/// For people and for the door: what a million such tokens cost.
core::Amount million(core::Amount token);

} // namespace hearth::node
