// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/home.h"

#include <functional>
#include <vector>

/// Ledgers that a home stood on before: each in a folder of its own under left/ of the home, a network's as network/
/// and a solo one as ledger/, with what node.sqlite knew of it beside it. The caller of everything here holds the
/// home's lock.
namespace hearth::ledger {

/// For fault tests: called with "recorded", "moved" and "removed" at those points.
using LeavingSteps = std::function<void(std::string_view)>;

/// The home stands in no network any more: its place and its chain lie in left/CHAIN/network, and the next start of the
/// service, which begins a solo ledger, moves the jobs and receipts of that chain beside it. Keys, models and settings
/// stay. `remove`: the chain's data are deleted, but for its genesis, the keys of its consensus engine and the record
/// of what they signed. Killed at any point, the home stands in the network or in none. A place that cannot be read is
/// left as well. Gives the folder left/CHAIN. Errors: not_found, io.
core::Result<std::filesystem::path> leave_network(const core::Home& home, bool remove, const LeavingSteps& step = {});

/// Goes on with deletions that were cut short; gives the folder of one. Nothing: there was none. Errors: io.
core::Result<std::optional<std::filesystem::path>> finish_removals(const core::Home& home,
                                                                   const LeavingSteps& step = {});

/// Whether it once left a network. Errors: io, corrupt.
core::Result<bool> has_left_network(const core::Home& home);

/// The same as leave_network() for the ledger of the home's own, which then lies in left/solo-N/ledger. Errors: io.
core::Result<std::filesystem::path> leave_solo(const core::Home& home, const LeavingSteps& step = {});
/// The ledger of leave_solo() is the home's again, and it has left none. Killed at any point, it has one of the two.
/// Errors: io, corrupt, not_found.
core::Status take_solo_back(const core::Home& home, const std::filesystem::path& folder);

/// What node.sqlite is still to part with.
struct Parting {
    std::filesystem::path folder; ///< in left/
    std::uint64_t order = 0;      ///< of leaving
    std::string id;               ///< of no other parting
};
/// In the order of leaving. Errors: io, corrupt.
core::Result<std::vector<Parting>> partings_due(const core::Home& home);
/// It is due no more. Errors: io.
core::Status end_parting(const Parting& parting);

/// Of all that were left. Errors: io.
core::Result<std::vector<std::filesystem::path>> left_folders(const core::Home& home);

/// Whether a chain's id can be a folder's name as it is. Errors: invalid_argument, naming it.
core::Status check_chain_name(const std::string& id);

} // namespace hearth::ledger
