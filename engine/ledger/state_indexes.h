// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/governance.h"
#include "ledger/records.h"

#include <set>
#include <tuple>

namespace hearth::ledger {

/// By what the records of the state are found, beside their keys. Derived from the records: only Tables, which changes
/// both together, is one.
class StateIndexes {
public:
    /// Each ordered: pending and not yet drawn; waiting for verdicts by the end of their window, and the same
    /// by the node that is waited for; confirmed by due epoch; closed by closing epoch; escrows by expiry, and those
    /// whose block has no beacon yet; node keys by the release of their stake, and by operator; proposals that are not
    /// over by what is due next; who delegated, by delegate.
    const std::set<core::ReceiptId>& undrawn() const { return m_undrawn; }
    const std::set<std::pair<core::Epoch, core::ReceiptId>>& judged() const { return m_judged; }
    const std::set<std::tuple<core::PublicKey, core::Epoch, core::ReceiptId>>& duties() const { return m_duties; }
    const std::set<std::pair<core::Epoch, core::ReceiptId>>& due() const { return m_due; }
    const std::set<std::pair<core::Epoch, core::ReceiptId>>& closed() const { return m_closed; }
    const std::set<std::pair<core::Epoch, core::EscrowId>>& expiring() const { return m_expiring; }
    const std::set<core::EscrowId>& unsealed() const { return m_unsealed; }
    const std::set<std::pair<core::Epoch, core::PublicKey>>& unbonding() const { return m_unbonding; }
    const std::set<std::pair<core::PublicKey, core::PublicKey>>& operators() const { return m_operators; }
    const std::set<std::pair<core::Epoch, std::uint64_t>>& agenda() const { return m_agenda; }
    const std::set<std::pair<core::PublicKey, core::PublicKey>>& delegates() const { return m_delegates; }

protected:
    StateIndexes() = default;
    void index(const core::ReceiptId& id, const Reward& reward, bool present);
    void index(std::uint64_t id, const Proposal& proposal, bool present);

    std::set<core::ReceiptId> m_undrawn;
    std::set<std::pair<core::Epoch, core::ReceiptId>> m_judged, m_due, m_closed;
    std::set<std::pair<core::Epoch, core::EscrowId>> m_expiring;
    std::set<std::tuple<core::PublicKey, core::Epoch, core::ReceiptId>> m_duties;
    std::set<core::EscrowId> m_unsealed;
    std::set<std::pair<core::Epoch, core::PublicKey>> m_unbonding;
    std::set<std::pair<core::PublicKey, core::PublicKey>> m_operators, m_delegates;
    std::set<std::pair<core::Epoch, std::uint64_t>> m_agenda;

private:
    void index_judged(const core::ReceiptId& id, const Reward& reward, bool present);
};

} // namespace hearth::ledger
