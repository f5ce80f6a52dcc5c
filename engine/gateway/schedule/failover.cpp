// SPDX-License-Identifier: Apache-2.0
#include "gateway/schedule/failover.h"

#include <algorithm>

namespace hearth::gateway::schedule::failover {
namespace {

using core::Code;
using core::Nanoseconds;

using core::second;
constexpr Nanoseconds quote_patience = 60 * second; // it may have to load the model
constexpr Nanoseconds first_token_patience = 30 * second;
constexpr Nanoseconds read_patience = second / 20;                  // for each token that is read before
constexpr Nanoseconds run_patience = 4 * 20 * second + 10 * second; // three runs before it, each ends after 20 s
/// At gaps of up to 80 ms an answer goes on within 1.5 s with the quarter of a second between two looks, beside what
/// the next node reads: fifteen tokens that do not come are no mere delay. A slower node is given more, up to 2 s, and
/// a very slow one its usual gap a few times. How fast one is shows with its second token.
constexpr Nanoseconds longest_of_many_gaps = 2 * second;
constexpr Nanoseconds many_gaps = 15, usual_gaps = 5;
/// A node whose link broke dials again within half a second: then it is there, or it is gone. Before its first token
/// nobody reads along, so that there is more time for it.
constexpr Nanoseconds unreached_patience = 2 * second, unreached_in_answer = second;
constexpr Nanoseconds weight = 8;

Nanoseconds patience_with(Nanoseconds token_gap, const Patience& patience) {
    if (token_gap == 0) return patience.unknown_gap;
    return std::max({patience.least, std::min(many_gaps * token_gap, longest_of_many_gaps), usual_gaps * token_gap});
}

} // namespace

bool is_stalled(const Silence& silence) {
    if (silence.stage == Stage::payment) return false; // the ledger's matter
    const bool in_answer = silence.stage == Stage::next_token;
    if (silence.unreached >= (in_answer ? unreached_in_answer : unreached_patience)) return true;
    switch (silence.stage) {
    case Stage::quote:
        return silence.silent >= quote_patience;
    case Stage::first_token:
        if (silence.run) return silence.silent >= run_patience;
        return silence.silent >= first_token_patience + read_patience * static_cast<Nanoseconds>(silence.to_read);
    default:
        return silence.silent >= patience_with(silence.token_gap, silence.patience);
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

} // namespace hearth::gateway::schedule::failover
