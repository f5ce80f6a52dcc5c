// SPDX-License-Identifier: Apache-2.0
#include "ledger/apply.h"
#include "ledger/judgement.h"

#include <algorithm>

namespace hearth::ledger {

using core::Amount;
using core::Code;
using core::fail;
using core::Status;

namespace {

constexpr std::size_t most_unbondings = 32;

Amount remainder_of(Amount a, Amount b) {
    return Amount::from_units(a.units() - b.units());
}

} // namespace

void take_stake(NodeRecord& node, Amount amount) {
    const Amount staying = std::min(node.stake, amount);
    node.stake = remainder_of(node.stake, staying);
    Amount rest = remainder_of(amount, staying);
    for (Unbonding& part : node.unbonding) {
        const Amount taken = std::min(part.amount, rest);
        part.amount = remainder_of(part.amount, taken);
        rest = remainder_of(rest, taken);
    }
    std::erase_if(node.unbonding, [](const Unbonding& part) { return part.amount == Amount(); });
}

core::Result<const NodeRecord*> Checker::own_node(const core::PublicKey& node_key) const {
    if (m_state.rules() == 1) return fail(Code::unsupported, core::say("first_rules_know_no"));
    const NodeRecord* node = m_state.node(node_key);
    if (node == nullptr)
        return fail(Code::not_found, core::say("node_not_registered"), core::say("register_key_first"));
    if (node->operator_key != m_tx.sender) return fail(Code::refused, core::say("node_belongs_another_operator"));
    return node;
}

Status Checker::operator()(const Stake& m) const {
    HEARTH_CHECK(own_node(m.node_key));
    return affordable(m.amount);
}

void Applier::operator()(const Stake& m) {
    m_tables.debit(m_tx.sender, m.amount);
    NodeRecord node = *m_tables.nodes().get(m.node_key);
    node.stake = Amount::from_units(node.stake.units() + m.amount.units());
    m_tables.put(m.node_key, node);
}

Status Checker::operator()(const Unstake& m) const {
    HEARTH_TRY(const NodeRecord* node, own_node(m.node_key));
    if (m.amount == Amount()) return fail(Code::invalid_argument, core::say("amount_must_not_zero"));
    if (m.amount > node->stake)
        return fail(Code::refused, core::say("node_stake_cannot_taken", {node->stake.text(), m.amount.text()}));
    if (m_state.rules() >= locking_rules && node->locked_until && m_context.epoch <= *node->locked_until)
        return fail(Code::refused, core::say("stake_is_locked", {std::to_string(*node->locked_until)}));
    const core::Epoch release = m_context.epoch + m_state.params().get("stake.unbonding_epochs");
    const bool joins = !node->unbonding.empty() && node->unbonding.back().release == release;
    if (!joins && node->unbonding.size() >= most_unbondings)
        return fail(Code::refused, core::say("most_parts_stake_their", {std::to_string(most_unbondings)}),
                    core::say("wait_until_first_one"));
    return {};
}

void Applier::operator()(const Unstake& m) {
    NodeRecord node = *m_tables.nodes().get(m.node_key);
    node.stake = remainder_of(node.stake, m.amount);
    core::Epoch release = m_context.epoch + m_params.get("stake.unbonding_epochs");
    // The parameter may have been lowered; the order stays.
    if (!node.unbonding.empty()) release = std::max(release, node.unbonding.back().release);
    if (!node.unbonding.empty() && node.unbonding.back().release == release)
        node.unbonding.back().amount = Amount::from_units(node.unbonding.back().amount.units() + m.amount.units());
    else
        node.unbonding.push_back({m.amount, release});
    m_tables.put(m.node_key, node);
}

void State::release(core::Epoch epoch, std::vector<LedgerEvent>& events) {
    while (!m_tables.unbonding().empty() && m_tables.unbonding().begin()->first <= epoch) {
        const core::PublicKey key = m_tables.unbonding().begin()->second;
        NodeRecord node = *m_tables.nodes().get(key);
        const Amount amount = node.unbonding.front().amount;
        node.unbonding.erase(node.unbonding.begin());
        m_tables.put(key, node);
        m_tables.credit(node.operator_key, amount);
        events.push_back({EventKind::released, {}, node.operator_key, amount});
    }
}

/// What of the stake goes besides the price; since the seventh rules more where many are at fault at a time.
Amount Judgement::fault(const Reward& reward, Amount stake) const {
    if (m_now.rules < correlated_rules) return stake.share(static_cast<std::uint32_t>(m_params.get("slash.wrong_ppm")));
    return penalty(m_tables, m_params, reward.executor, stake, "slash.wrong_ppm", m_now);
}

/// For what others are at fault meanwhile. Answers that one block settled share their place.
void Judgement::remember(const Reward& reward, Amount stake, Amount taken) const {
    if (m_now.rules < correlated_rules) return;
    const OffenceKey key{reward.executor, reward.height, OffenceKind::wrong_answer};
    OffenceRecord record{reward.executor, stake, taken, m_now.height, m_now.epoch};
    const OffenceRecord* other = m_tables.offences().get(key);
    // One that is over counts for nothing any more, and a later one does not bring it back.
    if (other != nullptr && other->epoch + m_params.get("slash.correlated_epochs") >= m_now.epoch) {
        record.stake = std::max(stake, other->stake);
        record.taken = std::min(Amount::from_units(taken.units() + other->taken.units()), record.stake);
    }
    m_tables.put(key, record);
}

/// The price of the answer and a part of all that the node has at stake.
void Judgement::slash(const core::ReceiptId& id, const Reward& reward) const {
    NodeRecord executor = *m_tables.nodes().get(reward.executor);
    const Amount whole = executor.answerable();
    if (whole == Amount()) return;
    const auto wanted = reward.price.plus(fault(reward, whole));
    const Amount taken = wanted ? std::min(*wanted, whole) : whole;
    take_stake(executor, taken);
    m_tables.put(reward.executor, executor);
    remember(reward, whole, taken);
    const Division division = divide(reward, taken);
    Amount rest = remainder_of(taken, division.payer);
    m_tables.credit(reward.payer, division.payer);
    if (const AuditDuty* const finder = finder_of(reward)) {
        m_tables.credit(m_tables.nodes().get(finder->auditor)->payout, division.finder);
        rest = remainder_of(rest, division.finder);
    }
    const auto agreed = [](const AuditDuty& duty) { return duty.result == AuditDuty::Result::failed; };
    rest = remainder_of(rest, pay_jurors(id, reward, agreed, division.jurors));
    m_tables.add(Pool::burned, rest);
    m_events.push_back({EventKind::slashed, id, reward.executor, taken});
}

} // namespace hearth::ledger
