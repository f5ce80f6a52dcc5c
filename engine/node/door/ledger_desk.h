// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/money.h"
#include "ledger/ledger.h"

namespace hearth::node {

/// What the ledger shows to whoever asks by hand. See control::Node. Thread-safe; the ledger outlives it.
class LedgerDesk {
public:
    explicit LedgerDesk(const ledger::Ledger& ledger) : m_ledger(ledger) {}

    core::Result<control::LedgerTransaction> transaction(const std::string& hash) const;
    core::Result<core::Bytes> prove(const std::vector<std::string>& keys, core::Height from) const;

private:
    const ledger::Ledger& m_ledger;
};

} // namespace hearth::node
