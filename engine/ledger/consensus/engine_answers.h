// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/consensus/comet_rpc.h"

#include <string_view>

/// What the engine's RPC answers, which repeats what its peers say of themselves: nothing in it is believed to have its
/// form. Pure. Errors: unavailable, where it is no answer.
namespace hearth::ledger {

core::Error no_engine();

/// To a batch of "broadcast_tx_sync" whose ids are their places.
std::vector<core::Status> read_broadcast(std::string_view text, std::size_t transactions);
/// To "status" and "net_info".
core::Result<CometStatus> read_status(std::string_view text);
/// To "status", "net_info", "commit" and "dump_consensus_state". A peer that is described in another form is left out,
/// alone.
core::Result<CometMembers> read_members(std::string_view text);

} // namespace hearth::ledger
