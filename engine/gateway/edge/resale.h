// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/api_error.h"
#include "gateway/edge/exchange.h"
#include "gateway/edge/meter.h"
#include "gateway/networks/directory.h"

#include <optional>
#include <vector>

/// Answers of other networks that callers without a key pay by the call. Pure but for sells_networks().
namespace hearth::gateway::resale {

/// The owner said what an EMB costs in the asset that is paid in.
bool sells_networks(const Services& services);

/// For each kind of token the higher of this home's price and of what the network costs its owner here, in the asset:
/// nobody gets an answer for less than it costs, or for nothing. `terms.emb` is set.
pay::Tariff tariff(const pay::Terms& terms, const NetworkQuote& quote);

/// Leaves those of `offers` whose price is known and which the payment covers whatever the network makes of the call.
/// Gives why the first of the others may not answer; nothing where all may.
std::optional<ApiError> keep_covered(std::vector<ForeignOffer>& offers, const CallSize& size, const Meter& meter,
                                     const pay::Terms& terms, CallKind kind);

/// Puts into `meter` what a call used: as it was counted, and never more than the call could use.
void read(Meter& meter, const TokenUsage& used, const CallSize& size);

} // namespace hearth::gateway::resale
