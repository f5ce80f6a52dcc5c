// SPDX-License-Identifier: Apache-2.0
#include "ledger/state_codec.h"

#include "ledger/message_codec.h"
#include "ledger/state.h"

namespace hearth::ledger {
namespace codec {

using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

namespace {

constexpr std::size_t max_audits = 1024;

core::Result<proof::ProfileId> read_profile(Fields& f, std::uint64_t key) {
    HEARTH_TRY(const std::string name, f.text(key, "profile", proof::max_profile_bytes));
    const proof::Profile* found = proof::find_profile(name);
    if (found == nullptr)
        return core::fail(core::Code::corrupt, "The stored state names the unknown profile \"" + name + "\".");
    return found->id;
}

Value profile_name(proof::ProfileId id) {
    return std::string(proof::profile(id).name);
}

Value from_terms(const EscrowTerms& t) {
    Map map{{0, profile_name(t.profile)},
            {1, t.tariff.prompt_token.units()},
            {2, t.tariff.completion_token.units()},
            {3, t.height}};
    if (t.beacon) map.emplace_back(4, *t.beacon);
    return map;
}

core::Result<EscrowTerms> read_terms(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "terms"));
    EscrowTerms t;
    HEARTH_TRY(t.profile, read_profile(f, 0));
    HEARTH_TRY(t.tariff.prompt_token, read_amount(f, 1, "prompt_token"));
    HEARTH_TRY(t.tariff.completion_token, read_amount(f, 2, "completion_token"));
    HEARTH_TRY(t.height, f.uint(3, "height"));
    if (f.has(4)) {
        HEARTH_TRY(t.beacon, f.id<core::Hash>(4, "beacon"));
    }
    HEARTH_CHECK(f.finish());
    return t;
}

core::Result<std::optional<EscrowTerms>> read_terms(Fields& f, std::uint64_t key) {
    if (!f.has(key)) return std::optional<EscrowTerms>();
    HEARTH_TRY(const Value* value, f.any(key, "terms"));
    HEARTH_TRY(const EscrowTerms terms, read_terms(*value));
    return std::optional(terms);
}

Value from_audits(const std::vector<AuditDuty>& audits) {
    core::cbor::Array list;
    for (const AuditDuty& duty : audits)
        list.push_back(Map{{0, duty.auditor},
                           {1, duty.jury},
                           {2, static_cast<std::uint64_t>(duty.result)},
                           {3, static_cast<std::uint64_t>(duty.level)}});
    return list;
}

core::Result<std::vector<AuditDuty>> read_audits(Fields& f, std::uint64_t key) {
    std::vector<AuditDuty> audits;
    if (!f.has(key)) return audits;
    HEARTH_TRY(const core::cbor::Array* list, f.array(key, "audits", max_audits));
    for (const Value& item : *list) {
        HEARTH_TRY(auto duty, Fields::of(item, "audit"));
        AuditDuty& read = audits.emplace_back();
        HEARTH_TRY(read.auditor, duty.id<core::PublicKey>(0, "auditor"));
        HEARTH_TRY(read.jury, duty.boolean(1, "jury"));
        HEARTH_TRY(const std::uint64_t result, duty.uint(2, "result", 2));
        read.result = static_cast<AuditDuty::Result>(result);
        HEARTH_TRY(const std::uint64_t level, duty.uint(3, "level", 4));
        read.level = static_cast<proof::Level>(level);
        HEARTH_CHECK(duty.finish());
    }
    return audits;
}

} // namespace

Value from_record(const core::PublicKey& key, const Account& a) {
    return Map{{0, key}, {1, a.balance.units()}, {2, a.sequence}};
}

core::Result<std::pair<core::PublicKey, Account>> to_account(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "account"));
    Account a;
    HEARTH_TRY(const auto key, f.id<core::PublicKey>(0, "key"));
    HEARTH_TRY(a.balance, read_amount(f, 1, "balance"));
    HEARTH_TRY(a.sequence, f.uint(2, "sequence"));
    HEARTH_CHECK(f.finish());
    return std::pair(key, a);
}

Value from_record(const core::PublicKey& key, const NodeRecord& n) {
    Map map{{0, key}, {1, n.operator_key}, {2, n.payout}, {3, n.receipts}, {4, n.failed}};
    if (n.registered_epoch != 0) map.emplace_back(5, n.registered_epoch);
    return map;
}

core::Result<std::pair<core::PublicKey, NodeRecord>> to_node(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "node"));
    NodeRecord n;
    HEARTH_TRY(const auto key, f.id<core::PublicKey>(0, "key"));
    HEARTH_TRY(n.operator_key, f.id<core::PublicKey>(1, "operator"));
    HEARTH_TRY(n.payout, f.id<core::PublicKey>(2, "payout"));
    HEARTH_TRY(n.receipts, f.uint(3, "receipts"));
    HEARTH_TRY(n.failed, f.uint(4, "failed"));
    if (f.has(5)) {
        HEARTH_TRY(n.registered_epoch, f.uint(5, "registered_epoch"));
    }
    HEARTH_CHECK(f.finish());
    return std::pair(key, n);
}

