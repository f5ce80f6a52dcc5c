// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/governance.h"
#include "node/money/settlement.h"

namespace hearth::node {

/// The operator's say in the rules of the ledger. See control::Node. Thread-safe; everything given outlives it.
class GovernanceDesk {
public:
    using EpochLength = std::function<core::Nanoseconds()>;

    /// What the consensus key of this home signs so that a node answers for it.
    using Bond = std::function<core::Result<ledger::BondValidator>(const core::PublicKey& node_key)>;

    /// `bond`: empty where this home is no full node.
    GovernanceDesk(const Identity& identity, Settlement& settlement, EpochLength epoch_length, Bond bond)
        : m_identity(identity), m_settlement(settlement), m_epoch_length(std::move(epoch_length)),
          m_bond(std::move(bond)) {}

    core::Result<control::GovernanceView> view() const;
    core::Result<control::GovernanceReceipt> act(const control::GovernanceAct& wish);

private:
    core::Result<ledger::Message> message_of(const control::GovernanceAct& act) const;
    std::optional<std::string> opened_by(const ledger::TxResult& sent) const;

    const Identity& m_identity;
    Settlement& m_settlement;
    const EpochLength m_epoch_length;
    const Bond m_bond;
};

} // namespace hearth::node
