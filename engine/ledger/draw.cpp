// SPDX-License-Identifier: Apache-2.0
#include "ledger/draw.h"

#include "core/expect.h"
#include "core/hash.h"

#include <algorithm>

namespace hearth::ledger {
namespace {

using Result = AuditDuty::Result;

core::Hash lot(const char* tag, const core::Hash& beacon, const core::ReceiptId& receipt, const core::PublicKey& key) {
    return core::tagged_hash(tag, {beacon.view(), receipt.view(), key.view()});
}

} // namespace

/// Operators with a stake in the outcome: the executor's, the payer, and who has judged this receipt already. One
/// machine alone judges itself.
std::vector<core::PublicKey> Draw::barred(const Reward& reward) const {
    if (m_state.params().get("audit.self_allowed") != 0) return {};
    std::vector<core::PublicKey> operators{m_state.node(reward.executor)->operator_key, reward.payer};
    for (const AuditDuty& duty : reward.audits)
        operators.push_back(m_state.node(duty.auditor)->operator_key);
    return operators;
}

std::optional<Draw::Voice> Draw::voice_of(const core::PublicKey& node_key, const Reward& reward) const {
    const bool jury = reward.state == RewardState::disputed;
    const NodeRecord& node = *m_state.node(node_key);
    if (!node.certified(m_now)) return std::nullopt;
    if (node.stake.units() < m_state.params().get("stake.auditor_least")) return std::nullopt;
    // Who has said nothing may be asked as ever: else the first one to speak would be the only one to judge.
    const Announcement* said = m_state.tables().announcements().get({node_key});
    if (said != nullptr && (said->roles & roles::auditor) == 0) return std::nullopt;
    Voice voice{node.registered_epoch > reward.settled_epoch, false, {}, node.operator_key};
    for (const AuditDuty& duty : reward.audits) {
        if (duty.auditor != node_key) continue;
        if (duty.jury == jury) return std::nullopt;
        voice.heard = true;
    }
    return voice;
}

std::vector<Draw::Voice> Draw::lowest(const core::ReceiptId& id, const Reward& reward, std::size_t wanted) const {
    std::vector<Voice> best; // at most `wanted`, in order
    if (wanted == 0) return best;
    const std::vector<core::PublicKey> out = barred(reward);
    const auto& operators = m_state.m_tables.operators();
    for (auto at = operators.begin(); at != operators.end();) {
        const core::PublicKey operator_key = at->first;
        std::optional<Voice> voice;
        for (; at != operators.end() && at->first == operator_key; ++at)
            if (const auto of_node = voice_of(at->second, reward); of_node && (!voice || *of_node < *voice))
                voice = of_node;
        if (!voice || std::find(out.begin(), out.end(), operator_key) != out.end()) continue;
        voice->lot = lot("aud/who", m_beacon, id, operator_key);
        if (best.size() == wanted && best.back() < *voice) continue;
        best.insert(std::upper_bound(best.begin(), best.end(), *voice), *voice);
        if (best.size() > wanted) best.pop_back();
    }
    if (!best.empty() && !best.front().late) std::erase_if(best, [](const Voice& voice) { return voice.late; });
    return best;
}

core::PublicKey Draw::node_of(const Voice& voice, const core::ReceiptId& id, const Reward& reward) const {
    std::optional<std::pair<core::Hash, core::PublicKey>> best;
    for (const core::PublicKey& node_key : m_state.nodes_of(voice.operator_key)) {
        const auto of_node = voice_of(node_key, reward);
        if (!of_node || of_node->late != voice.late || of_node->heard != voice.heard) continue;
        const auto drawn = std::pair(lot("aud/node", m_beacon, id, node_key), node_key);
        if (!best || drawn < *best) best = drawn;
    }
    HEARTH_EXPECT(best.has_value(), "A voice was drawn of which no node is there.");
    return best->second;
}

bool Draw::assign(const core::ReceiptId& id, Reward& reward) {
    const bool jury = reward.state == RewardState::disputed;
    // Those who did not answer in time leave the round.
    std::erase_if(reward.audits, [](const AuditDuty& duty) { return duty.result == Result::waiting; });
    const auto heard = static_cast<std::size_t>(std::count_if(
        reward.audits.begin(), reward.audits.end(), [&](const AuditDuty& duty) { return duty.jury == jury; }));
    const std::size_t wanted = jury ? m_state.params().get("dispute.jurors") : 1;
    std::vector<core::PublicKey> chosen;
    for (const Voice& voice : lowest(id, reward, wanted > heard ? wanted - heard : 0))
        chosen.push_back(node_of(voice, id, reward));
    for (const core::PublicKey& auditor : chosen) {
        reward.audits.push_back({auditor, jury, Result::waiting, proof::Level::none});
        m_events.push_back({EventKind::assigned, id, auditor, {}});
    }
    // Where nobody can audit it is asked again after the same time, since a check that could not run is no pass.
    reward.window_end = m_now + m_state.params().get("audit.window_epochs") - 1;
    return !chosen.empty();
}

} // namespace hearth::ledger
