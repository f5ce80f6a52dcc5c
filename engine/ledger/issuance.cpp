// SPDX-License-Identifier: Apache-2.0
#include "ledger/judgement.h"
#include "ledger/rules.h"

#include <algorithm>

namespace hearth::ledger {

using core::Amount;

namespace {

bool has_subsidy(const Moment& now, const Params& params) {
    return now.rules >= issuing_rules && params.get("subsidy.rate_ppm") > 0;
}

} // namespace

/// In proportion to the fee, and never more than the part `theta` of what of the same fee is destroyed: so who pays
/// itself loses, and what is in circulation grows by no answer.
void Judgement::subsidise(const core::ReceiptId& id, const Reward& reward) const {
    NodeRecord executor = *m_tables.nodes().get(reward.executor);
    const bool related =
        reward.payer == executor.operator_key || reward.payer == executor.payout || reward.payer == reward.executor;
    Issuance issuance = m_tables.issuance();
    if (!has_subsidy(m_now, m_params) || related || executor.failed > 0 || m_now.epoch < issuance.halted) return;
    const auto part = [&](Amount of, const char* name) {
        return of.share(static_cast<std::uint32_t>(m_params.get(name)));
    };
    if (m_now.epoch >= issuance.window + m_params.get("subsidy.window_epochs")) {
        issuance.window = m_now.epoch;
        issuance.minted = Amount();
    }
    const std::uint64_t most = part(m_tables.supply(), "subsidy.window_ppm").units(), made = issuance.minted.units();
    const Amount made_now =
        std::min({part(reward.price, "subsidy.rate_ppm"), part(part(reward.price, "fee.burn_ppm"), "subsidy.theta_ppm"),
                  Amount::from_units(most > made ? most - made : 0)});
    const auto supply = m_tables.supply().plus(made_now);
    if (made_now == Amount() || !supply) return;
    issuance.minted = Amount::from_units(made + made_now.units());
    m_tables.set_issuance(issuance);
    m_tables.set_supply(*supply);
    m_tables.credit(executor.payout, made_now);
    if (const auto sum = executor.minted.plus(made_now)) executor.minted = *sum; // as with what auditors got
    m_tables.put(reward.executor, executor);
    m_events.push_back({EventKind::minted, id, executor.payout, made_now});
}

/// Where too many audits prove a wrong answer, fees prove no work: nothing is made for some time. An executor stops it
/// with no more than one of its answers, and a doubt, which costs nobody anything, does not count. `wrong`: who gave
/// the answer; none: it passed.
void Judgement::count_audit(const core::PublicKey* wrong) const {
    if (!has_subsidy(m_now, m_params)) return;
    const core::Epoch span = m_params.get("subsidy.halt_epochs");
    Issuance issuance = m_tables.issuance();
    if (m_now.epoch >= issuance.counted + span) {
        issuance.counted = m_now.epoch;
        issuance.audits = issuance.lost = 0;
    }
    if (wrong != nullptr) {
        NodeRecord executor = *m_tables.nodes().get(*wrong);
        if (executor.wrong_epoch && *executor.wrong_epoch >= issuance.counted) return;
        executor.wrong_epoch = m_now.epoch;
        m_tables.put(*wrong, executor);
        ++issuance.lost;
    }
    ++issuance.audits;
    const core::Uint128 limit = core::Uint128{issuance.audits} * m_params.get("subsidy.lost_ppm");
    const bool enough = issuance.audits >= m_params.get("subsidy.least_audits");
    if (wrong != nullptr && enough && core::Uint128{issuance.lost} * whole_ppm > limit)
        issuance.halted = std::max(issuance.halted, m_now.epoch + span);
    m_tables.set_issuance(issuance);
}

} // namespace hearth::ledger
