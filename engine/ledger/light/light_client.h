// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/light/light_block.h"

#include <functional>

/// Following a network's headers without its blocks, as CometBFT's light clients do: from a block that is trusted to a
/// later one. It holds as long as less than a third of the power that signed the trusted block lies within the trusting
/// period. Pure: the time is an argument.
namespace hearth::ledger {

struct LightOptions {
    /// How long a block is trusted after its time. Validators lose nothing for a lie about what is older.
    core::Nanoseconds trusting_period = core::Nanoseconds{14} * 24 * 3600 * 1'000'000'000;
    core::Nanoseconds clock_drift = 10'000'000'000; ///< by which a block may be ahead of our clock
};

/// The block is of this chain, its validators are those that its header names, and more than two thirds of their power
/// signed it. Whether they are the right ones is another question. Errors: corrupt.
core::Status check_block(const LightBlock& block, std::string_view chain_id);

/// `next` follows from `trusted`: the next block by the validators that the trusted one names, a later one by more than
/// a third of the power that signed the trusted one. Errors: corrupt (forged, or not of this chain), timed_out (the
/// trust has expired), conflict (its time lies ahead, or does not follow), refused (too few of the trusted validators
/// signed it: blocks in between are needed).
core::Status check_step(const LightBlock& trusted, const LightBlock& next, const LightOptions& options,
                        core::Nanoseconds now);

/// Each from the one before. The first is checked in itself and for its age: it is what has to be trusted.
core::Status check_trail(const std::vector<LightBlock>& trail, std::string_view chain_id, const LightOptions& options,
                         core::Nanoseconds now);

/// The blocks from `first` to `last` that check_trail() needs, as few as bisection finds. Errors: those of check_step
/// and of `fetch`.
using FetchBlock = std::function<core::Result<LightBlock>(core::Height)>;
core::Result<std::vector<LightBlock>> find_trail(LightBlock first, LightBlock last, const FetchBlock& fetch,
                                                 const LightOptions& options, core::Nanoseconds now);

} // namespace hearth::ledger
