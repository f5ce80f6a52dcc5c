// SPDX-License-Identifier: Apache-2.0
#include "ledger/draw.h"
#include "ledger/judgement.h"
#include "ledger/set_aside.h"

#include <algorithm>

namespace hearth::ledger {

void State::end_epoch(core::Epoch epoch, const BlockContext& context, std::vector<LedgerEvent>& events) {
    if (m_rules == 1)
        draw_audits(epoch, context.beacon, events);
    else if (has_to_draw(epoch))
        m_tables.set_draw(PendingDraw{epoch, context.height});
    vest(epoch, events);
    remint(epoch, events);
    expire(epoch, events);
    end_lapsed(epoch, events);
    release(epoch, events);
    forget(epoch);
    govern(epoch, context, events);
}

bool State::has_to_draw(core::Epoch epoch) const {
    if (!m_tables.judged().empty() && m_tables.judged().begin()->first <= epoch) return true;
    return std::any_of(m_tables.undrawn().begin(), m_tables.undrawn().end(),
                       [&](const core::ReceiptId& id) { return m_tables.rewards().get(id)->settled_epoch <= epoch; });
}

// A reward that is not drawn is confirmed at once; a drawn one waits for its verdict, however long that
// takes: a check that could not run is no pass.
void State::draw_audits(core::Epoch epoch, const core::Hash& beacon, std::vector<LedgerEvent>& events) {
    const std::vector<core::ReceiptId> waiting(m_tables.undrawn().begin(), m_tables.undrawn().end());
    for (const core::ReceiptId& id : waiting) {
        Reward reward = *m_tables.rewards().get(id);
        if (reward.settled_epoch > epoch) continue;
        const NodeRecord* executor = m_tables.nodes().get(reward.executor);
        reward.drawn = is_drawn(beacon, id, audit_rate_ppm(*executor, reward.exact, m_params, m_rules));
        if (!reward.drawn) reward.state = RewardState::confirmed;
        events.push_back({reward.drawn ? EventKind::drawn : EventKind::confirmed, id, reward.executor,
                          executor_share(reward.price, m_params)});
        m_tables.put(id, reward);
    }
}

/// For what was just drawn, for new disputes, and where a window ended without a verdict.
void State::draw_auditors(core::Epoch epoch, const BlockContext& context, std::vector<LedgerEvent>& events) {
    Draw draw(*this, context.epoch, context.beacon, events);
    const Judgement judgement{m_tables, m_params, {m_rules, context.height, epoch}, events};
    std::vector<core::ReceiptId> open;
    for (const auto& [window_end, id] : m_tables.judged()) {
        if (window_end > epoch) break;
        open.push_back(id);
    }
    for (const core::ReceiptId& id : open) {
        Reward reward = *m_tables.rewards().get(id);
        const bool asked = draw.assign(id, reward);
        const bool heard =
            std::any_of(reward.audits.begin(), reward.audits.end(), [](const AuditDuty& duty) { return duty.jury; });
        if (!asked && heard)
            judgement.conclude(id, std::move(reward)); // by those of the jury who answered
        else
            m_tables.put(id, reward);
    }
}

void State::vest(core::Epoch epoch, std::vector<LedgerEvent>& events) {
    while (!m_tables.due().empty() && m_tables.due().begin()->first <= epoch) {
        const core::ReceiptId id = m_tables.due().begin()->second;
        pay(id, *m_tables.rewards().get(id), epoch, events);
    }
}

void State::pay(const core::ReceiptId& id, Reward reward, core::Epoch epoch, std::vector<LedgerEvent>& events) {
    const auto part = [&](const char* name) {
        return reward.price.share(static_cast<std::uint32_t>(m_params.get(name)));
    };
    const core::Amount earned = executor_share(reward.price, m_params);
    std::uint64_t rest = reward.price.units() - earned.units();
    m_tables.take(Pool::rewards, reward.price);
    m_tables.credit(m_tables.nodes().get(reward.executor)->payout, earned);
    for (const auto& [pool, name] :
         {std::pair(Pool::verifiers, "fee.verifiers_ppm"), std::pair(Pool::storage, "fee.storage_ppm"),
          std::pair(Pool::burned, "fee.burn_ppm"), std::pair(Pool::insurance, "fee.insurance_ppm")}) {
        m_tables.add(pool, part(name));
        rest -= part(name).units();
    }
    m_tables.add(Pool::treasury, core::Amount::from_units(rest));
    reward.state = RewardState::paid;
    reward.closed_epoch = epoch;
    m_tables.put(id, reward);
    events.push_back({EventKind::paid, id, m_tables.nodes().get(reward.executor)->payout, earned});
    const Judgement judgement{m_tables, m_params, {m_rules, 0, epoch}, events};
    judgement.subsidise(id, reward);
    const core::Amount to_auditors = judgement.pay_auditors(id, reward);
    if (m_rules > 1) count_paid(reward, to_auditors);
}

/// Towards the end of the executor's probation. What it paid itself proves nothing; one machine alone has no others.
/// Nor does what came out again for its audits, which its own friends may have made.
void State::count_paid(const Reward& reward, core::Amount to_auditors) {
    NodeRecord executor = *m_tables.nodes().get(reward.executor);
    const bool related =
        reward.payer == executor.operator_key || reward.payer == executor.payout || reward.payer == reward.executor;
    if (reward.price == core::Amount() || (related && m_params.get("audit.self_allowed") == 0)) return;
    ++executor.paid_receipts;
    const core::Amount fee = *reward.price.minus(to_auditors);
    const auto fees = executor.paid_fees.plus(fee);
    if (fees) executor.paid_fees = *fees; // above 10^19 units there is nothing left to prove
    if (m_rules >= locking_rules) executor.work.add(reward.closed_epoch, fee, m_params.get("gov.work_window_epochs"));
    m_tables.put(reward.executor, executor);
}

void State::expire(core::Epoch epoch, std::vector<LedgerEvent>& events) {
    while (!m_tables.expiring().empty() && m_tables.expiring().begin()->first <= epoch) {
        const core::EscrowId id = m_tables.expiring().begin()->second;
        const Escrow escrow = *m_tables.escrows().get(id);
        m_tables.take(Pool::escrow, escrow.held);
        give_back(m_tables, escrow.payer, escrow.held, escrow.credits);
        m_tables.erase(id);
        events.push_back({EventKind::refunded, {}, escrow.payer, escrow.held});
    }
}

/// A wrong answer counts against others no longer than this.
bool State::forgets_wrong_answer(core::Epoch epoch) const {
    const auto& kept = m_tables.wrong_answers().by_epoch;
    return !kept.empty() && kept.begin()->first + m_params.get("slash.correlated_epochs") <= epoch;
}

void State::forget(core::Epoch epoch) {
    while (forgets_wrong_answer(epoch))
        m_tables.erase(OffenceKey(m_tables.wrong_answers().by_epoch.begin()->second));
    const core::Epoch keep = m_params.get("rewards.keep_epochs");
    if (epoch < keep) return;
    const core::Epoch old = epoch - keep;
    while (!m_tables.closed().empty() && m_tables.closed().begin()->first <= old)
        m_tables.erase(core::ReceiptId(m_tables.closed().begin()->second));
    while (!m_tables.roots().all().empty() && m_tables.roots().all().begin()->first.first <= old)
        m_tables.erase(RootKey(m_tables.roots().all().begin()->first));
}

} // namespace hearth::ledger