Value from_record(const core::EscrowId& id, const Escrow& e) {
    Map map{{0, id},
            {1, e.payer},
            {2, e.executor},
            {3, e.model_id},
            {4, e.request_hash},
            {5, e.held.units()},
            {6, e.expires_epoch}};
    if (e.terms) map.emplace_back(7, from_terms(*e.terms));
    return map;
}

core::Result<std::pair<core::EscrowId, Escrow>> to_escrow(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "escrow"));
    Escrow e;
    HEARTH_TRY(const auto id, f.id<core::EscrowId>(0, "id"));
    HEARTH_TRY(e.payer, f.id<core::PublicKey>(1, "payer"));
    HEARTH_TRY(e.executor, f.id<core::PublicKey>(2, "executor"));
    HEARTH_TRY(e.model_id, f.id<core::ModelId>(3, "model_id"));
    HEARTH_TRY(e.request_hash, f.id<core::Hash>(4, "request_hash"));
    HEARTH_TRY(e.held, read_amount(f, 5, "held"));
    HEARTH_TRY(e.expires_epoch, f.uint(6, "expires_epoch"));
    HEARTH_TRY(e.terms, read_terms(f, 7));
    HEARTH_CHECK(f.finish());
    return std::pair(id, e);
}

Value from_record(const core::ReceiptId& id, const Reward& r) {
    Map map{{0, id},
            {1, r.executor},
            {2, r.payer},
            {3, r.price.units()},
            {4, r.settled_epoch},
            {5, r.height},
            {6, static_cast<std::uint64_t>(r.state)},
            {7, r.drawn},
            {8, static_cast<std::uint64_t>(r.level)},
            {9, r.exact},
            {10, r.due_epoch},
            {11, r.closed_epoch}};
    // What the first rules did not know is left out where it is not used, so that their records keep their hashes.
    if (r.terms) map.emplace_back(12, from_terms(*r.terms));
    if (!r.audits.empty()) map.emplace_back(13, from_audits(r.audits));
    if (r.window_end != 0) map.emplace_back(14, r.window_end);
    return map;
}

core::Result<std::pair<core::ReceiptId, Reward>> to_reward(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "reward"));
    Reward r;
    HEARTH_TRY(const auto id, f.id<core::ReceiptId>(0, "id"));
    HEARTH_TRY(r.executor, f.id<core::PublicKey>(1, "executor"));
    HEARTH_TRY(r.payer, f.id<core::PublicKey>(2, "payer"));
    HEARTH_TRY(r.price, read_amount(f, 3, "price"));
    HEARTH_TRY(r.settled_epoch, f.uint(4, "settled_epoch"));
    HEARTH_TRY(r.height, f.uint(5, "height"));
    HEARTH_TRY(const std::uint64_t state, f.uint(6, "state", static_cast<std::uint64_t>(RewardState::disputed)));
    r.state = static_cast<RewardState>(state);
    HEARTH_TRY(r.drawn, f.boolean(7, "drawn"));
    HEARTH_TRY(const std::uint64_t level, f.uint(8, "level", 4));
    r.level = static_cast<proof::Level>(level);
    HEARTH_TRY(r.exact, f.boolean(9, "exact"));
    HEARTH_TRY(r.due_epoch, f.uint(10, "due_epoch"));
    HEARTH_TRY(r.closed_epoch, f.uint(11, "closed_epoch"));
    HEARTH_TRY(r.terms, read_terms(f, 12));
    HEARTH_TRY(r.audits, read_audits(f, 13));
    if (f.has(14)) {
        HEARTH_TRY(r.window_end, f.uint(14, "window_end"));
    }
    HEARTH_CHECK(f.finish());
    return std::pair(id, r);
}

Value from_record(const RootKey& key, const EpochRoot& r) {
    return Map{{0, key.first}, {1, key.second}, {2, r.root}, {3, r.count}};
}

core::Result<std::pair<RootKey, EpochRoot>> to_root(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "epoch root"));
    RootKey key;
    EpochRoot r;
    HEARTH_TRY(key.first, f.uint(0, "epoch"));
    HEARTH_TRY(key.second, f.id<core::PublicKey>(1, "executor"));
    HEARTH_TRY(r.root, f.id<core::Hash>(2, "root"));
    HEARTH_TRY(r.count, f.uint(3, "count"));
    HEARTH_CHECK(f.finish());
    return std::pair(key, r);
}

Value from_record(const TariffKey& key, const Tariff& t) {
    return Map{{0, key.node},
               {1, key.model},
               {2, profile_name(key.profile)},
               {3, t.prompt_token.units()},
               {4, t.completion_token.units()}};
}

