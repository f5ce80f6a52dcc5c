// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "world.h"

#include <QString>

#include <map>

/// What could be taken from somebody, and what of it the end of an epoch may move.
namespace hearth::world {

struct Belongings {
    std::map<core::PublicKey, ledger::Account> accounts;
    std::map<core::PublicKey, ledger::NodeRecord> nodes;
    std::map<core::EscrowId, ledger::Escrow> escrows;
    std::map<core::ReceiptId, ledger::Reward> rewards;
};

using Money = std::map<core::PublicKey, std::uint64_t>; ///< that must come to an account

/// Whether it is the same escrow, whose beacon may have come meanwhile.
inline bool is_same(ledger::Escrow before, const ledger::Escrow& now) {
    if (before.terms && !before.terms->beacon && now.terms) before.terms->beacon = now.terms->beacon;
    return before == now;
}

/// Nobody changes an escrow, and its money goes back to its payer but for what its receipt costs. `settled`: the escrow
/// of the receipt that was just sent, `sender`'s.
inline QString check_escrows(const Belongings& before, const Belongings& now, const core::PublicKey& sender,
                             const core::EscrowId& settled, const core::ReceiptId& receipt, core::Epoch epoch) {
    constexpr std::uint64_t highest_fee = 100;
    for (const auto& [id, escrow] : now.escrows)
        if (before.escrows.count(id) == 0 && escrow.payer != sender) return "an escrow in another one's name";
    for (const auto& [id, escrow] : before.escrows) {
        if (const auto at = now.escrows.find(id); at != now.escrows.end()) {
            if (!is_same(escrow, at->second)) return "an escrow was changed";
            continue;
        }
        const auto reward = now.rewards.find(receipt);
        const bool paid = id == settled && reward != now.rewards.end() && before.rewards.count(receipt) == 0;
        const std::uint64_t price = paid ? reward->second.price.units() : 0;
        if (price > escrow.held.units()) return "a receipt cost more than its escrow held";
        const bool may = sender == escrow.executor || (sender == escrow.payer && epoch > escrow.expires_epoch);
        if (!paid && !may) return "another one's escrow was given back";
        const std::uint64_t fee = sender == escrow.payer ? highest_fee : 0;
        const std::uint64_t due = before.accounts.at(escrow.payer).balance.units() + escrow.held.units() - price;
        if (now.accounts.at(escrow.payer).balance.units() + fee < due) return "an escrow's rest went elsewhere";
    }
    return {};
}

/// A receipt that was just settled is paid for by its escrow, and nobody has judged it yet.
inline QString check_new_reward(const Belongings& before, const ledger::Reward& reward, const core::EscrowId& settled,
                                core::Epoch epoch) {
    const auto escrow = before.escrows.find(settled);
    if (escrow == before.escrows.end()) return "a reward came from no escrow";
    if (reward.payer != escrow->second.payer || reward.executor != escrow->second.executor)
        return "a reward is between others than its escrow";
    if (reward.state != ledger::RewardState::pending || reward.drawn || !reward.audits.empty())
        return "a new reward is not pending";
    if (reward.level != proof::Level::signature) return "a new reward has more than its signature";
    if (reward.settled_epoch != epoch || reward.due_epoch < epoch) return "a new reward is of another epoch";
    return {};
}

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
        owed[payout] += ledger::executor_share(now.price, params).units();
    }
    if (now.state == State::lost) owed[now.payer] += now.price.units();
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
        if (at == now.escrows.end()) owed[escrow.payer] += escrow.held.units();
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
        if (after.stake < node.stake && after.failed == node.failed) return "an epoch's end took a stake";
    }
    for (const auto& [key, account] : before.accounts) {
        const auto more = owed.find(key);
        const std::uint64_t least = account.balance.units() + (more == owed.end() ? 0 : more->second);
        if (now.accounts.at(key).balance.units() < least) return "an epoch's end kept money that was due";
    }
    return {};
}

} // namespace hearth::world
