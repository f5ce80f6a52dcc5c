// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"
#include "core/units.h"
#include "ledger/lately.h"

/// Credits, since the eighth rules: money that is burned for answers. Whoever burns an EMB has a credit instead, which
/// no message moves to another account: it opens escrows and channels of nodes and comes back from them, and that is
/// all. What a node earns by it is made again, as EMB, on its payout account. Layouts: transaction.cddl.
///
/// One credit always stands for the one unit (10⁻⁹ EMB) that was burned for it. A price in another currency would need
/// a feed that every validator can check, and this ledger has none; a price that votes move would pay whoever buys
/// before the vote and is paid after it as soon as it moves further than the part of a fee that is lost. So what was
/// burned and is not made again yet stands behind all credits, unit by unit, there is no coverage that could fail, and
/// dealing with oneself costs in credits just what it costs in EMB.
///
/// What is made again is bounded: rewards that credits paid wait, in the order in which they fall due, behind all
/// conditions of others, and an epoch pays of them no more than what was burned for credits in an epoch on average
/// lately, or a small part of what waits where that is more, so that the way out is never shut. The last one of an
/// epoch may be larger than what is left of that; then later epochs make up for it, and until they have it counts with
/// what waits, so that one large reward does not hold up the small ones behind it. What an epoch does not use is gone.
namespace hearth::ledger {

class Params;
class State;

/// By anybody: burns so much of the sender's money for credits of the account `to`, the sender's own or another one's.
struct BuyCredits {
    core::PublicKey to;
    core::Amount amount; ///< at least `credit.least`
};

/// What is made again of what was burned for credits.
struct Remint {
    Lately bought;
    core::Epoch counted = 0; ///< last epoch that paid something
    core::Amount ahead;      ///< by what it paid more than it could
    bool operator==(const Remint&) const = default;

    /// Of one epoch. `waiting`: what the rewards in the queue cost together. At least one unit.
    core::Amount allowance(core::Epoch epoch, core::Amount waiting, const Params& params) const;
    /// What `epoch` may pay, after what earlier ones paid ahead; then nothing is ahead but what is left of that.
    core::Amount begin(core::Epoch epoch, core::Amount waiting, const Params& params);
};

/// Whether credits of the account may be set aside for so much now. See Checker::can_set_aside().
bool credits_cover(const State& state, const core::PublicKey& account, core::Amount amount);

} // namespace hearth::ledger
