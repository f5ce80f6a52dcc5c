// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/consensus/comet_ledger.h"
#include "node/home_change.h"
#include "node/state/identity.h"
#include "node/state/store.h"

#include <functional>

namespace hearth::node {

/// Examines what is to be changed about the home and asks the service to stand still for it. See control::HomeChanges.
/// Thread-safe; everything given outlives it.
class ChangeDesk {
public:
    struct Parts {
        const core::Home& home;
        const ledger::Ledger& ledger;
        const std::optional<ledger::NetworkPlace>& place; ///< none: solo
        const ledger::CometLedger* chain;                 ///< null: solo
        const Identity& identity;
        const Store& store;
        const std::optional<MadeChange>& changed; ///< before this start
        ChangeWish& wish;
        std::function<void()> stop; ///< once the wish is put; returns at once
    };
    explicit ChangeDesk(Parts parts) : m_parts(std::move(parts)) {}

    core::Result<control::HoldingsView> holdings() const;
    core::Result<control::HomeChange> restore(const std::vector<std::string>& words);
    core::Result<control::HomeChange> join(const std::string& invitation, const control::OnProgress& progress);
    core::Result<control::HomeChange> leave();
    control::HomeChange view() const;

private:
    core::Result<control::HomeChange> ask_for(WantedChange wanted);
    core::Status check_free() const;

    const Parts m_parts;
    std::mutex m_trying; ///< a network
};

} // namespace hearth::node
