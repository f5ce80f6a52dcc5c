// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/network_words.h"
#include "control/progress.h"
#include "core/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace hearth::control {

/// What this home has on the ledger on which it stands; money in 10⁻⁹ EMB.
struct HoldingsView {
    std::string chain;
    std::uint64_t height = 0;
    std::string accounts = "0"; ///< free money
    std::string escrows = "0";  ///< locked for answers that are not settled
    std::string channels = "0"; ///< set aside for those whom it pays
    std::string stakes = "0";   ///< that answer for its nodes
    std::string deposits = "0"; ///< of its proposals
    std::string rewards = "0";  ///< prices of its receipts that have not come to rest
    std::uint64_t rewards_due = 0, earning_channels = 0;
    std::uint64_t power = 0, all_power = 0; ///< with which it orders the blocks, of how much
};

/// Something that is done to a home while its service stands still for a moment.
struct HomeChange {
    std::string kind; ///< "restore", "join" or "leave"; empty: nothing since the service was started
    ChangeState state = ChangeState::none; ///< a failed one left the home as it was
    core::Sentence reason, repair;         ///< of a failure
    std::string kept;                      ///< the folder with what was put aside; empty: nothing was
};

/// The part of a Node that gives its home another owner or another ledger. Each call examines everything that can be
/// known beforehand; then the service finishes what runs, stops, changes the home and serves again: connections end
/// meanwhile, and home_change() tells afterwards what became of it. Errors of each: conflict (a change is under way).
class HomeChanges {
public:
    virtual ~HomeChanges() = default;

    virtual core::Result<HoldingsView> holdings() = 0;
    /// Makes the key of these 24 words the operator's of a home in which nothing was asked or answered yet; its keys
    /// and its ledger are put aside. Errors: invalid_argument (the word and the nearest one, or the checksum), conflict
    /// (the key is the operator's already; the home has jobs, or stands in a network).
    virtual core::Result<HomeChange> restore_operator(const std::vector<std::string>& words) = 0;
    /// Puts the home's own ledger aside, and its jobs and receipts with it, and joins. The network's engine is tried
    /// beforehand. Errors: those of examine_invitation(), unsupported, not_found (no engine), conflict (it stands in a
    /// network), cancelled, unavailable (the engine does not run here).
    virtual core::Result<HomeChange> join_network(const std::string& invitation, const OnProgress& progress) = 0;
    /// Begins a ledger of its own; what the home has of the network is put aside. Errors: conflict (it is alone).
    virtual core::Result<HomeChange> leave_network() = 0;
    virtual core::Result<HomeChange> home_change() = 0;
};

/// Parameters of the calls; internal to the library.
struct RestoreParams {
    std::vector<std::string> words;
};

} // namespace hearth::control
