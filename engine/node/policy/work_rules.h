// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/settings.h"
#include "control/words.h"

#include <optional>
#include <string>
#include <vector>

namespace hearth::node {

/// Something about this machine, or why it cannot be told.
template <class T>
struct Known {
    std::optional<T> value;
    core::Sentence why_not = core::say("not_looked_yet");
};

/// What decides whether the node may work now: what its operator wants by hand, and what the machine is doing.
struct WorkFacts {
    bool paused = false;
    std::optional<core::Nanoseconds> snoozed_until;
    core::Sentence heat;              ///< a device is hotter than wanted; empty = none
    std::uint32_t second_of_week = 0; ///< local time, Monday 0:00 = 0
    Known<core::Nanoseconds> idle_for;
    Known<bool> on_battery, metered;
    Known<std::string> full_screen; ///< name of the program that fills the screen; empty = none does
    Known<std::string> program;     ///< the first of the rules' not_beside that runs; empty = none does
};

/// May work be taken, which rule says no, and until when that holds, where it can be told. While work may be taken,
/// `until` is when the chosen hours end.
struct WorkDecision {
    bool works = true;
    control::WorkRule rule = control::WorkRule::none;
    core::Sentence sentence; ///< why not; empty while it works
    std::optional<core::Nanoseconds> until;
};

/// The one function that decides it. Pure. A fact that cannot be told holds nothing back, but for the one that an
/// operator relies on: whether somebody uses the computer.
WorkDecision may_work(const control::WorkRules& rules, const WorkFacts& facts, core::Nanoseconds now);

/// What may_work() decides from, rule by rule, in the order in which they are heard.
std::vector<control::RuleState> rule_states(const control::WorkRules& rules, const WorkFacts& facts,
                                            core::Nanoseconds now);

} // namespace hearth::node
