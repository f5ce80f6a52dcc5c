// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/state.h"

namespace hearth::ledger {

/// Gives audits to nodes: to the operators with the lowest H("aud/who" ‖ beacon ‖ receipt ‖ operator key) among those
/// who may check this executor, and of each to the node with the lowest H("aud/node" ‖ beacon ‖ receipt ‖ node key). An
/// operator has one lot, however many keys it brings. One pass over the operators for every receipt that was drawn.
/// Internal to ledger; borrows everything.
class Draw {
public:
    /// `now`: the epoch in which the windows begin.
    Draw(const State& state, core::Epoch now, const core::Hash& beacon, std::vector<LedgerEvent>& events)
        : m_state(state), m_now(now), m_beacon(beacon), m_events(events) {}

    /// The auditor of a drawn reward, or the jury of a disputed one; who was drawn before and did not answer is let go.
    /// False: nobody is left to ask.
    bool assign(const core::ReceiptId& id, Reward& reward);

private:
    /// An operator that may be asked.
    struct Voice {
        bool late = false;  ///< registered after the answer was settled: asked only where nobody else is
        bool heard = false; ///< has judged this receipt before
        core::Hash lot;
        core::PublicKey operator_key;
        auto operator<=>(const Voice&) const = default;
    };
    std::vector<core::PublicKey> barred(const Reward& reward) const;
    /// How this node would be asked; nothing where it may not be.
    std::optional<Voice> voice_of(const core::PublicKey& node_key, const Reward& reward) const;
    std::vector<Voice> lowest(const core::ReceiptId& id, const Reward& reward, std::size_t wanted) const;
    core::PublicKey node_of(const Voice& voice, const core::ReceiptId& id, const Reward& reward) const;

    const State& m_state;
    core::Epoch m_now;
    const core::Hash& m_beacon;
    std::vector<LedgerEvent>& m_events;
};

} // namespace hearth::ledger
