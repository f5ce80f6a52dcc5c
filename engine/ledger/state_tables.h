// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/governance.h"
#include "ledger/state_tree.h"
#include "ledger/table.h"

#include <array>
#include <optional>
#include <set>
#include <tuple>

namespace hearth::ledger {

/// The records of the state with what is derived from them, the tree of the app hash, totals and indexes. Every change
/// goes through put and erase, so that these can not drift apart.
class Tables {
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
    const Governance& governance() const { return m_governance; }
    /// What a key weighs now, and what it weighed when an open proposal was made.
    Weight weight_of(const core::PublicKey& key) const;
    Weight weight_in(std::uint64_t proposal, const core::PublicKey& key) const;
    core::Amount pool(Pool pool) const { return m_pools[static_cast<std::size_t>(pool)]; }
    core::Amount supply() const { return m_supply; }
    core::Amount balances() const { return m_balances; }
    core::Amount stakes() const { return m_stakes; }
    core::Amount deposits() const { return m_deposits; }
    const std::optional<PendingDraw>& draw() const { return m_draw; }
    const StateTree& tree() const { return m_tree; }

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
    void erase(const core::EscrowId& id);
    void erase(const core::ReceiptId& id);
    void erase(const RootKey& key);
    void erase(const TariffKey& key);
    void erase(std::uint64_t proposal);
    void erase_votes(std::uint64_t proposal); ///< and what was kept for their weight
    void erase_delegation(const core::PublicKey& from);
    void erase(const std::string& listing);
    void set_pool(Pool pool, core::Amount amount);
    void set_supply(core::Amount supply);
    void set_params(core::ByteView encoded);
    void set_rules(std::uint64_t rules);
    void set_draw(const std::optional<PendingDraw>& draw);
    void set_governance(const Governance& governance);

    /// The caller checked that the money is there; anything else is a defect and stops the program before it is stored.
    void credit(const core::PublicKey& key, core::Amount amount);
    void debit(const core::PublicKey& key, core::Amount amount);
    void add(Pool pool, core::Amount amount);
    void take(Pool pool, core::Amount amount);

    /// Indexes, each ordered: pending and not yet drawn; waiting for verdicts by the end of their window, and the same
    /// by the node that is waited for; confirmed by due epoch; closed by closing epoch; escrows by expiry, and those
    /// whose block has no beacon yet; node keys by the release of their stake, and by operator; proposals that are not
    /// over by what is due next; who delegated, by delegate.
    const std::set<core::ReceiptId>& undrawn() const { return m_undrawn; }
    const std::set<std::pair<core::Epoch, core::ReceiptId>>& judged() const { return m_judged; }
    const std::set<std::tuple<core::PublicKey, core::Epoch, core::ReceiptId>>& duties() const { return m_duties; }
    const std::set<std::pair<core::Epoch, core::ReceiptId>>& due() const { return m_due; }
    const std::set<std::pair<core::Epoch, core::ReceiptId>>& closed() const { return m_closed; }
    const std::set<std::pair<core::Epoch, core::EscrowId>>& expiring() const { return m_expiring; }
    const std::set<core::EscrowId>& unsealed() const { return m_unsealed; }
    const std::set<std::pair<core::Epoch, core::PublicKey>>& unbonding() const { return m_unbonding; }
    const std::set<std::pair<core::PublicKey, core::PublicKey>>& operators() const { return m_operators; }
    const std::set<std::pair<core::Epoch, std::uint64_t>>& agenda() const { return m_agenda; }
    const std::set<std::pair<core::PublicKey, core::PublicKey>>& delegates() const { return m_delegates; }

private:
    void index(const core::ReceiptId& id, const Reward& reward, bool present);
    void index_judged(const core::ReceiptId& id, const Reward& reward, bool present);
    void index(std::uint64_t id, const Proposal& proposal, bool present);
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
    Governance m_governance;
    std::array<core::Amount, pool_count> m_pools{};
    core::Amount m_supply, m_balances, m_stakes, m_deposits;
    std::optional<PendingDraw> m_draw;
    StateTree m_tree;
    std::set<core::ReceiptId> m_undrawn;
    std::set<std::pair<core::Epoch, core::ReceiptId>> m_judged, m_due, m_closed;
    std::set<std::pair<core::Epoch, core::EscrowId>> m_expiring;
    std::set<std::tuple<core::PublicKey, core::Epoch, core::ReceiptId>> m_duties;
    std::set<core::EscrowId> m_unsealed;
    std::set<std::pair<core::Epoch, core::PublicKey>> m_unbonding;
    std::set<std::pair<core::PublicKey, core::PublicKey>> m_operators, m_delegates;
    std::set<std::pair<core::Epoch, std::uint64_t>> m_agenda;
};

} // namespace hearth::ledger
