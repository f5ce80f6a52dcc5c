// SPDX-License-Identifier: Apache-2.0
#include "ledger/draw.h"
#include "core/hash.h"

#include <algorithm>
#include <map>

namespace hearth::ledger {
namespace {

using Result = AuditDuty::Result;

core::Hash lot(const core::Hash& beacon, const core::ReceiptId& receipt, const core::PublicKey& node) {
    return core::tagged_hash("aud/who", {beacon.view(), receipt.view(), node.view()});
}

} // namespace

/// Whoever has a stake in the outcome: the executor, the payer, and whoever has judged this receipt already. One
/// machine alone judges itself.
bool Draw::may_judge(const Reward& reward, const core::PublicKey& operator_key) const {
    if (m_state.params().get("audit.self_allowed") != 0) return true;
    if (operator_key == m_state.node(reward.executor)->operator_key || operator_key == reward.payer) return false;
    return std::none_of(reward.audits.begin(), reward.audits.end(), [&](const AuditDuty& duty) {
        return m_state.node(duty.auditor)->operator_key == operator_key;
    });
}

std::vector<core::PublicKey> Draw::candidates(const core::ReceiptId& id, const Reward& reward) const {
    struct Lot {
        bool late = false; ///< registered after the answer was settled: asked only where nobody else is
        bool heard = false;
        core::Hash hash;
        core::PublicKey node;
        auto operator<=>(const Lot&) const = default;
    };
    const bool jury = reward.state == RewardState::disputed;
    std::map<core::PublicKey, Lot> lots; // one an operator: more keys give nobody more voices
    for (const auto& [key, node] : m_state.m_tables.nodes().all()) {
        const auto of_key = [&key = key](const AuditDuty& duty) { return duty.auditor == key; };
        const auto of_round = [&](const AuditDuty& duty) { return of_key(duty) && duty.jury == jury; };
        if (!may_judge(reward, node.operator_key) || std::any_of(reward.audits.begin(), reward.audits.end(), of_round))
            continue;
        const Lot drawn{node.registered_epoch > reward.settled_epoch,
                        std::any_of(reward.audits.begin(), reward.audits.end(), of_key), lot(m_beacon, id, key), key};
        const auto [known, first] = lots.try_emplace(node.operator_key, drawn);
        if (!first) known->second = std::min(known->second, drawn);
    }
    std::vector<Lot> order;
    for (const auto& [operator_key, drawn] : lots)
        order.push_back(drawn);
    std::sort(order.begin(), order.end());
    std::vector<core::PublicKey> keys;
    for (const Lot& drawn : order)
        if (!drawn.late || order.front().late) keys.push_back(drawn.node);
    return keys;
}

bool Draw::assign(const core::ReceiptId& id, Reward& reward) {
    const bool jury = reward.state == RewardState::disputed;
    // Those who did not answer in time leave the round.
    std::erase_if(reward.audits, [](const AuditDuty& duty) { return duty.result == Result::waiting; });
    const auto heard = static_cast<std::size_t>(std::count_if(
        reward.audits.begin(), reward.audits.end(), [&](const AuditDuty& duty) { return duty.jury == jury; }));
    const std::size_t wanted = jury ? m_state.params().get("dispute.jurors") : 1;
    std::vector<core::PublicKey> chosen = candidates(id, reward);
    chosen.resize(std::min(chosen.size(), wanted > heard ? wanted - heard : 0));
    for (const core::PublicKey& auditor : chosen) {
        reward.audits.push_back({auditor, jury, Result::waiting, proof::Level::none});
        m_events.push_back({EventKind::assigned, id, auditor, {}});
    }
    // Where nobody can audit it is asked again after the same time, since a check that could not run is no pass.
    reward.window_end = m_epoch + m_state.params().get("audit.window_epochs");
    return !chosen.empty();
}

} // namespace hearth::ledger
