// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/network.h"
#include "node/network/network.h"
#include "node/policy/ledger_watch.h"

#include <optional>

namespace hearth::node {

/// Tells with whom this home stands in a network, and what an invitation to one means. Thread-safe; everything given
/// outlives it.
class NetworkDesk {
public:
    struct Parts {
        const Settings& settings;
        const ledger::Ledger& ledger;
        const std::optional<ledger::NetworkPlace>& place; ///< none: solo
        const ledger::CometLedger* chain;                 ///< null: solo
        const Network* network;                           ///< null: solo
        LedgerWatch& watch;
        Identity& identity;
        const Store& store;
        const core::Home& home;
    };
    explicit NetworkDesk(const Parts& parts) : m_parts(parts) {}

    /// Asks the consensus engine; may wait for it.
    control::NetworkView view() const;
    /// Errors: corrupt, unsupported.
    core::Result<control::InvitationView> examine(const std::string& invitation) const;

private:
    std::vector<std::string> roles(const control::NetworkView& view) const;

    const Parts m_parts;
};

} // namespace hearth::node
