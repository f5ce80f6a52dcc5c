// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/home.h"
#include "core/units.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace hearth::app {

/// The ids of some of the receipts that were made, from the whole of the time.
struct MadeHome {
    std::vector<std::string> jobs, receipts;
};

/// Fills the home of a service that was started once with a year of answers that it might have given: jobs with all
/// their stages, purchases of five callers, signed receipts with their openings, of which all but the newest 20,000 lie
/// in archives. All money is at rest, since what moves is bounded by the ledger's audit window, not by the history. The
/// same seed makes the same home. `progress`: how many are made.
core::Result<MadeHome> make_history(const core::Home& home, std::uint64_t receipts, core::Nanoseconds now,
                                    const std::function<void(std::uint64_t)>& progress);

} // namespace hearth::app
