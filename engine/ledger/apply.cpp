// SPDX-License-Identifier: Apache-2.0
#include "ledger/apply.h"

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;

Status State::check(const SignedTransaction& tx, const BlockContext& context) const {
    HEARTH_CHECK(check_envelope(tx, context));
    const Account* account = m_tables.accounts().get(tx.transaction.sender);
    const core::Amount balance = account != nullptr ? account->balance : core::Amount();
    HEARTH_TRY(const core::Amount available, balance.minus(tx.transaction.fee));
    return std::visit(Checker(*this, tx.transaction, context, available), tx.transaction.message);
}

Status State::apply(const SignedTransaction& tx, const BlockContext& context,
                    std::vector<LedgerEvent>& events) {
    HEARTH_CHECK(check_envelope(tx, context));
    Applier applier(*this, tx.transaction, context, events);
    applier.charge_fee();
    const core::Amount available = m_tables.accounts().get(tx.transaction.sender)->balance;
    HEARTH_CHECK(std::visit(Checker(*this, tx.transaction, context, available), tx.transaction.message));
    std::visit(applier, tx.transaction.message);
    return {};
}

void Applier::charge_fee() {
    const Account* old = m_tables.accounts().get(m_tx.sender);
    Account account = old != nullptr ? *old : Account{};
    ++account.sequence;
    m_tables.put(m_tx.sender, account);
    m_tables.debit(m_tx.sender, m_tx.fee);
    m_tables.add(Pool::burned, m_tx.fee);
}

Status Checker::affordable(core::Amount amount) const {
    if (amount == core::Amount()) return fail(Code::invalid_argument, "The amount must not be zero.");
    HEARTH_CHECK(m_available.minus(amount));
    return {};
}

Status Checker::operator()(const Transfer& m) const {
    if (m.to.is_zero() || m.to == m_tx.sender)
        return fail(Code::invalid_argument, "A transfer needs another account as its target.");
    return affordable(m.amount);
}

void Applier::operator()(const Transfer& m) {
    m_tables.debit(m_tx.sender, m.amount);
    m_tables.credit(m.to, m.amount);
}

Status Checker::operator()(const RegisterNode& m) const {
    if (m.node_key.is_zero() || m.payout.is_zero())
        return fail(Code::invalid_argument, "A node needs a key and a payout account.");
    const NodeRecord* known = m_state.node(m.node_key);
    if (known != nullptr && known->operator_key != m_tx.sender)
        return fail(Code::conflict, "The node key is registered by another operator.");
    return {};
}

void Applier::operator()(const RegisterNode& m) {
    const NodeRecord* known = m_tables.nodes().get(m.node_key);
    NodeRecord node = known != nullptr ? *known : NodeRecord{};
    node.operator_key = m_tx.sender;
    node.payout = m.payout;
    m_tables.put(m.node_key, node);
}

Status Checker::operator()(const PostEpochRoot& m) const {
    if (m_state.node(m_tx.sender) == nullptr)
        return fail(Code::refused, "Only a registered node posts epoch roots.",
                    "Register the node key first.");
    if (m.epoch > m_context.epoch) return fail(Code::refused, "The epoch of the root has not begun.");
    if (m_state.epoch_root(m_tx.sender, m.epoch) != nullptr)
        return fail(Code::conflict, "The node has posted its root of this epoch.");
    const core::Epoch keep = m_state.params().get("rewards.keep_epochs");
    if (m_context.epoch >= keep && m.epoch <= m_context.epoch - keep)
        return fail(Code::conflict, "The epoch of the root is closed for good.");
    return {};
}

void Applier::operator()(const PostEpochRoot& m) {
    m_tables.put(RootKey{m.epoch, m_tx.sender}, EpochRoot{m.root, m.count});
}

// Registered operators and nodes audit; oneself only where the parameters allow it.
Status Checker::operator()(const PostVerdict& m) const {
    const Reward* reward = m_state.reward(m.receipt_id);
    if (reward == nullptr) return fail(Code::not_found, "The receipt of the verdict is not settled here.");
    const NodeRecord* own = m_state.node(m_tx.sender);
    if (own == nullptr && !m_state.is_operator(m_tx.sender))
        return fail(Code::refused, "Only a registered node or its operator posts verdicts.");
    const core::PublicKey auditor = own != nullptr ? own->operator_key : m_tx.sender;
    if (auditor == m_state.node(reward->executor)->operator_key &&
        m_state.params().get("audit.self_allowed") == 0)
        return fail(Code::refused, "Nobody audits its own receipts on this ledger.");
    if (reward->state != RewardState::pending && reward->state != RewardState::confirmed)
        return fail(Code::conflict, "The reward is paid or lost; a verdict comes too late.");
    if (m.passed && m.level == 0)
        return fail(Code::invalid_argument, "A passed audit reaches at least level 1.");
    return {};
}

void Applier::operator()(const PostVerdict& m) {
    Reward reward = *m_tables.rewards().get(m.receipt_id);
    if (!m.passed) {
        lose(m.receipt_id, reward);
        return;
    }
    reward.level = std::max(reward.level, m.level);
    const bool waited = reward.state == RewardState::pending;
    reward.state = RewardState::confirmed;
    m_tables.put(m.receipt_id, reward);
    if (waited)
        m_events.push_back(
            {"confirmed", m.receipt_id, reward.executor, executor_share(reward.price, m_params)});
}

void Applier::lose(const core::ReceiptId& id, Reward reward) {
    m_tables.take(Pool::rewards, reward.price);
    m_tables.credit(reward.payer, reward.price);
    NodeRecord executor = *m_tables.nodes().get(reward.executor);
    ++executor.failed;
    m_tables.put(reward.executor, executor);
    reward.state = RewardState::lost;
    reward.closed_epoch = m_context.epoch;
    m_tables.put(id, reward);
    m_events.push_back({"lost", id, reward.executor, executor_share(reward.price, m_params)});
    m_events.push_back({"refunded", id, reward.payer, reward.price});
}

} // namespace hearth::ledger
