// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/devices.h"

#include <algorithm>
#include <array>
#include <string_view>

/// How a home is set up, step by step; see values.h.
namespace hearth::control {

/// In their order; the last one: nothing is left to do.
inline constexpr std::array<std::string_view, 6> first_run_steps{"place",    "devices", "benchmark",
                                                                 "identity", "work",    "done"};
inline bool is_first_run_step(std::string_view step) {
    return std::find(first_run_steps.begin(), first_run_steps.end(), step) != first_run_steps.end();
}

/// The model that a new home begins with.
struct ModelAtHand {
    std::string name, title, license;
    std::uint64_t bytes = 0;
    std::string path; ///< of its file, as it should be; empty: it is not on this machine
};

struct FirstRun {
    std::string step; ///< that is to be done next
    std::string home;
    std::optional<std::uint64_t> disk_free_bytes, disk_total_bytes; ///< of the disk that holds the home
    std::uint64_t models_bytes = 0;                                 ///< that the models take
    std::optional<std::uint64_t> models_quota_bytes;                ///< that they may take; none: no limit
    std::optional<ModelAtHand> model;                               ///< none: this installation names none
    bool autostart = false;                                         ///< the service starts when its user logs in
    bool autostart_can_change = false;
    core::Sentence autostart_reason; ///< what starts it, or why nothing can
};

/// A measurement that was kept.
struct BenchmarkRecord {
    core::Nanoseconds at = 0;
    BenchmarkReport report;
};

} // namespace hearth::control
