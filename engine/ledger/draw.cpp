// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "ledger/draw.h"

#include <algorithm>

namespace hearth::ledger {
namespace {

using Result = AuditDuty::Result;

core::Hash lot(const core::Hash& beacon, const core::ReceiptId& receipt, const core::PublicKey& node) {
    return core::tagged_hash("aud/who", {beacon.view(), receipt.view(), node.view()});
}

} // namespace

std::vector<core::PublicKey> Draw::candidates(const core::ReceiptId& id, const Reward& reward) const {
    const core::PublicKey& operator_key = m_state.node(reward.executor)->operator_key;
    const bool alone = m_state.params().get("audit.self_allowed") != 0;
    const bool jury = reward.state == RewardState::disputed;
    std::vector<std::pair<core::Hash, core::PublicKey>> fresh, used;
    for (const auto& [key, node] : m_state.m_tables.nodes().all()) {
        if (node.operator_key == operator_key && !alone) continue;
        const auto at = std::find_if(reward.audits.begin(), reward.audits.end(),
                                     [&, &key = key](const AuditDuty& duty) { return duty.auditor == key && duty.jury == jury; });
        if (at != reward.audits.end()) continue; // one voice in each round
        const bool heard = std::any_of(reward.audits.begin(), reward.audits.end(),
                                       [&, &key = key](const AuditDuty& duty) { return duty.auditor == key; });
        (heard ? used : fresh).emplace_back(lot(m_beacon, id, key), key);
    }
    // Who failed the answer first sits in the jury only where there is nobody else.
    if (fresh.empty()) fresh = std::move(used);
    std::sort(fresh.begin(), fresh.end());
    std::vector<core::PublicKey> keys;
    for (const auto& [hash, key] : fresh)
        keys.push_back(key);
    return keys;
}

bool Draw::assign(const core::ReceiptId& id, Reward& reward) {
    const bool jury = reward.state == RewardState::disputed;
    // Those who did not answer in time leave the round.
    std::erase_if(reward.audits, [](const AuditDuty& duty) { return duty.result == Result::waiting; });
    const auto heard = static_cast<std::size_t>(
        std::count_if(reward.audits.begin(), reward.audits.end(), [&](const AuditDuty& duty) { return duty.jury == jury; }));
    const std::size_t wanted = jury ? m_state.params().get("dispute.jurors") : 1;
    std::vector<core::PublicKey> chosen = candidates(id, reward);
    chosen.resize(std::min(chosen.size(), wanted > heard ? wanted - heard : 0));
    for (const core::PublicKey& auditor : chosen) {
        reward.audits.push_back({auditor, jury, Result::waiting, proof::Level::none});
        m_events.push_back({EventKind::assigned, id, auditor, {}});
    }
    // Nobody can audit: asked again at the end of the next epoch, since a check that could not run is no pass.
    reward.window_end = m_epoch + (chosen.empty() ? 1 : m_state.params().get("audit.window_epochs"));
    return !chosen.empty();
}

} // namespace hearth::ledger
