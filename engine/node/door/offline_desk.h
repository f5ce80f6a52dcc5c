// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/offline.h"
#include "ledger/ledger.h"
#include "node/state/identity.h"

namespace hearth::node {

/// What the operator signs on another machine. See control::Node. Thread-safe; everything given outlives it.
class OfflineDesk {
public:
    OfflineDesk(const Identity& identity, ledger::Ledger& ledger) : m_identity(identity), m_ledger(ledger) {}

    core::Result<std::string> prepare(const control::OfflineWish& wish) const;
    core::Result<control::GovernanceReceipt> send(const std::string& file);

private:
    core::Result<ledger::Message> message_of(const control::GovernanceAct& act) const;

    const Identity& m_identity;
    ledger::Ledger& m_ledger;
};

} // namespace hearth::node
