// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/assembly.h"
#include "ledger/state.h"

#include <functional>

namespace hearth::ledger {

/// Takes at most what is there, the part that was to stay first, then what is on its way back.
void take_stake(NodeRecord& node, core::Amount amount);
/// A part of the stake, by the parameter `base`, and more of it where others are at fault at the same time. `who`: the
/// node whose stake it is, under older rules the validator.
core::Amount penalty(const Tables& tables, const Params& params, const core::PublicKey& who, core::Amount stake,
                     const char* base, const Moment& now);

/// The first auditor, once it has answered; nullptr: none has.
const AuditDuty* finder_of(const Reward& reward);

using DutyTest = std::function<bool(const AuditDuty& duty)>;

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
    /// The payer gets the price back. `proven`: the executor is to blame and pays for it out of its stake; if not, it
    /// pays the audits there, since the eighth rules.
    void lose(const core::ReceiptId& id, Reward reward, bool proven) const;
    /// Newly made money for an answer that is paid, where the parameters give a subsidy.
    void subsidise(const core::ReceiptId& id, const Reward& reward) const;
    /// Since the seventh rules: to those who passed an answer that is paid, in equal parts, a part of its price out of
    /// the verifiers' pool, and nothing to the parties themselves; says how much. The parameters keep it below what of
    /// the price does not come back to an executor, so that whoever is payer, executor and auditors at once loses.
    ///
    /// A "passed" without a replay must not be the best that an auditor can say. So it never brings more than "failed"
    /// would: the first auditor at most the finder's share, a jury at most the jurors' share, of what a proven wrong
    /// answer would have cost the stake that the executor had when it answered. If the answer is right, "failed" brings
    /// nothing, since the jury contradicts it; if it is wrong, "failed" brings as much or more, and "passed" nothing
    /// where the jury contradicts it. Auditors of an executor with nothing at stake are paid by neither. A jury that is
    /// divided evenly contradicts nobody: since the eighth rules all who answered share what it would have got.
    core::Amount pay_auditors(const core::ReceiptId& id, const Reward& reward) const;

private:
    void count_audit(const core::PublicKey* wrong) const;
    /// Of what is taken of a stake; what is left is destroyed.
    struct Division {
        core::Amount payer, finder, jurors;
    };
    Division divide(const Reward& reward, core::Amount taken) const;
    /// Of what a proven wrong answer would have cost the stake that the executor had when it answered, as far as it is
    /// still there.
    Division truth_of(const Reward& reward) const;
    core::Amount due_for_audit(const Reward& reward) const;
    /// To the auditors whose duties count, in equal parts, and none to those who are a party; says how much.
    core::Amount share_out(const core::ReceiptId& id, const Reward& reward, const DutyTest& counts,
                           core::Amount sum) const;
    /// The same for jurors; the finder, who has its own share, is none of them. At most what an audit brings.
    core::Amount pay_jurors(const core::ReceiptId& id, const Reward& reward, const DutyTest& counts,
                            core::Amount most) const;
    /// An honest doubt must not be the dearest word. So where a jury shares it, the first auditor gets at least what
    /// "passed" would have brought, and the jurors who were against the answer together what those who pass it get:
    /// each at most what a proven wrong answer would have brought them. The fee went back to the payer, and what others
    /// paid into the pool must not be drawn by an answer that cost nobody anything. So the executor's stake pays, whose
    /// answer cannot be checked: whoever is executor, payer and auditors at once only moves its own money.
    void pay_doubt(const core::ReceiptId& id, const Reward& reward) const;
    void slash(const core::ReceiptId& id, const Reward& reward) const;
    core::Amount fault(const Reward& reward, core::Amount stake) const;
    void remember(const Reward& reward, core::Amount stake, core::Amount taken) const;

    Tables& m_tables;
    const Params& m_params;
    const Moment m_now;
    std::vector<LedgerEvent>& m_events;
};

} // namespace hearth::ledger
