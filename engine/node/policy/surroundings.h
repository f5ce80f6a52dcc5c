// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "node/policy/work_rules.h"

#include <filesystem>
#include <string>

namespace hearth::node {

/// Where this machine tells about itself; tests put others in their place.
struct Places {
    std::filesystem::path power_supply = "/sys/class/power_supply", processes = "/proc";
    std::string busctl = "/usr/bin/busctl", xprop = "/usr/bin/xprop";
    /// As in the environment; empty = not set.
    std::string display, wayland_display;
    core::Nanoseconds interval = 5'000'000'000; ///< between two looks

    static Places of_this_machine();
};

/// Looks at what the rules ask for, and at nothing else. Waits for other programs, at most some seconds each. Whatever
/// cannot be told is unknown and says why.
WorkFacts look_around(const Places& places, const control::WorkRules& rules, core::Nanoseconds now);

/// Local time as WorkFacts wants it.
std::uint32_t second_of_week(core::Nanoseconds now);

/// What the kernel tells of batteries and chargers. A folder without a battery is a machine on mains power.
Known<bool> on_battery(const std::filesystem::path& power_supply);
/// The first of `names` that a process has as its program's name, whatever the case; Windows programs as they are
/// called under Wine.
Known<std::string> running_program(const std::filesystem::path& processes, const std::vector<std::string>& names);
/// Since when nobody has used this user's sessions, as logind hears of it from desktops and terminals.
Known<core::Nanoseconds> idle_for(const Places& places, core::Nanoseconds now);
/// As NetworkManager says or guesses.
Known<bool> metered(const Places& places);
/// The program whose window fills an X screen. Wayland tells nobody, so that there only X programs are seen.
Known<std::string> full_screen(const Places& places);

} // namespace hearth::node
