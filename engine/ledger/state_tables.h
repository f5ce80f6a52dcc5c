// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/records.h"
#include "ledger/state_tree.h"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

namespace hearth::ledger {

enum class Pool : std::uint8_t { escrow, rewards, burned, insurance, treasury, verifiers, storage };
inline constexpr std::size_t pool_count = 7;
const char* pool_name(Pool pool);

/// One kind of record by key. Read-only outside Tables.
template <typename Key, typename Record>
class Table {
public:
    const Record* get(const Key& key) const {
        const auto at = m_records.find(key);
        return at == m_records.end() ? nullptr : &at->second;
    }
    const std::map<Key, Record>& all() const { return m_records; }

private:
    friend class Tables;
    std::map<Key, Record> m_records;
};

using RootKey = std::pair<core::Epoch, core::PublicKey>;
struct TariffKey {
    core::PublicKey node;
    core::ModelId model;
    proof::ProfileId profile = proof::ProfileId::fp32;
    auto operator<=>(const TariffKey&) const = default;
};

/// The records of the state with what is derived from them: the tree of the app hash, running totals and
/// indexes by due epoch. Every change goes through put and erase, so that these can not drift apart.
class Tables {
public:
    const Table<core::PublicKey, Account>& accounts() const { return m_accounts; }
    const Table<core::PublicKey, NodeRecord>& nodes() const { return m_nodes; }
    const Table<core::EscrowId, Escrow>& escrows() const { return m_escrows; }
    const Table<core::ReceiptId, Reward>& rewards() const { return m_rewards; }
    const Table<RootKey, EpochRoot>& roots() const { return m_roots; }
    const Table<TariffKey, Tariff>& tariffs() const { return m_tariffs; }
    core::Amount pool(Pool pool) const { return m_pools[static_cast<std::size_t>(pool)]; }
    core::Amount supply() const { return m_supply; }
    core::Amount balances() const { return m_balances; }
    core::Amount stakes() const { return m_stakes; }
    const std::optional<PendingDraw>& draw() const { return m_draw; }
    const StateTree& tree() const { return m_tree; }

    void put(const core::PublicKey& key, const Account& account);
    void put(const core::PublicKey& key, const NodeRecord& node);
    void put(const core::EscrowId& id, const Escrow& escrow);
    void put(const core::ReceiptId& id, const Reward& reward);
    void put(const RootKey& key, const EpochRoot& root);
    void put(const TariffKey& key, const Tariff& tariff);
    void erase(const core::EscrowId& id);
    void erase(const core::ReceiptId& id);
    void erase(const RootKey& key);
    void erase(const TariffKey& key);
    void set_pool(Pool pool, core::Amount amount);
    void set_supply(core::Amount supply);
    void set_params(core::ByteView encoded);
    void set_rules(std::uint64_t rules);
    void set_draw(const std::optional<PendingDraw>& draw);

    /// Money in and out. The caller checked that it is there; anything else is a defect and stops the program
    /// before it can be stored.
    void credit(const core::PublicKey& key, core::Amount amount);
    void debit(const core::PublicKey& key, core::Amount amount);
    void add(Pool pool, core::Amount amount);
    void take(Pool pool, core::Amount amount);

    /// Indexes, each ordered: pending and not yet drawn; waiting for verdicts by the end of their window, and the same
    /// by the node that is waited for; confirmed by due epoch; closed by closing epoch; escrows by expiry, and those
    /// whose block has no beacon yet; node keys by the release of their stake; node keys by operator.
    const std::set<core::ReceiptId>& undrawn() const { return m_undrawn; }
    const std::set<std::pair<core::Epoch, core::ReceiptId>>& judged() const { return m_judged; }
    const std::set<std::tuple<core::PublicKey, core::Epoch, core::ReceiptId>>& duties() const { return m_duties; }
    const std::set<std::pair<core::Epoch, core::ReceiptId>>& due() const { return m_due; }
    const std::set<std::pair<core::Epoch, core::ReceiptId>>& closed() const { return m_closed; }
    const std::set<std::pair<core::Epoch, core::EscrowId>>& expiring() const { return m_expiring; }
    const std::set<core::EscrowId>& unsealed() const { return m_unsealed; }
    const std::set<std::pair<core::Epoch, core::PublicKey>>& unbonding() const { return m_unbonding; }
    const std::set<std::pair<core::PublicKey, core::PublicKey>>& operators() const { return m_operators; }

private:
    void index(const core::ReceiptId& id, const Reward& reward, bool present);
    void index_judged(const core::ReceiptId& id, const Reward& reward, bool present);
    void store_totals();

    Table<core::PublicKey, Account> m_accounts;
    Table<core::PublicKey, NodeRecord> m_nodes;
    Table<core::EscrowId, Escrow> m_escrows;
    Table<core::ReceiptId, Reward> m_rewards;
    Table<RootKey, EpochRoot> m_roots;
    Table<TariffKey, Tariff> m_tariffs;
    std::array<core::Amount, pool_count> m_pools{};
    core::Amount m_supply, m_balances, m_stakes;
    std::optional<PendingDraw> m_draw;
    StateTree m_tree;
    std::set<core::ReceiptId> m_undrawn;
    std::set<std::pair<core::Epoch, core::ReceiptId>> m_judged, m_due, m_closed;
    std::set<std::pair<core::Epoch, core::EscrowId>> m_expiring;
    std::set<std::tuple<core::PublicKey, core::Epoch, core::ReceiptId>> m_duties;
    std::set<core::EscrowId> m_unsealed;
    std::set<std::pair<core::Epoch, core::PublicKey>> m_unbonding;
    std::set<std::pair<core::PublicKey, core::PublicKey>> m_operators;
};

} // namespace hearth::ledger