core::Result<std::pair<TariffKey, Tariff>> to_tariff(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "tariff"));
    TariffKey key;
    Tariff t;
    HEARTH_TRY(key.node, f.id<core::PublicKey>(0, "node"));
    HEARTH_TRY(key.model, f.id<core::ModelId>(1, "model"));
    HEARTH_TRY(key.profile, read_profile(f, 2));
    HEARTH_TRY(t.prompt_token, read_amount(f, 3, "prompt_token"));
    HEARTH_TRY(t.completion_token, read_amount(f, 4, "completion_token"));
    HEARTH_CHECK(f.finish());
    return std::pair(key, t);
}

} // namespace codec

namespace {

using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::uint64_t state_version = 2; // 1 is the same without rules and tariffs

enum : std::uint64_t {
    k_version = 0,
    k_params = 1,
    k_supply = 2,
    k_pools = 3,
    k_accounts = 4,
    k_nodes = 5,
    k_escrows = 6,
    k_rewards = 7,
    k_roots = 8,
    k_rules = 9,
    k_tariffs = 10
};

template <typename Table>
Value list_of(const Table& table) {
    Array list;
    list.reserve(table.all().size());
    for (const auto& [key, record] : table.all())
        list.push_back(codec::from_record(key, record));
    return list;
}

/// Reads records in strictly ascending order of their keys, so that a state has one encoding.
template <typename Read>
core::Status read_list(Fields& fields, std::uint64_t key, const char* name, Read read, Tables& tables) {
    HEARTH_TRY(const Array* list, fields.array(key, name));
    using Pair = std::decay_t<decltype(*read(Value()))>;
    std::optional<typename Pair::first_type> last;
    for (const Value& item : *list) {
        HEARTH_TRY(const auto pair, read(item));
        if (last && !(*last < pair.first))
            return core::fail(core::Code::corrupt,
                              "The " + std::string(name) + " of the stored state are out of order.");
        last = pair.first;
        tables.put(pair.first, pair.second);
    }
    return {};
}

} // namespace

Value State::to_cbor() const {
    Array pools;
    for (std::size_t i = 0; i < pool_count; ++i)
        pools.push_back(m_tables.pool(static_cast<Pool>(i)).units());
    return Map{{k_version, state_version},
               {k_params, m_params.to_cbor()},
               {k_supply, m_tables.supply().units()},
               {k_pools, std::move(pools)},
               {k_accounts, list_of(m_tables.accounts())},
               {k_nodes, list_of(m_tables.nodes())},
               {k_escrows, list_of(m_tables.escrows())},
               {k_rewards, list_of(m_tables.rewards())},
               {k_roots, list_of(m_tables.roots())},
               {k_rules, m_rules},
               {k_tariffs, list_of(m_tables.tariffs())}};
}

core::Result<State> State::from_cbor(const Value& value) {
    HEARTH_TRY(auto fields, Fields::of(value, "stored state"));
    HEARTH_TRY(const std::uint64_t version, fields.uint(k_version, "version"));
    if (version == 0 || version > state_version)
        return core::fail(core::Code::unsupported, "The stored state has an unknown version.", "Update Hearth.");
    State state;
    HEARTH_TRY(const Value* params, fields.any(k_params, "params"));
    HEARTH_TRY(state.m_params, Params::from_cbor(*params));
    Tables& tables = state.m_tables;
    tables.set_params(core::cbor::encode(*params));
    HEARTH_TRY(const core::Amount supply, codec::read_amount(fields, k_supply, "supply"));
    tables.set_supply(supply);
    HEARTH_TRY(const Array* pools, fields.array(k_pools, "pools", pool_count));
    for (std::size_t i = 0; i < pool_count; ++i) {
        if (i >= pools->size() || (*pools)[i].as_uint() == nullptr)
            return core::fail(core::Code::corrupt, "The pools of the stored state are incomplete.");
        tables.set_pool(static_cast<Pool>(i), core::Amount::from_units(*(*pools)[i].as_uint()));
    }
    HEARTH_CHECK(read_list(fields, k_accounts, "accounts", codec::to_account, tables));
    HEARTH_CHECK(read_list(fields, k_nodes, "nodes", codec::to_node, tables));
    HEARTH_CHECK(read_list(fields, k_escrows, "escrows", codec::to_escrow, tables));
    HEARTH_CHECK(read_list(fields, k_rewards, "rewards", codec::to_reward, tables));
    HEARTH_CHECK(read_list(fields, k_roots, "roots", codec::to_root, tables));
    if (version >= 2) {
        HEARTH_TRY(state.m_rules, fields.uint(k_rules, "rules"));
        HEARTH_CHECK(check_rules(state.m_rules));
        tables.set_rules(state.m_rules);
        HEARTH_CHECK(read_list(fields, k_tariffs, "tariffs", codec::to_tariff, tables));
    }
    HEARTH_CHECK(fields.finish());
    HEARTH_CHECK(state.check_conservation());
    return state;
}

} // namespace hearth::ledger
