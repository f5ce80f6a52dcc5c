// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/credit.h"
#include "ledger/governance.h"
#include "ledger/issuance.h"
#include "ledger/state_indexes.h"
#include "ledger/state_tree.h"
#include "ledger/table.h"

#include <array>
#include <optional>

namespace hearth::ledger {

/// The records of the state with what is derived from them, the tree of the app hash, totals and indexes. Every change
/// goes through put and erase, so that these can not drift apart.
class Tables : public StateIndexes {
public:
    const Table<core::PublicKey, Account>& accounts() const { return m_accounts; }
    const Table<core::PublicKey, NodeRecord>& nodes() const { return m_nodes; }
    const Table<core::EscrowId, Escrow>& escrows() const { return m_escrows; }
    const Table<core::ReceiptId, Reward>& rewards() const { return m_rewards; }
    const Table<RootKey, EpochRoot>& roots() const { return m_roots; }
    const Table<TariffKey, Tariff>& tariffs() const { return m_tariffs; }
    const Table<std::uint64_t, Proposal>& proposals() const { return m_proposals; }
    const Table<BallotKey, Ballot>& ballots() const { return m_ballots; }
    const Table<BallotKey, Weight>& weights() const { return m_weights; }
    const Table<core::PublicKey, core::PublicKey>& delegations() const { return m_delegations; }
    const Table<std::string, Listing>& listings() const { return m_listings; }
    const Table<core::ChannelId, Channel>& channels() const { return m_channels; }
    const Table<BondKey, core::PublicKey>& bonds() const { return m_bonds; }
    const Table<OffenceKey, OffenceRecord>& offences() const { return m_offences; }
    const Table<AnnouncementKey, Announcement>& announcements() const { return m_announcements; }
    const Table<JailKey, Jail>& jails() const { return m_jails; }
    const Governance& governance() const { return m_governance; }
    /// What a key weighs now, without a measure as under older rules, and what it weighed when an open proposal was
    /// made.
    Weight weight_of(const core::PublicKey& key, const std::optional<Weighing>& weighing) const;
    Weight weight_in(std::uint64_t proposal, const core::PublicKey& key) const;
    core::Amount pool(Pool pool) const { return m_pools[static_cast<std::size_t>(pool)]; }
    core::Amount supply() const { return m_supply; }
    core::Amount balances() const { return m_balances; }
    core::Amount stakes() const { return m_stakes; }
    core::Amount deposits() const { return m_deposits; }
    core::Amount in_channels() const { return m_in_channels; }
    core::Amount credits() const { return m_credits; } ///< of all accounts: what was burned for them
    const std::optional<PendingDraw>& draw() const { return m_draw; }
    const Issuance& issuance() const { return m_issuance; }
    const Remint& remint() const { return m_remint; }
    const StateTree& tree() const { return m_tree; }
    core::Bytes encoded_totals() const;

    void put(const core::PublicKey& key, const Account& account);
    void put(const core::PublicKey& key, const NodeRecord& node);
    void put(const core::EscrowId& id, const Escrow& escrow);
    void put(const core::ReceiptId& id, const Reward& reward);
    void put(const RootKey& key, const EpochRoot& root);
    void put(const TariffKey& key, const Tariff& tariff);
    void put(std::uint64_t id, const Proposal& proposal);
    void put(const BallotKey& key, const Ballot& ballot);
    void put(const BallotKey& key, const Weight& weight);
    void put(const core::PublicKey& from, const core::PublicKey& to);
    void put(const std::string& key, const Listing& listing);
    void put(const core::ChannelId& id, const Channel& channel);
    void put(const BondKey& key, const core::PublicKey& node);
    void put(const OffenceKey& key, const OffenceRecord& offence);
    void put(const AnnouncementKey& key, const Announcement& announcement);
    void put(const JailKey& key, const Jail& jail);
    void erase(const core::ChannelId& id);
    void erase(const core::EscrowId& id);
    void erase(const core::ReceiptId& id);
    void erase(const RootKey& key);
    void erase(const TariffKey& key);
    void erase(std::uint64_t proposal);
    void erase_votes(std::uint64_t proposal); ///< and what was kept for their weight
    void erase_delegation(const core::PublicKey& from);
    void erase(const std::string& listing);
    void erase(const OffenceKey& key);
    void erase(const JailKey& key);
    void set_pool(Pool pool, core::Amount amount);
    void set_supply(core::Amount supply);
    void set_params(core::ByteView encoded), set_rules(std::uint64_t rules);
    void set_draw(const std::optional<PendingDraw>&draw), set_governance(const Governance&governance);
    void set_issuance(const Issuance&issuance), set_remint(const Remint&remint);

    /// The caller checked that the money is there; anything else is a defect and stops the program before it is stored.
    void credit(const core::PublicKey&key, core::Amount amount), debit(const core::PublicKey&key, core::Amount amount);
    void add(Pool pool, core::Amount amount), take(Pool pool, core::Amount amount);

private:
    void keep_weight(const core::PublicKey& operator_key);
    void store_totals();

    Table<core::PublicKey, Account> m_accounts;
    Table<core::PublicKey, NodeRecord> m_nodes;
    Table<core::EscrowId, Escrow> m_escrows;
    Table<core::ReceiptId, Reward> m_rewards;
    Table<RootKey, EpochRoot> m_roots;
    Table<TariffKey, Tariff> m_tariffs;
    Table<std::uint64_t, Proposal> m_proposals;
    Table<BallotKey, Ballot> m_ballots;
    Table<BallotKey, Weight> m_weights; ///< that changed since a proposal was made: as they were
    Table<core::PublicKey, core::PublicKey> m_delegations;
    Table<std::string, Listing> m_listings;
    Table<core::ChannelId, Channel> m_channels;
    Table<BondKey, core::PublicKey> m_bonds;
    Table<OffenceKey, OffenceRecord> m_offences;
    Table<AnnouncementKey, Announcement> m_announcements;
    Table<JailKey, Jail> m_jails;
    Governance m_governance;
    std::array<core::Amount, pool_count> m_pools{};
    core::Amount m_supply, m_balances, m_stakes, m_deposits, m_in_channels, m_credits;
    std::optional<PendingDraw> m_draw;
    Issuance m_issuance;
    Remint m_remint;
    StateTree m_tree;
};

} // namespace hearth::ledger
