// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/home.h"
#include "ledger/consensus/network_place.h"

#include <functional>

namespace hearth::ledger {

/// Whether an invitation can be followed on this machine: its chain is opened and the consensus engine started in the
/// folder joining/ of the home, with keys of its own and without calling anybody, and everything of that is deleted
/// again. Nothing else of the home is touched. Takes seconds; `goes_on` is asked meanwhile. Errors: those of
/// CometLedger::open(), cancelled, unavailable (the engine ends; how is said), io.
core::Status try_network(const core::Home& home, const Invitation& invitation, const std::string& listen,
                         const std::function<bool()>& goes_on);

} // namespace hearth::ledger
