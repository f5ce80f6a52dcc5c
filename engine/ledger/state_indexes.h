// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/channel.h"
#include "ledger/governance.h"
#include "ledger/offence.h"
#include "ledger/records.h"

#include <map>
#include <set>
#include <tuple>

namespace hearth::ledger {

/// Wrong answers that are on record, summed up so that one more costs no walk through all of them.
struct WrongAnswers {
    std::set<std::pair<core::Epoch, OffenceKey>> by_epoch;
    std::map<core::PublicKey, std::multiset<std::uint64_t>> stakes; ///< of each node that is at fault
    core::Uint128 at_fault = 0;                                     ///< of each node the most that it had
    core::Uint128 taken = 0;

    std::uint64_t most_of(const core::PublicKey& node) const;
    void count(const OffenceKey& key, const OffenceRecord& record, bool present);
};

/// By what the records of the state are found, beside their keys. Derived from the records: only Tables, which changes
/// both together, is one.
class StateIndexes {
public:
    /// Each ordered: pending and not yet drawn; waiting for verdicts by the end of their window, and the same
    /// by the node that is waited for; confirmed by due epoch, and apart those that credits paid; closed by closing
    /// epoch; escrows by expiry, and those whose block has no beacon yet; node keys by the release of their stake, and
    /// by operator; proposals that are not over by what is due next; who delegated, by delegate; channels by the block
    /// in which their payers get the rest, by expiry, by payer and by payee, and those that have no beacon yet;
    /// validators by the node that answers for them; validators' offences by epoch.
    const std::set<core::ReceiptId>& undrawn() const { return m_undrawn; }
    const std::set<std::pair<core::Epoch, core::ReceiptId>>& judged() const { return m_judged; }
    const std::set<std::tuple<core::PublicKey, core::Epoch, core::ReceiptId>>& duties() const { return m_duties; }
    const std::set<std::pair<core::Epoch, core::ReceiptId>>& due() const { return m_due; }
    const std::set<std::pair<core::Epoch, core::ReceiptId>>& reminting() const { return m_reminting; }
    core::Amount waiting_to_remint() const { return m_waiting_to_remint; } ///< what those cost together
    const std::set<std::pair<core::Epoch, core::ReceiptId>>& closed() const { return m_closed; }
    const std::set<std::pair<core::Epoch, core::EscrowId>>& expiring() const { return m_expiring; }
    const std::set<core::EscrowId>& unsealed() const { return m_unsealed; }
    const std::set<std::pair<core::Epoch, core::PublicKey>>& unbonding() const { return m_unbonding; }
    const std::set<std::pair<core::PublicKey, core::PublicKey>>& operators() const { return m_operators; }
    const std::set<std::pair<core::Epoch, std::uint64_t>>& agenda() const { return m_agenda; }
    const std::set<std::pair<core::PublicKey, core::PublicKey>>& delegates() const { return m_delegates; }
    const std::set<std::pair<core::Height, core::ChannelId>>& closing() const { return m_closing; }
    const std::set<std::pair<core::Epoch, core::ChannelId>>& lapsing() const { return m_lapsing; }
    const std::set<std::pair<core::PublicKey, core::ChannelId>>& paying() const { return m_paying; }
    const std::set<std::pair<core::PublicKey, core::ChannelId>>& paid() const { return m_paid; }
    const std::set<core::ChannelId>& unsealed_channels() const { return m_unsealed_channels; }
    const std::map<core::PublicKey, core::PublicKey>& answering() const { return m_answering; }
    const std::set<std::pair<core::Epoch, OffenceKey>>& offended() const { return m_offended; }
    const WrongAnswers& wrong_answers() const { return m_wrong_answers; }

protected:
    StateIndexes() = default;
    void index(const core::ReceiptId& id, const Reward& reward, bool present);
    void index(std::uint64_t id, const Proposal& proposal, bool present);
    void index(const core::ChannelId& id, const Channel& channel, bool present);
    void index(const OffenceKey& key, const OffenceRecord& offence, bool present);

    std::set<core::ReceiptId> m_undrawn;
    std::set<std::pair<core::Epoch, core::ReceiptId>> m_judged, m_due, m_reminting, m_closed;
    core::Amount m_waiting_to_remint;
    std::set<std::pair<core::Epoch, core::EscrowId>> m_expiring;
    std::set<std::tuple<core::PublicKey, core::Epoch, core::ReceiptId>> m_duties;
    std::set<core::EscrowId> m_unsealed;
    std::set<std::pair<core::Epoch, core::PublicKey>> m_unbonding;
    std::set<std::pair<core::PublicKey, core::PublicKey>> m_operators, m_delegates;
    std::set<std::pair<core::Epoch, std::uint64_t>> m_agenda;
    std::set<std::pair<core::Height, core::ChannelId>> m_closing;
    std::set<std::pair<core::Epoch, core::ChannelId>> m_lapsing;
    std::set<std::pair<core::PublicKey, core::ChannelId>> m_paying, m_paid;
    std::set<core::ChannelId> m_unsealed_channels;
    std::map<core::PublicKey, core::PublicKey> m_answering;
    std::set<std::pair<core::Epoch, OffenceKey>> m_offended;
    WrongAnswers m_wrong_answers;

private:
    void index_judged(const core::ReceiptId& id, const Reward& reward, bool present);
};

} // namespace hearth::ledger
