// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/offline.h"
#include "node/money/ledger_view.h"
#include "node/state/store.h"

namespace hearth::node {

/// What the operator signs on another machine. See control::Node. Thread-safe; everything given outlives it.
class OfflineDesk {
public:
    /// What the consensus key of this home signs so that a node answers for it; empty where this is no full node.
    using Bond = std::function<core::Result<ledger::BondValidator>(const core::PublicKey& node_key)>;

    OfflineDesk(const Identity& identity, ledger::Ledger& ledger, const LedgerView& view, Store& store, Bond bond)
        : m_identity(identity), m_ledger(ledger), m_view(view), m_store(store), m_bond(std::move(bond)) {}

    core::Result<std::string> prepare(const control::OfflineWish& wish) const;
    core::Result<control::GovernanceReceipt> send(const std::string& file);

private:
    core::Result<ledger::Message> message_of(const control::GovernanceAct& act) const;

    const Identity& m_identity;
    ledger::Ledger& m_ledger;
    const LedgerView& m_view;
    Store& m_store;
    const Bond m_bond;
};

} // namespace hearth::node
