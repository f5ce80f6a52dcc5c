// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/governance.h"
#include "node/money/settlement.h"

namespace hearth::node {

/// The operator's say in the rules of the ledger. See control::Node. Thread-safe; everything given outlives it.
class GovernanceDesk {
public:
    using EpochLength = std::function<core::Nanoseconds()>;

    GovernanceDesk(const Identity& identity, Settlement& settlement, EpochLength epoch_length)
        : m_identity(identity), m_settlement(settlement), m_epoch_length(std::move(epoch_length)) {}

    core::Result<control::GovernanceView> view() const;
    core::Result<control::GovernanceReceipt> act(const control::GovernanceAct& wish);

private:
    const Identity& m_identity;
    Settlement& m_settlement;
    const EpochLength m_epoch_length;
};

} // namespace hearth::node
