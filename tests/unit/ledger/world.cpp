// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include <algorithm>

namespace hearth::world {

ledger::OpenEscrow World::escrow(const std::string& name, std::uint64_t cap, core::Epoch expires) const {
    return {escrow_id(name),
            node.public_key(),
            model,
            hash_of("request " + name),
            core::Amount::from_units(cap),
            expires,
            ledger::AcceptedTariff{profile, tariff}};
}

proof::Receipt World::receipt(const std::string& name, std::uint32_t n_in, std::uint32_t n_out) const {
    proof::Receipt r;
    r.request_hash = hash_of("request " + name);
    r.executor_key = node.public_key();
    r.client_key = caller.public_key();
    r.model_id = model;
    r.profile = profile;
    r.n_in = n_in;
    r.n_out = n_out;
    r.escrow_id = escrow_id(name);
    r.price = tariff.price(n_in, n_out).value();
    if (const auto at = opened.find(r.escrow_id); at != opened.end()) r.height = at->second;
    return r;
}

core::cbor::Array parameters_before(std::uint64_t rules, const ledger::Params& params) {
    core::cbor::Array list = *params.to_cbor().as_array();
    std::erase_if(list, [&](const core::cbor::Value& parameter) {
        const std::string& name = *parameter.as_map()->front().second.as_text();
        const auto added = ledger::added_parameters();
        return std::any_of(added.begin(), added.end(),
                           [&](const ledger::Addition& a) { return a.since >= rules && a.name == name; });
    });
    return list;
}

ledger::Params before_the_eighth_rules(const ledger::Params& params) {
    return ledger::Params::from_cbor(parameters_before(8, params)).value();
}

ledger::Params before_the_seventh_rules(const ledger::Params& params) {
    core::cbor::Array list = parameters_before(7, params);
    // Their words are part of the state, too.
    const std::map<std::string, std::string> older{
        {"slash.correlated_epochs", "How long the faults of validators count as happening together."},
        {"slash.correlated_factor", "How much dearer a validator's fault is where others are at fault as well."}};
    for (core::cbor::Value& parameter : list) {
        core::cbor::Map map = *parameter.as_map();
        const auto words = older.find(*map.front().second.as_text());
        if (words == older.end()) continue;
        map.back().second = words->second;
        parameter = std::move(map);
    }
    return ledger::Params::from_cbor(list).value();
}

ledger::SignedTransaction sign(const ledger::State& state, const core::SigningKey& key, ledger::Message message,
                               std::uint64_t fee) {
    ledger::Transaction tx;
    tx.sender = key.public_key();
    if (const ledger::Account* account = state.account(tx.sender)) tx.sequence = account->sequence;
    tx.valid_until = 1'000'000'000;
    tx.fee = core::Amount::from_units(fee);
    tx.message = std::move(message);
    return ledger::SignedTransaction::sign(std::move(tx), chain, key);
}

void Machine::begin_block(const std::optional<core::Hash>& beacon) {
    ++context.height;
    context.beacon = beacon ? *beacon : hash_of("block " + std::to_string(context.height - 1));
    state.begin_block(context, events);
}

core::Status Machine::run(const core::SigningKey& key, ledger::Message message, std::uint64_t fee) {
    begin_block();
    const auto* escrow = std::get_if<ledger::OpenEscrow>(&message);
    const core::EscrowId id = escrow != nullptr ? escrow->escrow_id : core::EscrowId{};
    core::Status done = state.apply(sign(state, key, std::move(message), fee), context, events);
    if (done && escrow != nullptr) world.opened[id] = context.height;
    return done;
}

core::Status Machine::register_node() {
    HEARTH_CHECK(run(world.owner, world.registration()));
    return run(world.node, world.offer());
}

core::Status Machine::register_stranger(const std::string& name) {
    const auto operator_key = key_of(name);
    return run(operator_key, World::registration(key_of(name + "'s node"), operator_key));
}

std::vector<core::SigningKey> Machine::drawn_auditors(const core::ReceiptId& id,
                                                      const std::vector<std::string>& names) const {
    std::vector<core::SigningKey> keys;
    for (const std::string& name : names)
        if (ledger::waiting_duty(*state.reward(id), key_of(name + "'s node").public_key()) != nullptr)
            keys.push_back(key_of(name + "'s node"));
    return keys;
}

void Machine::end_epoch(const core::ReceiptId& id, bool drawn) {
    for (int i = 0;; ++i) {
        const core::Hash beacon = hash_of("beacon " + std::to_string(i));
        if (ledger::is_drawn(beacon, id, 200'000) != drawn) continue;
        end_until(context.epoch, beacon);
        return;
    }
}

void Machine::end_epochs(int count) {
    for (; count > 0; --count)
        end_until(context.epoch, hash_of("later"));
}

void Machine::end_until(core::Epoch last, const core::Hash& beacon) {
    begin_block();
    context.epoch = last + 1;
    state.end_epoch(last, context, events);
    begin_block(beacon);
}

std::uint64_t Machine::balance(const core::PublicKey& key) const {
    const ledger::Account* account = state.account(key);
    return account != nullptr ? account->balance.units() : 0;
}

bool Machine::happened(ledger::EventKind kind) const {
    return std::any_of(events.begin(), events.end(), [&](const auto& e) { return e.kind == kind; });
}

} // namespace hearth::world
