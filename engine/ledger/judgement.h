// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/assembly.h"
#include "ledger/state.h"

#include <initializer_list>

namespace hearth::ledger {

/// Takes at most what is there, the part that was to stay first, then what is on its way back.
void take_stake(NodeRecord& node, core::Amount amount);
/// A part of the stake, by the parameter `base`, and more of it where others are at fault at the same time.
core::Amount penalty(const Tables& tables, const Params& params, const OffenceKey& what, core::Amount stake,
                     const char* base, core::Epoch now);

/// What becomes of a reward whose audit has ended, and who else is paid with it. Internal to ledger; borrows
/// everything.
class Judgement {
public:
    Judgement(Tables& tables, const Params& params, const Moment& now, std::vector<LedgerEvent>& events)
        : m_tables(tables), m_params(params), m_now(now), m_events(events) {}

    /// Of a disputed one: decided as soon as a majority of those who were drawn says the same. Without a majority that
    /// passes it nobody pays; without one that fails it nobody is to blame. A tie is the executor's.
    void conclude(const core::ReceiptId& id, Reward reward) const;
    void confirm(const core::ReceiptId& id, Reward reward, proof::Level level) const;
    /// The payer gets the price back. `proven`: the executor is to blame and pays for it out of its stake.
    void lose(const core::ReceiptId& id, Reward reward, bool proven) const;
    /// Newly made money for an answer that is paid, where the parameters give a subsidy.
    void subsidise(const core::ReceiptId& id, const Reward& reward) const;
    void fund_audits(const Reward& reward) const; ///< of one that is paid; the rest of its share is for full nodes
    /// Since the seventh rules: to those whose verdict is one of these, in equal parts, out of what the executor's own
    /// answers brought for auditors, and none of it to the parties themselves. So whoever is executor, payer and
    /// auditors at once gets no more back than it has put in, and nothing of what others have.
    void pay_auditors(const core::ReceiptId& id, const Reward& reward,
                      std::initializer_list<AuditDuty::Result> counted) const;

private:
    void count_decided(bool lost) const;
    void slash(const core::ReceiptId& id, const Reward& reward) const;
    core::Amount fault(const Reward& reward, core::Amount stake) const;
    void remember(const Reward& reward, core::Amount stake, core::Amount taken) const;

    Tables& m_tables;
    const Params& m_params;
    const Moment m_now;
    std::vector<LedgerEvent>& m_events;
};

} // namespace hearth::ledger
