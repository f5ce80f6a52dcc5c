// SPDX-License-Identifier: Apache-2.0
#include "ledger/judgement.h"
#include "ledger/rules.h"

#include <algorithm>

namespace hearth::ledger {

using core::Amount;

void Judgement::pay_doubt(const core::ReceiptId& id, const Reward& reward) const {
    if (m_now.rules < doubting_rules) return;
    const Division truth = truth_of(reward); // all of it is at stake
    const AuditDuty* const finder = finder_of(reward);
    const auto found = [finder](const AuditDuty& duty) { return &duty == finder; };
    const Amount first = share_out(id, reward, found, std::min(due_for_audit(reward), truth.finder));
    const auto against = [](const AuditDuty& duty) {
        return duty.result == AuditDuty::Result::failed || duty.result == AuditDuty::Result::doubtful;
    };
    const Amount jury = pay_jurors(id, reward, against, truth.jurors);
    const Amount taken = Amount::from_units(first.units() + jury.units());
    if (taken == Amount()) return;
    NodeRecord executor = *m_tables.nodes().get(reward.executor);
    take_stake(executor, taken);
    m_tables.put(reward.executor, executor);
    m_events.push_back({EventKind::slashed, id, reward.executor, taken});
}

} // namespace hearth::ledger
