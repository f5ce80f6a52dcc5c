// SPDX-License-Identifier: Apache-2.0
#include "ledger/apply.h"
#include "ledger/judgement.h"
#include "ledger/set_aside.h"

#include <algorithm>

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;

namespace {

using Result = AuditDuty::Result;

/// Place of the waiting duty that the sender may answer: its own node's, or that of a node which it operates.
std::optional<std::size_t> duty_for(const Tables& tables, const Reward& reward, const core::PublicKey& sender) {
    const auto mine = [&](const AuditDuty& duty) {
        if (duty.result != Result::waiting) return false;
        if (duty.auditor == sender) return true;
        const NodeRecord* node = tables.nodes().get(duty.auditor);
        return node != nullptr && node->operator_key == sender;
    };
    const auto at = std::find_if(reward.audits.begin(), reward.audits.end(), mine);
    if (at == reward.audits.end()) return std::nullopt;
    return static_cast<std::size_t>(at - reward.audits.begin());
}

Status level_fits(const PostVerdict& m, const Reward& reward) {
    const proof::Level best = reachable_level(reward);
    if (!m.passed) {
        if (m.level <= proof::Level::signature) return {};
        return fail(Code::invalid_argument, core::say("failed_audit_leaves_signature"));
    }
    // What is in doubt reaches no more than the level of its signature.
    if (m.level != best && m.level != proof::Level::signature)
        return fail(Code::refused, core::say("replay_reaches_level_not", {std::string(proof::level_name(best)),
                                                                          std::string(proof::level_name(m.level))}));
    if (m.level == proof::Level::exact && m.equal != m.compared)
        return fail(Code::refused, core::say("exact_replay_needs_every_token"));
    return {};
}

} // namespace

Status Checker::operator()(const PostVerdict& m) const {
    const Reward* reward = m_state.reward(m.receipt_id);
    if (reward == nullptr) return fail(Code::not_found, core::say("verdict_receipt_not_settled"));
    if (m_state.rules() == 1) return under_first_rules(m, *reward);
    if (reward->state != RewardState::pending && reward->state != RewardState::disputed)
        return fail(Code::conflict, core::say("reward_decided_verdict_late"));
    if (reward->state == RewardState::pending && !reward->drawn)
        return fail(Code::refused, core::say("receipt_not_drawn_audit"));
    if (!duty_for(m_state.m_tables, *reward, m_tx.sender))
        return fail(Code::refused, core::say("audit_drawn_another_node"));
    if (m_context.epoch > reward->window_end)
        return fail(Code::refused, core::say("verdict_was_due_until", {std::to_string(reward->window_end)}),
                    core::say("another_auditor_is_drawn"));
    return level_fits(m, *reward);
}

void Applier::operator()(const PostVerdict& m) {
    Reward reward = *m_tables.rewards().get(m.receipt_id);
    if (m_rules == 1) return under_first_rules(m, reward);
    const Judgement judgement{m_tables, m_params, {m_rules, m_context.height, m_context.epoch}, m_events};
    AuditDuty& duty = reward.audits[*duty_for(m_tables, reward, m_tx.sender)];
    const bool vouches = m.passed && m.level == reachable_level(reward);
    duty.result = vouches ? Result::passed : m.passed ? Result::doubtful : Result::failed;
    duty.level = m.level;
    if (reward.state == RewardState::disputed) return judgement.conclude(m.receipt_id, std::move(reward));
    if (vouches) return judgement.confirm(m.receipt_id, std::move(reward), m.level);
    // One auditor's word takes nobody's money, and a doubt pays nobody: at the end of the epoch a jury is drawn.
    reward.state = RewardState::disputed;
    reward.window_end = m_context.epoch;
    m_tables.put(m.receipt_id, reward);
    m_events.push_back({EventKind::disputed, m.receipt_id, reward.executor, executor_share(reward.price, m_params)});
}

void Judgement::conclude(const core::ReceiptId& id, Reward reward) const {
    std::size_t jurors = 0, failed = 0, doubtful = 0, waiting = 0;
    proof::Level level = proof::Level::signature;
    for (const AuditDuty& duty : reward.audits) {
        if (!duty.jury) continue;
        ++jurors;
        failed += duty.result == Result::failed;
        doubtful += duty.result == Result::doubtful;
        waiting += duty.result == Result::waiting;
        if (duty.result == Result::passed) level = std::max(level, duty.level);
    }
    const std::size_t against = failed + doubtful;
    if (2 * failed > jurors) return lose(id, std::move(reward), true);
    if (2 * against > jurors && 2 * (failed + waiting) <= jurors) return lose(id, std::move(reward), false);
    const bool tie = waiting == 0 && 2 * against == jurors;
    if (tie || 2 * (against + waiting) < jurors)
        return confirm(id, std::move(reward), tie ? proof::Level::signature : level);
    m_tables.put(id, reward);
}

void Judgement::confirm(const core::ReceiptId& id, Reward reward, proof::Level level) const {
    reward.level = std::max(reward.level, level);
    reward.state = RewardState::confirmed;
    m_tables.put(id, reward);
    count_audit(nullptr);
    m_events.push_back({EventKind::confirmed, id, reward.executor, executor_share(reward.price, m_params)});
}

void Judgement::lose(const core::ReceiptId& id, Reward reward, bool proven) const {
    m_tables.take(Pool::rewards, reward.price);
    give_back(m_tables, reward.payer, reward.price, reward.credits);
    NodeRecord executor = *m_tables.nodes().get(reward.executor);
    if (proven) ++executor.failed;
    m_tables.put(reward.executor, executor);
    if (proven)
        slash(id, reward);
    else
        pay_doubt(id, reward);
    reward.state = RewardState::lost;
    reward.closed_epoch = m_now.epoch;
    m_tables.put(id, reward);
    if (proven) count_audit(&reward.executor);
    m_events.push_back({EventKind::lost, id, reward.executor, executor_share(reward.price, m_params)});
    m_events.push_back({EventKind::refunded, id, reward.payer, reward.price});
}

// The first rules: registered operators and nodes audit what they like, and one failure is final.
Status Checker::under_first_rules(const PostVerdict& m, const Reward& reward) const {
    const NodeRecord* own = m_state.node(m_tx.sender);
    if (own == nullptr && !m_state.is_operator(m_tx.sender))
        return fail(Code::refused, core::say("verdicts_of_registered_only"));
    const core::PublicKey auditor = own != nullptr ? own->operator_key : m_tx.sender;
    if (auditor == m_state.node(reward.executor)->operator_key && m_state.params().get("audit.self_allowed") == 0)
        return fail(Code::refused, core::say("nobody_audits_itself"));
    if (reward.state != RewardState::pending && reward.state != RewardState::confirmed)
        return fail(Code::conflict, core::say("reward_paid_verdict_late"));
    if (m.passed && m.level == proof::Level::none)
        return fail(Code::invalid_argument, core::say("passed_audit_reaches_signature"));
    return {};
}

void Applier::under_first_rules(const PostVerdict& m, Reward reward) {
    if (!m.passed)
        return Judgement{m_tables, m_params, {m_rules, m_context.height, m_context.epoch}, m_events}.lose(
            m.receipt_id, std::move(reward), true);
    const bool waited = reward.state == RewardState::pending;
    reward.level = std::max(reward.level, m.level);
    reward.state = RewardState::confirmed;
    m_tables.put(m.receipt_id, reward);
    if (waited)
        m_events.push_back(
            {EventKind::confirmed, m.receipt_id, reward.executor, executor_share(reward.price, m_params)});
}

} // namespace hearth::ledger
