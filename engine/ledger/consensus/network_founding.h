// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/consensus/network_place.h"

namespace hearth::ledger {

/// A network of several homes on one machine, to try things with.
struct NetworkPlan {
    unsigned validators = 4;
    std::uint16_t first_port = 26700; ///< of 127.0.0.1; one each for the full nodes, then one for the gateway's links
    core::Nanoseconds epoch_length = 60'000'000'000;
    core::Amount allotment = core::Amount::from_units(1'000'000'000'000); ///< of the gateway's caller, who pays
    core::Height snapshot_every = usual_snapshot_distance;
    /// A solo home whose ledger goes on here, under its owner's keys, which the gateway gets; it stays as it is. Then
    /// nobody gets an allotment. Vouchers and agreements that were signed for its chain do not count on this one.
    std::optional<core::Home> solo;
};
struct FoundedNetwork {
    std::vector<core::Home> validators;
    core::Home gateway;
    Invitation invitation;
};
/// Makes the homes validator-1, … and gateway in a folder, with their keys, genesis and places, and invitation.txt for
/// those who join. Errors: conflict (the folder is not empty, the solo home runs), invalid_argument, not_found (no solo
/// ledger), too_large (it does not fit an invitation), unsupported (without network mode), io.
core::Result<FoundedNetwork> found_network(const std::filesystem::path& folder, const NetworkPlan& plan,
                                           core::Nanoseconds now);
/// The homes of a network that was founded in this folder. Errors: not_found.
core::Result<FoundedNetwork> founded_network(const std::filesystem::path& folder);

} // namespace hearth::ledger
