// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/state.h"

namespace hearth::ledger {

/// Gives audits to nodes: those with the lowest H("aud/who" ‖ beacon ‖ receipt ‖ node key) among the nodes that may
/// check this executor, one an operator. Every node is looked at for every receipt that was drawn. Internal to ledger;
/// borrows everything.
class Draw {
public:
    Draw(const State& state, core::Epoch epoch, const core::Hash& beacon, std::vector<LedgerEvent>& events)
        : m_state(state), m_epoch(epoch), m_beacon(beacon), m_events(events) {}

    /// The auditor of a drawn reward, or the jury of a disputed one; who was drawn before and did not answer is let go.
    /// False: nobody is left to ask.
    bool assign(const core::ReceiptId& id, Reward& reward);

private:
    bool may_judge(const Reward& reward, const core::PublicKey& operator_key) const;
    std::vector<core::PublicKey> candidates(const core::ReceiptId& id, const Reward& reward) const;

    const State& m_state;
    core::Epoch m_epoch;
    const core::Hash& m_beacon;
    std::vector<LedgerEvent>& m_events;
};

} // namespace hearth::ledger
