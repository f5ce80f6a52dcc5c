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
    const Amount due = reward.price.share(static_cast<std::uint32_t>(m_params.get("audit.pay_ppm")));
    const std::uint64_t rest = taken.units() - division.payer.units() - division.finder.units();
    division.jurors = std::min(due, Amount::from_units(rest / 2));
    return division;
}

/// When the answer's own fee has come to the pool, so that there is something from the first answer on. What the
/// executor staked after it had answered counts for nothing: it would be a bribe.
Amount Judgement::pay_auditors(const core::ReceiptId& id, const Reward& reward) const {
    if (m_now.rules < auditing_rules) return {};
    const Amount staked = std::min(reward.staked, m_tables.nodes().get(reward.executor)->answerable());
    const auto wanted = reward.price.plus(staked.share(static_cast<std::uint32_t>(m_params.get("slash.wrong_ppm"))));
    const Division truth = divide(reward, wanted ? std::min(*wanted, staked) : staked);
    const bool jury =
        std::any_of(reward.audits.begin(), reward.audits.end(), [](const AuditDuty& duty) { return duty.jury; });
    const Amount most = std::min(m_tables.pool(Pool::verifiers), jury ? truth.jurors : truth.finder);
    const Amount paid = share_out(id, reward, AuditDuty::Result::passed, most);
    m_tables.take(Pool::verifiers, paid);
    return paid;
}

Amount Judgement::share_out(const core::ReceiptId& id, const Reward& reward, AuditDuty::Result counted,
                            Amount most) const {
    if (m_now.rules < auditing_rules) return {}; // their chains do not hold the parameters
    const NodeRecord executor = *m_tables.nodes().get(reward.executor);
    const AuditDuty* const finder = counted == AuditDuty::Result::failed ? finder_of(reward) : nullptr;
    std::vector<core::PublicKey> payees;
    for (const AuditDuty& duty : reward.audits) {
        const NodeRecord& its = *m_tables.nodes().get(duty.auditor);
        const bool counts = duty.result == counted && (duty.jury || counted == AuditDuty::Result::passed);
        // Where an operator may audit itself, the one who found it may be asked again.
        const bool found = finder != nullptr && m_tables.nodes().get(finder->auditor)->operator_key == its.operator_key;
        if (counts && !found && !is_party(duty.auditor, its, reward, executor)) payees.push_back(duty.auditor);
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
