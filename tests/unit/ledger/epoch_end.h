// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "belongings.h"

/// What of somebody's belongings the end of an epoch may move.
namespace hearth::world {

/// That must come to accounts.
struct Money {
    std::map<core::PublicKey, std::uint64_t> balance, credits;
    std::uint64_t& of(const core::PublicKey& key, bool as_credits) { return (as_credits ? credits : balance)[key]; }
};

/// What the end of `epoch` makes of one reward; the money that follows is added to `owed`.
inline QString check_ended_reward(const ledger::Reward& before, const ledger::Reward& now, core::Epoch epoch,
                                  const core::PublicKey& payout, const ledger::Params& params, Money& owed) {
    using State = ledger::RewardState;
    if (now.price != before.price || now.payer != before.payer || now.executor != before.executor)
        return "an epoch's end changed a reward";
    if (now.state == before.state) return {};
    if (before.state == State::paid || before.state == State::lost) return "what was over was decided again";
    if (before.state == State::pending && before.drawn) return "a drawn reward was decided without a verdict";
    if (before.state == State::pending && now.state == State::lost) return "a reward was lost without a verdict";
    if (before.state == State::confirmed && now.state != State::paid) return "a confirmed reward was judged";
    if (now.state == State::paid) {
        if (before.due_epoch > epoch) return "a reward was paid too early";
        owed.of(payout, false) += ledger::executor_share(now.price, params).units();
    }
    if (now.state == State::lost) owed.of(now.payer, now.credits) += now.price.units();
    return {};
}

/// The end of `epoch` gives back what has expired, pays what is due and takes nothing from anybody.
inline QString check_epoch_end(const Belongings& before, const Belongings& now, core::Epoch epoch,
                               const ledger::Params& params) {
    Money owed;
    for (const auto& [id, escrow] : before.escrows) {
        const auto at = now.escrows.find(id);
        if (at != now.escrows.end() && !is_same(escrow, at->second)) return "an epoch's end changed an escrow";
        if ((at == now.escrows.end()) != (escrow.expires_epoch <= epoch))
            return "an escrow did not end with its last epoch";
        if (at == now.escrows.end()) owed.of(escrow.payer, escrow.credits) += escrow.held.units();
    }
    for (const auto& [id, reward] : before.rewards) {
        const auto at = now.rewards.find(id);
        if (at == now.rewards.end()) return "a reward was forgotten";
        const core::PublicKey payout = before.nodes.at(reward.executor).payout;
        if (const QString broken = check_ended_reward(reward, at->second, epoch, payout, params, owed);
            !broken.isEmpty())
            return broken;
    }
    for (const auto& [key, node] : before.nodes) {
        const ledger::NodeRecord& after = now.nodes.at(key);
        if (after.operator_key != node.operator_key || after.payout != node.payout)
            return "an epoch's end changed a node's owner";
        if (after.locked_until != node.locked_until) return "an epoch's end moved a lock";
        if (after.stake < node.stake && after.failed == node.failed) return "an epoch's end took a stake";
    }
    for (const auto& [key, account] : before.accounts) {
        if (now.accounts.at(key).balance.units() < account.balance.units() + owed.of(key, false))
            return "an epoch's end kept money that was due";
        if (now.accounts.at(key).credits.units() != account.credits.units() + owed.of(key, true))
            return "an epoch's end gave back more credits than were due, or fewer";
    }
    return {};
}

} // namespace hearth::world
