// SPDX-License-Identifier: Apache-2.0
#include "ledger/state_indexes.h"

#include "ledger/table_keys.h"

namespace hearth::ledger {

using namespace tables;

void StateIndexes::index(const core::ReceiptId& id, const Reward& reward, bool present) {
    switch (reward.state) {
    case RewardState::pending:
        if (reward.drawn)
            index_judged(id, reward, present);
        else
            keep(m_undrawn, id, present);
        break;
    case RewardState::disputed:
        index_judged(id, reward, present);
        break;
    case RewardState::confirmed:
        keep(reward.credits ? m_reminting : m_due, std::pair(reward.due_epoch, id), present);
        if (reward.credits)
            m_waiting_to_remint =
                present ? sum(m_waiting_to_remint, reward.price) : difference(m_waiting_to_remint, reward.price);
        break;
    case RewardState::paid:
    case RewardState::lost:
        keep(m_closed, std::pair(reward.closed_epoch, id), present);
        break;
    }
}

void StateIndexes::index_judged(const core::ReceiptId& id, const Reward& reward, bool present) {
    keep(m_judged, std::pair(reward.window_end, id), present);
    for (const AuditDuty& duty : reward.audits)
        if (duty.result == AuditDuty::Result::waiting)
            keep(m_duties, std::tuple(duty.auditor, reward.window_end, id), present);
}

void StateIndexes::index(std::uint64_t id, const Proposal& proposal, bool present) {
    if (!proposal.is_over()) keep(m_agenda, std::pair(proposal.due(), id), present);
}

void StateIndexes::index(const core::ChannelId& id, const Channel& channel, bool present) {
    if (channel.closes) keep(m_closing, std::pair(*channel.closes, id), present);
    keep(m_lapsing, std::pair(channel.expires_epoch, id), present);
    keep(m_paying, std::pair(channel.payer, id), present);
    keep(m_paid, std::pair(channel.payee, id), present);
    if (!channel.beacon) keep(m_unsealed_channels, id, present);
}

void StateIndexes::index(const OffenceKey& key, const OffenceRecord& offence, bool present) {
    if (key.kind == OffenceKind::wrong_answer)
        m_wrong_answers.count(key, offence, present);
    else
        keep(m_offended, std::pair(offence.epoch, key), present);
}

std::uint64_t WrongAnswers::most_of(const core::PublicKey& node) const {
    const auto at = stakes.find(node);
    return at == stakes.end() ? 0 : *at->second.rbegin();
}

void WrongAnswers::count(const OffenceKey& key, const OffenceRecord& record, bool present) {
    keep(by_epoch, std::pair(record.epoch, key), present);
    at_fault -= most_of(record.node);
    std::multiset<std::uint64_t>& own = stakes[record.node];
    if (present) {
        own.insert(record.stake.units());
        taken += record.taken.units();
    } else {
        own.erase(own.find(record.stake.units()));
        taken -= record.taken.units();
    }
    if (own.empty()) stakes.erase(record.node);
    at_fault += most_of(record.node);
}

} // namespace hearth::ledger
