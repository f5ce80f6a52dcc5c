// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/units.h"

#include <cstddef>
#include <optional>

/// When a node is given up and what follows: pure functions of their arguments, for a node and for whoever simulates a
/// network of them. Which one is asked: choice.h.
namespace hearth::gateway::schedule::failover {

inline constexpr unsigned max_moves = 3; ///< of one answer, away from nodes that computed it
inline constexpr unsigned max_asked = 8; ///< nodes for one answer, those that refused it too

/// What a caller waits for: a quote, its own payment, the first token of this node, the next one.
enum class Stage { quote, payment, first_token, next_token };
/// How long one may be silent in the middle of an answer: five of its usual gaps, but not less than this. What is
/// here is for nodes, whose answers others can go on with.
struct Patience {
    core::Nanoseconds unknown_gap = 5 * core::second; ///< where the usual gap is not known yet
    core::Nanoseconds least = core::second * 6 / 5;
    bool operator==(const Patience&) const = default;
};
struct Silence {
    Stage stage = Stage::quote;
    core::Nanoseconds silent = 0;    ///< since the last word of the node, or to it
    core::Nanoseconds unreached = 0; ///< since no connection leads there; 0 = one does
    core::Nanoseconds token_gap = 0; ///< usual time between two tokens; 0 = unknown
    std::size_t to_read = 0;         ///< tokens before the first new one
    bool run = false;                ///< tensors: nothing is read, and one answer comes whole
    Patience patience = {};
};
/// Whether another node should be asked by now, if there is one.
bool is_stalled(const Silence& silence);
/// The usual gap after one more: an exponentially weighted average.
core::Nanoseconds average_gap(core::Nanoseconds usual, core::Nanoseconds gap);

struct Loss {
    core::Code reason = core::Code::unavailable;
    unsigned moves = 0, asked = 1; ///< so far
    bool caller_left = false;
    bool passed_on = false; ///< the caller has tokens already
    bool exact = false;     ///< the profile draws the same tokens anywhere
    bool scores = false;    ///< the tokens are the prompt's, with their scores
};
enum class Next {
    end,    ///< the caller is told the reason
    again,  ///< from the beginning
    resume, ///< from the tokens that the caller has
};
Next after(const Loss& loss);
/// Whether another node may take what one refused for this reason.
bool may_fit_elsewhere(core::Code reason);

} // namespace hearth::gateway::schedule::failover
