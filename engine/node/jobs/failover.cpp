// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/failover.h"

#include <algorithm>

namespace hearth::node::failover {
namespace {

using core::Code;
using core::Nanoseconds;

using core::second;
constexpr Nanoseconds quote_patience = 60 * second; // it may have to load the model
constexpr Nanoseconds first_token_patience = 30 * second;
constexpr Nanoseconds read_patience = second / 20;                  // for each token that is read before
constexpr Nanoseconds run_patience = 4 * 20 * second + 10 * second; // three runs before it, each ends after 20 s
/// With the quarter of a second between two looks an answer goes on within 1.5 s, beside what the next node reads. A
/// node that was given up too early costs what another one reads, and nothing where there is no other one; twenty-four
/// tokens that do not come at a usual gap of 50 ms are no mere delay.
constexpr Nanoseconds token_patience = second * 6 / 5;
constexpr Nanoseconds usual_gaps = 5;
/// A node whose link broke dials again within half a second: then it is there, or it is gone.
constexpr Nanoseconds unreached_patience = second;
constexpr Nanoseconds weight = 8;

} // namespace

bool is_stalled(const Silence& silence) {
    if (silence.stage == Stage::payment) return false; // the ledger's matter
    if (silence.unreached >= unreached_patience) return true;
    switch (silence.stage) {
    case Stage::quote:
        return silence.silent >= quote_patience;
    case Stage::first_token:
        if (silence.run) return silence.silent >= run_patience;
        return silence.silent >= first_token_patience + read_patience * static_cast<Nanoseconds>(silence.to_read);
    default:
        return silence.silent >= std::max(usual_gaps * silence.token_gap, token_patience);
    }
}

Nanoseconds average_gap(Nanoseconds usual, Nanoseconds gap) {
    return usual == 0 ? gap : usual + (gap - usual) / weight;
}

bool may_fit_elsewhere(Code reason) {
    return reason != Code::invalid_argument && reason != Code::too_large && reason != Code::cancelled;
}

/// In floating point another node may draw another token than one that the caller has read already, and the answer
/// would contradict itself. What a node that contradicts itself said is no beginning to go on from.
Next after(const Loss& loss) {
    if (loss.caller_left || !may_fit_elsewhere(loss.reason)) return Next::end;
    if (loss.moves >= max_moves || loss.asked >= max_asked) return Next::end;
    if (!loss.passed_on) return Next::again;
    const bool goes_on = loss.exact && !loss.scores && loss.reason != Code::corrupt;
    return goes_on ? Next::resume : Next::end;
}

} // namespace hearth::node::failover
