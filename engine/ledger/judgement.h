// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/state.h"

namespace hearth::ledger {

/// Takes at most what is there, the part that was to stay first, then what is on its way back.
void take_stake(NodeRecord& node, core::Amount amount);

/// What becomes of a reward whose audit has ended. Internal to ledger; borrows everything.
class Judgement {
public:
    Judgement(Tables& tables, const Params& params, core::Epoch epoch, std::vector<LedgerEvent>& events)
        : m_tables(tables), m_params(params), m_epoch(epoch), m_events(events) {}

    /// Of a disputed one: decided as soon as a majority of those who were drawn says the same. Without a majority that
    /// passes it nobody pays; without one that fails it nobody is to blame. A tie is the executor's.
    void conclude(const core::ReceiptId& id, Reward reward) const;
    void confirm(const core::ReceiptId& id, Reward reward, proof::Level level) const;
    /// The payer gets the price back. `proven`: the executor is to blame and pays for it out of its stake.
    void lose(const core::ReceiptId& id, Reward reward, bool proven) const;

private:
    void slash(const core::ReceiptId& id, const Reward& reward) const;

    Tables& m_tables;
    const Params& m_params;
    core::Epoch m_epoch;
    std::vector<LedgerEvent>& m_events;
};

} // namespace hearth::ledger
