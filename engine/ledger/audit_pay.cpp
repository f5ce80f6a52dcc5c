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

/// Its jury was: as many for the answer as against it.
bool is_divided(const Reward& reward) {
    std::size_t passed = 0, against = 0, waiting = 0;
    for (const AuditDuty& duty : reward.audits) {
        if (!duty.jury) continue;
        waiting += duty.result == AuditDuty::Result::waiting;
        (duty.result == AuditDuty::Result::passed ? passed : against) += duty.result != AuditDuty::Result::waiting;
    }
    return waiting == 0 && passed > 0 && passed == against;
}

} // namespace

const AuditDuty* finder_of(const Reward& reward) {
    const auto at = std::find_if(reward.audits.begin(), reward.audits.end(), [](const AuditDuty& duty) {
        return !duty.jury && duty.result != AuditDuty::Result::waiting;
    });
    return at == reward.audits.end() ? nullptr : &*at;
}

/// The payer gets a share, the auditor who found it another one up to a bound, since the seventh rules the jurors who
/// agreed a part of the rest, and what is left is destroyed.
Judgement::Division Judgement::divide(const Reward& reward, Amount taken) const {
    const auto part = [&](const char* name) { return taken.share(static_cast<std::uint32_t>(m_params.get(name))); };
    Division division{part("slash.payer_ppm"),
                      std::min(part("slash.reporter_ppm"), Amount::from_units(m_params.get("slash.reporter_max"))),
                      {}};
    if (m_now.rules < auditing_rules) return division;
    const Amount due = due_for_audit(reward);
    const std::uint64_t rest = taken.units() - division.payer.units() - division.finder.units();
    division.jurors = std::min(due, Amount::from_units(rest / 2));
    return division;
}

Judgement::Division Judgement::truth_of(const Reward& reward) const {
    // What the executor staked after it had answered counts for nothing: it would be a bribe.
    const Amount staked = std::min(reward.staked, m_tables.nodes().get(reward.executor)->answerable());
    const auto wanted = reward.price.plus(staked.share(static_cast<std::uint32_t>(m_params.get("slash.wrong_ppm"))));
    return divide(reward, wanted ? std::min(*wanted, staked) : staked);
}

Amount Judgement::due_for_audit(const Reward& reward) const {
    return reward.price.share(static_cast<std::uint32_t>(m_params.get("audit.pay_ppm")));
}

/// When the answer's own fee has come to the pool, so that there is something from the first answer on.
Amount Judgement::pay_auditors(const core::ReceiptId& id, const Reward& reward) const {
    if (m_now.rules < auditing_rules) return {}; // their chains do not hold the parameters
    const Division truth = truth_of(reward);
    const bool jury =
        std::any_of(reward.audits.begin(), reward.audits.end(), [](const AuditDuty& duty) { return duty.jury; });
    const Amount most = std::min(m_tables.pool(Pool::verifiers), jury ? truth.jurors : truth.finder);
    const bool all = m_now.rules >= doubting_rules && is_divided(reward);
    const auto counts = [all](const AuditDuty& duty) {
        return all ? duty.result != AuditDuty::Result::waiting : duty.result == AuditDuty::Result::passed;
    };
    const Amount paid = share_out(id, reward, counts, std::min(due_for_audit(reward), most));
    m_tables.take(Pool::verifiers, paid);
    return paid;
}

Amount Judgement::pay_jurors(const core::ReceiptId& id, const Reward& reward, const DutyTest& counts,
                             Amount most) const {
    if (m_now.rules < auditing_rules) return {};
    const AuditDuty* const finder = finder_of(reward);
    // Where an operator may audit itself, the one who found it may be asked again.
    const auto found = [&](const AuditDuty& duty) {
        const auto& nodes = m_tables.nodes();
        return finder != nullptr && nodes.get(finder->auditor)->operator_key == nodes.get(duty.auditor)->operator_key;
    };
    return share_out(
        id, reward, [&](const AuditDuty& duty) { return duty.jury && counts(duty) && !found(duty); },
        std::min(due_for_audit(reward), most));
}

Amount Judgement::share_out(const core::ReceiptId& id, const Reward& reward, const DutyTest& counts, Amount sum) const {
    const NodeRecord executor = *m_tables.nodes().get(reward.executor);
    std::vector<core::PublicKey> payees;
    for (const AuditDuty& duty : reward.audits)
        if (counts(duty) && !is_party(duty.auditor, *m_tables.nodes().get(duty.auditor), reward, executor))
            payees.push_back(duty.auditor);
    if (payees.empty()) return {};
    const Amount each = Amount::from_units(sum.units() / payees.size());
    if (each == Amount()) return {};
    for (const core::PublicKey& auditor : payees) {
        NodeRecord node = *m_tables.nodes().get(auditor);
        m_tables.credit(node.payout, each);
        if (const auto sum_of = node.audit_paid.plus(each))
            node.audit_paid = *sum_of; // above 10^19 units it stands still
        m_tables.put(auditor, node);
        m_events.push_back({EventKind::audit_paid, id, auditor, each});
    }
    return Amount::from_units(each.units() * payees.size());
}

} // namespace hearth::ledger
