// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/home.h"
#include "ledger/consensus/chain_record.h"

#include <array>

namespace hearth::ledger {

/// What the consensus engine signs with, in its config/, and what it signed last, in its data/.
inline constexpr std::array<std::string_view, 3> engine_keys{"priv_validator_key.json", "node_key.json", "beacon.key"};
inline constexpr std::string_view last_votes_file = "priv_validator_state.json";

/// Before the home gets a place in a network that it left: the keys with which it orders blocks, and what they signed
/// last, without which it would sign twice. Nothing where it never left that chain. Errors: io, corrupt.
core::Status bring_validator_back(const core::Home& home, const ChainGenesis& genesis);

} // namespace hearth::ledger
