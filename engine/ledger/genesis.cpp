// SPDX-License-Identifier: Apache-2.0
#include "ledger/state.h"

#include "ledger/message_codec.h"

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::size_t max_chain_id_bytes = 64;
constexpr std::size_t max_genesis_accounts = 10000;

enum : std::uint64_t { k_chain = 0, k_time = 1, k_params = 2, k_accounts = 3, k_rules = 4, k_guardian = 5 };

} // namespace

core::Status Genesis::check() const {
    if (chain_id.empty() || chain_id.size() > max_chain_id_bytes || chain_id.find('\0') != std::string::npos)
        return fail(Code::invalid_argument, "A chain id has 1 to 64 bytes and no zero among them.");
    core::Amount supply;
    for (const auto& [key, amount] : accounts) {
        HEARTH_TRY(supply, supply.plus(amount));
    }
    HEARTH_CHECK(check_rules(rules));
    if (guardian && rules < governed_rules) return fail(Code::invalid_argument, "These rules know no guardian.");
    if (!params.is_complete(rules))
        return fail(Code::invalid_argument, "The genesis lacks parameters of its own rules.");
    return params.check();
}

Value Genesis::to_cbor() const {
    Array list;
    for (const auto& [key, amount] : accounts)
        list.push_back(Array{key, amount.units()});
    Map map{{k_chain, chain_id}, {k_time, time}, {k_params, params.to_cbor()}, {k_accounts, std::move(list)}};
    if (rules > 1) map.emplace_back(k_rules, rules); // a genesis of the first rules keeps its hash
    if (guardian) map.emplace_back(k_guardian, *guardian);
    return map;
}

core::Result<Genesis> Genesis::from_cbor(const Value& value) {
    HEARTH_TRY(auto fields, Fields::of(value, "genesis"));
    Genesis genesis;
    HEARTH_TRY(genesis.chain_id, fields.text(k_chain, "chain_id", max_chain_id_bytes));
    HEARTH_TRY(genesis.time, fields.integer(k_time, "time"));
    HEARTH_TRY(const Value* params, fields.any(k_params, "params"));
    HEARTH_TRY(genesis.params, Params::from_cbor(*params));
    HEARTH_TRY(const Array* list, fields.array(k_accounts, "accounts", max_genesis_accounts));
    for (const Value& item : *list) {
        const Array* pair = item.as_array();
        if (pair == nullptr || pair->size() != 2 || (*pair)[0].as_bytes() == nullptr || (*pair)[1].as_uint() == nullptr)
            return fail(Code::corrupt, "The stored genesis holds a broken account.");
        HEARTH_TRY(const auto key, core::PublicKey::from_view(*(*pair)[0].as_bytes()));
        genesis.accounts[key] = core::Amount::from_units(*(*pair)[1].as_uint());
    }
    genesis.rules = 1;
    if (fields.has(k_rules)) {
        HEARTH_TRY(genesis.rules, fields.uint(k_rules, "rules"));
    }
    if (fields.has(k_guardian)) {
        HEARTH_TRY(genesis.guardian, fields.id<core::PublicKey>(k_guardian, "guardian"));
    }
    HEARTH_CHECK(fields.finish());
    HEARTH_CHECK(genesis.check());
    return genesis;
}

} // namespace hearth::ledger
