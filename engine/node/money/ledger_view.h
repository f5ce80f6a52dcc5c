// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/ledger.h"
#include "node/state/identity.h"

#include <functional>
#include <optional>
#include <vector>

namespace hearth::node {

/// What this node reads in the ledger, with its own keys in mind. Borrows both. Thread-safe.
class LedgerView {
public:
    LedgerView(ledger::Ledger& ledger, Identity& identity) : m_ledger(ledger), m_identity(identity) {}

    /// What the ledger holds under this id; nullopt: it was not opened yet, or is gone. Errors: unavailable.
    core::Result<std::optional<ledger::Escrow>> escrow(const core::EscrowId& id) const;
    core::Result<core::Hash> beacon(core::Height height) const { return m_ledger.beacon(height); }
    /// Receipts for whose audit a node of this operator was drawn, in order.
    std::vector<core::ReceiptId> audit_duties() const;
    bool has_duty(const core::ReceiptId& receipt) const;
    /// What the ledger holds of it; nullopt: it was never settled here, or long ago.
    std::optional<ledger::Reward> reward(const core::ReceiptId& receipt) const;

    ledger::Head head() const { return m_ledger.head(); }
    core::Nanoseconds epoch_ends_at() const { return m_ledger.epoch_ends_at(); }
    bool registered() const;
    void read(const std::function<void(const ledger::State&)>& read) const { m_ledger.read(read); }

protected:
    ~LedgerView() = default;
    /// Reads the ledger, or says that it cannot be read now: what is not seen must not count as not there.
    core::Status look(const std::function<void(const ledger::State&)>& read) const;
    bool is_own(const core::PublicKey& node_key) const;
    bool is_registered(const core::PublicKey& node_key) const;
    /// For somebody who signs the next node key's registration elsewhere.
    bool rotation_waits() const;

    ledger::Ledger& m_ledger;
    Identity& m_identity;
};

} // namespace hearth::node
