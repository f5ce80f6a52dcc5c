// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/governance.h"
#include "ledger/ledger.h"

namespace hearth::node {

/// What the ledger says of proposals, as the operator `own` sees them.
/// `present`: the key with which this home signs.
control::GovernanceView governance_view(const ledger::State& state, const ledger::Head& head,
                                        const core::PublicKey& own, const core::PublicKey& present = {});
/// Errors: invalid_argument that names the member.
core::Result<ledger::Message> governance_message(const control::GovernanceAct& act);

} // namespace hearth::node
