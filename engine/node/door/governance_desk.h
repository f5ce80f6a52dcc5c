// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/governance.h"
#include "node/money/settlement.h"

namespace hearth::node {

/// The operator's say in the rules of the ledger. See control::Node. Thread-safe; everything given outlives it.
class GovernanceDesk {
public:
    GovernanceDesk(const Identity& identity, Settlement& settlement) : m_identity(identity), m_settlement(settlement) {}

    core::Result<control::GovernanceView> view() const;
    core::Result<control::GovernanceReceipt> act(const control::GovernanceAct& act);

private:
    const Identity& m_identity;
    Settlement& m_settlement;
};

} // namespace hearth::node
