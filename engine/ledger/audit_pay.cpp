// SPDX-License-Identifier: Apache-2.0
#include "ledger/judgement.h"
#include "ledger/rules.h"

#include <algorithm>
#include <array>

namespace hearth::ledger {

using core::Amount;

namespace {

/// Whether one of the auditor's keys is one of the executor's or the payer's.
bool is_party(const core::PublicKey& auditor, const NodeRecord& its, const Reward& reward, const NodeRecord& executor) {
    const std::array keys{auditor, its.operator_key, its.payout};
    const std::array parties{reward.executor, executor.operator_key, executor.payout, reward.payer};
    return std::find_first_of(keys.begin(), keys.end(), parties.begin(), parties.end()) != keys.end();
}

} // namespace

/// When the answer's own fee has come to the pool, so that there is something from the first answer on.
void Judgement::pay_auditors(const core::ReceiptId& id, const Reward& reward) const {
    if (m_now.rules < auditing_rules) return;
    m_tables.take(Pool::verifiers, share_out(id, reward, AuditDuty::Result::passed, m_tables.pool(Pool::verifiers)));
}

/// A lost answer has brought no fee: its jurors share in what the executor loses, as the finder does.
Amount Judgement::pay_jurors(const core::ReceiptId& id, const Reward& reward, Amount destroyed) const {
    if (m_now.rules < auditing_rules) return {};
    return share_out(id, reward, AuditDuty::Result::failed, Amount::from_units(destroyed.units() / 2));
}

Amount Judgement::share_out(const core::ReceiptId& id, const Reward& reward, AuditDuty::Result counted,
                            Amount most) const {
    const NodeRecord executor = *m_tables.nodes().get(reward.executor);
    std::vector<core::PublicKey> payees;
    for (const AuditDuty& duty : reward.audits) {
        const bool counts = duty.result == counted && (duty.jury || counted == AuditDuty::Result::passed);
        if (counts && !is_party(duty.auditor, *m_tables.nodes().get(duty.auditor), reward, executor))
            payees.push_back(duty.auditor);
    }
    if (payees.empty()) return {};
    const Amount due = reward.price.share(static_cast<std::uint32_t>(m_params.get("audit.pay_ppm")));
    const Amount each = Amount::from_units(std::min(due, most).units() / payees.size());
    if (each == Amount()) return {};
    for (const core::PublicKey& auditor : payees) {
        NodeRecord node = *m_tables.nodes().get(auditor);
        m_tables.credit(node.payout, each);
        if (const auto sum = node.audit_paid.plus(each)) node.audit_paid = *sum; // above 10^19 units it stands still
        m_tables.put(auditor, node);
        m_events.push_back({EventKind::audit_paid, id, auditor, each});
    }
    return Amount::from_units(each.units() * payees.size());
}

} // namespace hearth::ledger
