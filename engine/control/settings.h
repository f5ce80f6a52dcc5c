// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"
#include "core/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What hearth.toml says, and when the node works; see values.h.
namespace hearth::control {

/// One key of hearth.toml. A list has any number of values, everything else one: "true", "16", a text. A secret stands
/// in a file of its own and is never told: its value is "set" or none; an empty text removes it.
struct SettingInfo {
    std::string key;  ///< "work.idle_minutes"
    std::string kind; ///< "switch", "number", "text", "list" or "secret"
    std::vector<std::string> value, default_value;
    std::string doc;
    std::vector<std::string> choices; ///< of a text; empty = any
    std::optional<std::int64_t> min, max;
    bool at_once = false; ///< a change needs no new start of the service
    bool waits = false;   ///< the file says something else than what is in force since the start
};

struct SettingChange {
    std::string key;
    std::vector<std::string> value;
};

/// When the node may work, as its operator wishes.
struct WorkRules {
    std::uint32_t idle_minutes = 0; ///< only after nobody has used the computer for so long; 0 = always
    std::vector<std::string> hours; ///< see Week; empty = at any hour
    bool on_battery = true, on_metered = true, beside_full_screen = true;
    std::vector<std::string> not_beside; ///< names of programs
};

/// What one rule says now.
struct RuleState {
    std::string rule; ///< "pause", "snooze", "temperature", "programs", "full screen", "battery", "metered", "idle",
                      ///< "hours"
    bool enabled = false; ///< the operator wants it looked at
    bool known = true;    ///< what it looks at can be told on this machine
    bool rests = false;   ///< because of it no work is taken
    core::Sentence reason;
    std::optional<core::Nanoseconds> until; ///< its state holds at least until then, where that can be told
};

struct WorkTimes {
    WorkRules rules;
    bool works = true;
    std::string rule; ///< the first that rests; empty = none
    core::Sentence sentence;
    std::optional<core::Nanoseconds> until;
    std::vector<RuleState> states; ///< every rule, in the order in which they are heard
};

} // namespace hearth::control
