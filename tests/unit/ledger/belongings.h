// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "world.h"

#include <QString>

#include <map>

/// What could be taken from somebody by a transaction.
namespace hearth::world {

struct Belongings {
    std::map<core::PublicKey, ledger::Account> accounts;
    std::map<core::PublicKey, ledger::NodeRecord> nodes;
    std::map<core::EscrowId, ledger::Escrow> escrows;
    std::map<core::ReceiptId, ledger::Reward> rewards;
};

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
        const std::uint64_t fee = sender == escrow.payer && !escrow.credits ? highest_fee : 0;
        const auto has = [&](const Belongings& of) {
            const ledger::Account& account = of.accounts.at(escrow.payer);
            return (escrow.credits ? account.credits : account.balance).units();
        };
        if (has(now) + fee < has(before) + escrow.held.units() - price) return "an escrow's rest went elsewhere";
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
    if (reward.credits != escrow->second.credits) return "what credits paid became money, or money credits";
    if (reward.state != ledger::RewardState::pending || reward.drawn || !reward.audits.empty())
        return "a new reward is not pending";
    if (reward.level != proof::Level::signature) return "a new reward has more than its signature";
    if (reward.settled_epoch != epoch || reward.due_epoch < epoch) return "a new reward is of another epoch";
    return {};
}

} // namespace hearth::world
