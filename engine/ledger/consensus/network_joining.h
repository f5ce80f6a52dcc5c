// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/consensus/left_ledgers.h"
#include "ledger/consensus/network_place.h"

/// How a home comes from its own ledger into a network without ever being on neither. The caller of everything here
/// holds the home's lock.
namespace hearth::ledger {

/// The place lies ready as network/genesis.joining before the own ledger goes, where there is one; a rename then makes
/// it the home's. Gives the folder of that ledger. What fails leaves the home as it was. `step`: for fault tests;
/// "ready", those of leave_solo() and "gone". Errors: io.
core::Result<std::optional<std::filesystem::path>> take_place(const core::Home& home, const NetworkPlace& place,
                                                              bool solo, const LeavingSteps& step = {});

/// Of a join that was killed: done where the own ledger had gone, forgotten where it had not. Errors: io.
core::Status finish_joining(const core::Home& home);

} // namespace hearth::ledger
