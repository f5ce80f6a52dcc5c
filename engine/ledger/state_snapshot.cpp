// SPDX-License-Identifier: Apache-2.0
#include "ledger/announcement_codec.h"
#include "ledger/channel_codec.h"
#include "ledger/governance_codec.h"
#include "ledger/message_codec.h"
#include "ledger/state.h"
#include "ledger/state_codec.h"

namespace hearth::ledger {
namespace {

using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::uint64_t state_version =
    2; // 1 is the same without rules and tariffs; governance and channels come with their rules

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
    k_tariffs = 10,
    k_draw = 11,
    k_governance = 12,
    k_proposals = 13,
    k_ballots = 14,
    k_weights = 15,
    k_delegations = 16,
    k_listings = 17,
    k_channels = 18,
    k_bonds = 19,
    k_offences = 20,
    k_issuance = 21,
    k_remint = 24,
    k_announcements = 25,
    k_jails = 26
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

/// After the nodes, whose changes would count as changes of weights.
core::Status read_governance(Fields& fields, Tables& tables) {
    HEARTH_TRY(const Value* governance, fields.any(k_governance, "governance"));
    HEARTH_TRY(const Governance read, codec::to_governance(*governance));
    tables.set_governance(read);
    HEARTH_CHECK(read_list(fields, k_proposals, "proposals", codec::to_proposal, tables));
    HEARTH_CHECK(read_list(fields, k_ballots, "ballots", codec::to_ballot, tables));
    HEARTH_CHECK(read_list(fields, k_weights, "weights", codec::to_weight, tables));
    HEARTH_CHECK(read_list(fields, k_delegations, "delegations", codec::to_delegation, tables));
    return read_list(fields, k_listings, "listings", codec::to_listing, tables);
}

} // namespace

Value State::to_cbor() const {
    Array pools;
    for (std::size_t i = 0; i < pool_count; ++i)
        pools.push_back(m_tables.pool(static_cast<Pool>(i)).units());
    Map map{{k_version, state_version},
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
    if (m_tables.draw()) map.emplace_back(k_draw, codec::from_record(*m_tables.draw()));
    if (m_rules < governed_rules) return map;
    map.emplace_back(k_governance, codec::from_record(m_tables.governance()));
    map.emplace_back(k_proposals, list_of(m_tables.proposals()));
    map.emplace_back(k_ballots, list_of(m_tables.ballots()));
    map.emplace_back(k_weights, list_of(m_tables.weights()));
    map.emplace_back(k_delegations, list_of(m_tables.delegations()));
    map.emplace_back(k_listings, list_of(m_tables.listings()));
    if (m_rules < channel_rules) return map;
    map.emplace_back(k_channels, list_of(m_tables.channels()));
    map.emplace_back(k_bonds, list_of(m_tables.bonds()));
    map.emplace_back(k_offences, list_of(m_tables.offences()));
    if (m_tables.issuance() != Issuance{}) map.emplace_back(k_issuance, codec::from_record(m_tables.issuance()));
    if (m_tables.remint() != Remint{}) map.emplace_back(k_remint, codec::from_record(m_tables.remint()));
    if (m_rules < announced_rules) return map;
    map.emplace_back(k_announcements, list_of(m_tables.announcements()));
    map.emplace_back(k_jails, list_of(m_tables.jails()));
    return map;
}

std::uint64_t State::rules_of(const Value& value) {
    const Map* map = value.as_map();
    if (map != nullptr)
        for (const auto& [key, item] : *map)
            if (key == k_rules && item.as_uint() != nullptr) return *item.as_uint();
    return 1;
}

core::Result<State> State::from_cbor(const Value& value) {
    HEARTH_TRY(auto fields, Fields::of(value, "stored state"));
    HEARTH_TRY(const std::uint64_t version, fields.uint(k_version, "version"));
    if (version == 0 || version > state_version)
        return core::fail(core::Code::unsupported, "The stored state has an unknown version.",
                          core::say("update_hearth"));
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
    if (fields.has(k_draw)) {
        HEARTH_TRY(const Value* draw, fields.any(k_draw, "draw"));
        HEARTH_TRY(const PendingDraw waiting, codec::to_draw(*draw));
        tables.set_draw(waiting);
    }
    if (state.m_rules >= governed_rules) HEARTH_CHECK(read_governance(fields, tables));
    if (state.m_rules >= channel_rules) {
        HEARTH_CHECK(read_list(fields, k_channels, "channels", codec::to_channel, tables));
        HEARTH_CHECK(read_list(fields, k_bonds, "bonds", codec::to_bond, tables));
        HEARTH_CHECK(read_list(fields, k_offences, "offences", codec::to_offence, tables));
    }
    if (state.m_rules >= issuing_rules && fields.has(k_issuance)) {
        HEARTH_TRY(const Value* issuance, fields.any(k_issuance, "issuance"));
        HEARTH_TRY(const Issuance read, codec::to_issuance(*issuance));
        tables.set_issuance(read);
    }
    if (state.m_rules >= credit_rules && fields.has(k_remint)) {
        HEARTH_TRY(const Value* remint, fields.any(k_remint, "remint"));
        HEARTH_TRY(const Remint read, codec::to_remint(*remint));
        tables.set_remint(read);
    }
    if (state.m_rules >= announced_rules) {
        HEARTH_CHECK(read_list(fields, k_announcements, "announcements", codec::to_announcement, tables));
        HEARTH_CHECK(read_list(fields, k_jails, "jails", codec::to_jail, tables));
    }
    HEARTH_CHECK(fields.finish());
    HEARTH_CHECK(state.check_conservation());
    return state;
}

} // namespace hearth::ledger
