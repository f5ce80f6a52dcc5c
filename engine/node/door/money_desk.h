// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/money.h"
#include "node/money/settlement.h"

namespace hearth::node {

/// Accounts of the ledger, this home's and others. See control::Node. Thread-safe; everything given outlives it.
class MoneyDesk {
public:
    MoneyDesk(const Identity& identity, Settlement& settlement) : m_identity(identity), m_settlement(settlement) {}

    core::Result<control::AccountView> account(const std::string& address) const;
    core::Result<control::MoneySent> send(const std::string& to, const std::string& amount);
    control::LedgerHead ledger_head() const;

private:
    const Identity& m_identity;
    Settlement& m_settlement;
};

} // namespace hearth::node
