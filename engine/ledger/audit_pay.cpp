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

void Judgement::fund_audits(const Reward& reward) const {
    const auto part = [&](Amount of, const char* name) {
        return of.share(static_cast<std::uint32_t>(m_params.get(name)));
    };
    const Amount more = part(part(reward.price, "fee.verifiers_ppm"), "audit.fund_ppm");
    if (more == Amount()) return;
    NodeRecord executor = *m_tables.nodes().get(reward.executor);
    executor.audit_fund = Amount::from_units(executor.audit_fund.units() + more.units()); // no more than is in the pool
    m_tables.put(reward.executor, executor);
}

void Judgement::pay_auditors(const core::ReceiptId& id, const Reward& reward,
                             std::initializer_list<AuditDuty::Result> counted) const {
    NodeRecord executor = *m_tables.nodes().get(reward.executor);
    if (executor.audit_fund == Amount()) return; // so under older rules as well
    std::vector<core::PublicKey> payees;
    for (const AuditDuty& duty : reward.audits)
        if (std::find(counted.begin(), counted.end(), duty.result) != counted.end() &&
            !is_party(duty.auditor, *m_tables.nodes().get(duty.auditor), reward, executor))
            payees.push_back(duty.auditor);
    if (payees.empty()) return;
    const Amount most = reward.price.share(static_cast<std::uint32_t>(m_params.get("audit.pay_ppm")));
    const Amount each = Amount::from_units(std::min(most, executor.audit_fund).units() / payees.size());
    if (each == Amount()) return;
    const Amount all = Amount::from_units(each.units() * payees.size());
    executor.audit_fund = Amount::from_units(executor.audit_fund.units() - all.units());
    m_tables.put(reward.executor, executor);
    m_tables.take(Pool::verifiers, all);
    for (const core::PublicKey& auditor : payees) {
        NodeRecord node = *m_tables.nodes().get(auditor);
        m_tables.credit(node.payout, each);
        if (const auto sum = node.audit_paid.plus(each)) node.audit_paid = *sum; // above 10^19 units it stands still
        m_tables.put(auditor, node);
        m_events.push_back({EventKind::audit_paid, id, auditor, each});
    }
}

} // namespace hearth::ledger
