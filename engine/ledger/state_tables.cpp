// SPDX-License-Identifier: Apache-2.0
#include "ledger/state_tables.h"

#include "ledger/rules.h"
#include "ledger/state_codec.h"
#include "ledger/table_keys.h"

namespace hearth::ledger {

using namespace tables;

namespace {

core::Bytes bytes_of(const RootKey& key) {
    core::Bytes bytes;
    core::append_u64(bytes, key.first);
    core::append(bytes, key.second.view());
    return bytes;
}

core::Bytes bytes_of(const TariffKey& key) {
    core::Bytes bytes = core::to_bytes(key.node.view());
    core::append(bytes, key.model.view());
    core::append(bytes, core::as_bytes(proof::profile(key.profile).name));
    return bytes;
}

} // namespace

const char* pool_name(Pool pool) {
    static constexpr std::array<const char*, pool_count> names{"escrow",   "rewards",   "burned", "insurance",
                                                               "treasury", "verifiers", "storage"};
    return names[static_cast<std::size_t>(pool)];
}

void Tables::put(const core::PublicKey& key, const Account& account) {
    Account& stored = m_accounts.m_records[key];
    m_balances = sum(difference(m_balances, stored.balance), account.balance);
    m_credits = sum(difference(m_credits, stored.credits), account.credits);
    stored = account;
    m_tree.set(tree_key(Kind::account, key.view()), core::cbor::encode(codec::from_record(key, account)));
}

void Tables::put(const core::PublicKey& key, const NodeRecord& node) {
    NodeRecord& stored = m_nodes.m_records[key];
    if (stored.stake != node.stake || stored.paid_fees != node.paid_fees || stored.work != node.work ||
        stored.locked_until != node.locked_until)
        keep_weight(node.operator_key);
    m_stakes = sum(difference(m_stakes, stored.answerable()), node.answerable());
    m_operators.erase({stored.operator_key, key});
    for (const Unbonding& part : stored.unbonding)
        m_unbonding.erase({part.release, key});
    stored = node;
    m_operators.insert({node.operator_key, key});
    for (const Unbonding& part : node.unbonding)
        m_unbonding.insert({part.release, key});
    m_tree.set(tree_key(Kind::node, key.view()), core::cbor::encode(codec::from_record(key, node)));
}

void Tables::put(const core::EscrowId& id, const Escrow& escrow) {
    if (const Escrow* old = m_escrows.get(id)) m_expiring.erase({old->expires_epoch, id});
    m_escrows.m_records[id] = escrow;
    m_expiring.insert({escrow.expires_epoch, id});
    if (escrow.terms && !escrow.terms->beacon)
        m_unsealed.insert(id);
    else
        m_unsealed.erase(id);
    m_tree.set(tree_key(Kind::escrow, id.view()), core::cbor::encode(codec::from_record(id, escrow)));
}

void Tables::put(const core::ReceiptId& id, const Reward& reward) {
    if (const Reward* old = m_rewards.get(id)) index(id, *old, false);
    m_rewards.m_records[id] = reward;
    index(id, reward, true);
    m_tree.set(tree_key(Kind::reward, id.view()), core::cbor::encode(codec::from_record(id, reward)));
}

void Tables::put(const RootKey& key, const EpochRoot& root) {
    m_roots.m_records[key] = root;
    m_tree.set(tree_key(Kind::root, bytes_of(key)), core::cbor::encode(codec::from_record(key, root)));
}

void Tables::put(const TariffKey& key, const Tariff& tariff) {
    m_tariffs.m_records[key] = tariff;
    m_tree.set(tree_key(Kind::tariff, bytes_of(key)), core::cbor::encode(codec::from_record(key, tariff)));
}

void Tables::erase(const core::EscrowId& id) {
    const Escrow* old = m_escrows.get(id);
    if (old == nullptr) return;
    m_expiring.erase({old->expires_epoch, id});
    m_unsealed.erase(id);
    m_escrows.m_records.erase(id);
    m_tree.erase(tree_key(Kind::escrow, id.view()));
}

void Tables::erase(const core::ReceiptId& id) {
    const Reward* old = m_rewards.get(id);
    if (old == nullptr) return;
    index(id, *old, false);
    m_rewards.m_records.erase(id);
    m_tree.erase(tree_key(Kind::reward, id.view()));
}

void Tables::erase(const RootKey& key) {
    m_roots.m_records.erase(key);
    m_tree.erase(tree_key(Kind::root, bytes_of(key)));
}

void Tables::erase(const TariffKey& key) {
    m_tariffs.m_records.erase(key);
    m_tree.erase(tree_key(Kind::tariff, bytes_of(key)));
}

core::Bytes Tables::encoded_totals() const {
    core::cbor::Map map;
    for (std::size_t i = 0; i < pool_count; ++i)
        map.emplace_back(i, m_pools[i].units());
    map.emplace_back(pool_count, m_supply.units());
    return core::cbor::encode(core::cbor::Value(std::move(map)));
}

void Tables::store_totals() {
    m_tree.set(tree_key(Kind::totals, {}), encoded_totals());
}

void Tables::set_pool(Pool pool, core::Amount amount) {
    m_pools[static_cast<std::size_t>(pool)] = amount;
    store_totals();
}

void Tables::set_supply(core::Amount supply) {
    m_supply = supply;
    store_totals();
}

void Tables::set_params(core::ByteView encoded) {
    m_tree.set(tree_key(Kind::params, {}), encoded);
}

/// The first rules have no record, so that the hashes of the chains that began with them stay as they are.
void Tables::set_rules(std::uint64_t rules) {
    m_tree.arrange(bucket_bits(rules));
    if (rules > 1) m_tree.set(tree_key(Kind::rules, {}), core::cbor::encode(core::cbor::Value(rules)));
}

void Tables::set_draw(const std::optional<PendingDraw>& draw) {
    m_draw = draw;
    const core::Hash key = tree_key(Kind::draw, {});
    if (draw)
        m_tree.set(key, core::cbor::encode(codec::from_record(*draw)));
    else
        m_tree.erase(key);
}

/// Without anything to say it has no record, like a chain of older rules.
void Tables::set_issuance(const Issuance& issuance) {
    m_issuance = issuance;
    const core::Hash key = tree_key(Kind::issuance, {});
    if (issuance == Issuance{})
        m_tree.erase(key);
    else
        m_tree.set(key, core::cbor::encode(codec::from_record(issuance)));
}

/// Likewise.
void Tables::set_remint(const Remint& remint) {
    m_remint = remint;
    const core::Hash key = tree_key(Kind::remint, {});
    if (remint == Remint{})
        m_tree.erase(key);
    else
        m_tree.set(key, core::cbor::encode(codec::from_record(remint)));
}

void Tables::credit(const core::PublicKey& key, core::Amount amount) {
    const Account* old = m_accounts.get(key);
    Account account = old != nullptr ? *old : Account{};
    account.balance = sum(account.balance, amount);
    put(key, account);
}

void Tables::debit(const core::PublicKey& key, core::Amount amount) {
    const Account* old = m_accounts.get(key);
    Account account = old != nullptr ? *old : Account{};
    account.balance = difference(account.balance, amount);
    put(key, account);
}

void Tables::add(Pool pool, core::Amount amount) {
    set_pool(pool, sum(m_pools[static_cast<std::size_t>(pool)], amount));
}

void Tables::take(Pool pool, core::Amount amount) {
    set_pool(pool, difference(m_pools[static_cast<std::size_t>(pool)], amount));
}

} // namespace hearth::ledger
