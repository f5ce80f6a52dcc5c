// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "ledger/state.h"
#include "proof/receipt.h"

#include <algorithm>
#include <string>

/// A small solo world for ledger tests: who is in it and what they sign.
namespace hearth::world {

inline constexpr const char* chain = "hearth-test";
inline constexpr std::uint64_t allotment = 1'000'000'000;

inline core::Hash hash_of(const std::string& text) {
    return core::sha256(core::as_bytes(text));
}
inline bool is(const core::Status& status, core::Code code) {
    return !status && status.error().code == code;
}
inline core::SigningKey key_of(const std::string& name) {
    return core::SigningKey::from_seed(hash_of(name).view());
}

struct World {
    core::SigningKey caller = key_of("caller"), owner = key_of("owner"), node = key_of("node");
    core::ModelId model = core::id_cast<core::ModelId>(hash_of("model"));
    std::string profile = "fp32";
    ledger::Tariff tariff = ledger::usual_tariff(ledger::Params::solo());
    std::map<core::EscrowId, core::Height> opened; ///< in which block; a receipt names it

    ledger::Genesis genesis() const {
        ledger::Genesis g;
        g.chain_id = chain;
        g.accounts[caller.public_key()] = core::Amount::from_units(allotment);
        return g;
    }
    static core::EscrowId escrow_id(const std::string& name) {
        return core::id_cast<core::EscrowId>(hash_of("escrow " + name));
    }
    ledger::OpenEscrow escrow(const std::string& name, std::uint64_t cap = 100'000, core::Epoch expires = 50) const {
        return {escrow_id(name),
                node.public_key(),
                model,
                hash_of("request " + name),
                core::Amount::from_units(cap),
                expires,
                ledger::AcceptedTariff{profile, tariff}};
    }
    proof::Receipt receipt(const std::string& name, std::uint32_t n_in = 10, std::uint32_t n_out = 20) const {
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
    ledger::SettleReceipt settlement(const proof::Receipt& r) const {
        return {proof::SignedReceipt::sign(r, node).encode()};
    }
    ledger::RegisterNode registration() const { return registration(node, owner); }
    static ledger::RegisterNode registration(const core::SigningKey& node_key, const core::SigningKey& operator_key) {
        return ledger::RegisterNode::certified(node_key, operator_key.public_key(), chain, operator_key.public_key());
    }
    ledger::OfferTariff offer() const { return {model, profile, tariff}; }
    core::ReceiptId receipt_id(const std::string& name) const { return receipt(name).id(); }
};

/// Without those parameters.
inline ledger::Params without(const ledger::Params& params, const std::vector<std::string>& names) {
    core::cbor::Array list = *params.to_cbor().as_array();
    std::erase_if(list, [&](const core::cbor::Value& parameter) {
        return std::count(names.begin(), names.end(), *parameter.as_map()->front().second.as_text()) > 0;
    });
    return ledger::Params::from_cbor(list).value();
}

/// As a chain has them that never knew the eighth rules.
inline ledger::Params before_the_eighth_rules(const ledger::Params& params) {
    return without(params, {"credit.drain_ppm", "credit.least", "credit.per_epoch", "credit.waiting",
                            "credit.window_epochs", "gov.lock_epochs", "gov.work_window_epochs"});
}

/// As a chain has them that never knew the seventh rules.
inline ledger::Params before_the_seventh_rules(const ledger::Params& params) {
    const ledger::Params older_ones =
        without(before_the_eighth_rules(params), {"audit.pay_ppm", "subsidy.halt_epochs", "subsidy.least_audits",
                                                  "subsidy.lost_ppm", "subsidy.window_epochs", "subsidy.window_ppm"});
    core::cbor::Array list = *older_ones.to_cbor().as_array();
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

/// Signs with the sender's next sequence number in `state`.
inline ledger::SignedTransaction sign(const ledger::State& state, const core::SigningKey& key, ledger::Message message,
                                      std::uint64_t fee = 0) {
    ledger::Transaction tx;
    tx.sender = key.public_key();
    if (const ledger::Account* account = state.account(tx.sender)) tx.sequence = account->sequence;
    tx.valid_until = 1'000'000'000;
    tx.fee = core::Amount::from_units(fee);
    tx.message = std::move(message);
    return ledger::SignedTransaction::sign(std::move(tx), chain, key);
}

/// A state machine driven by hand, one transaction a block.
struct Machine {
    World world;
    ledger::State state;
    ledger::BlockContext context{chain, 0, 0, 0, {}};
    std::vector<ledger::LedgerEvent> events;

    explicit Machine(const ledger::Genesis& genesis) : state(genesis) {}
    Machine() : Machine(World().genesis()) {}

    /// With the beacon of the block before, if it matters which.
    void begin_block(const std::optional<core::Hash>& beacon = {}) {
        ++context.height;
        context.beacon = beacon ? *beacon : hash_of("block " + std::to_string(context.height - 1));
        state.begin_block(context, events);
    }
    core::Status run(const core::SigningKey& key, ledger::Message message, std::uint64_t fee = 0) {
        begin_block();
        const auto* escrow = std::get_if<ledger::OpenEscrow>(&message);
        const core::EscrowId id = escrow != nullptr ? escrow->escrow_id : core::EscrowId{};
        const core::Status done = state.apply(sign(state, key, std::move(message), fee), context, events);
        if (done && escrow != nullptr) world.opened[id] = context.height;
        return done;
    }
    /// With its offer.
    core::Status register_node() {
        HEARTH_CHECK(run(world.owner, world.registration()));
        return run(world.node, world.offer());
    }
    /// A node of another operator.
    core::Status register_stranger(const std::string& name) {
        const auto operator_key = key_of(name);
        return run(operator_key, World::registration(key_of(name + "'s node"), operator_key));
    }
    std::vector<core::SigningKey> drawn_auditors(const core::ReceiptId& id,
                                                 const std::vector<std::string>& names) const {
        std::vector<core::SigningKey> keys;
        for (const std::string& name : names)
            if (ledger::waiting_duty(*state.reward(id), key_of(name + "'s node").public_key()) != nullptr)
                keys.push_back(key_of(name + "'s node"));
        return keys;
    }
    core::Status settle(const std::string& name) { return run(world.node, world.settlement(world.receipt(name))); }
    /// Ends the present epoch with a beacon that draws `id`, or one that does not.
    void end_epoch(const core::ReceiptId& id, bool drawn) {
        for (int i = 0;; ++i) {
            const core::Hash beacon = hash_of("beacon " + std::to_string(i));
            if (ledger::is_drawn(beacon, id, 200'000) != drawn) continue;
            end_until(context.epoch, beacon);
            return;
        }
    }
    void end_epochs(int count) {
        for (; count > 0; --count)
            end_until(context.epoch, hash_of("later"));
    }
    /// A block that ends the epochs up to `last`, and one that draws with its beacon.
    void end_until(core::Epoch last, const core::Hash& beacon) {
        begin_block();
        context.epoch = last + 1;
        state.end_epoch(last, context, events);
        begin_block(beacon);
    }
    std::uint64_t balance(const core::PublicKey& key) const {
        const ledger::Account* account = state.account(key);
        return account != nullptr ? account->balance.units() : 0;
    }
    std::uint64_t pool(const char* name) const { return state.pools().at(name).units(); }
    bool happened(ledger::EventKind kind) const {
        return std::any_of(events.begin(), events.end(), [&](const auto& e) { return e.kind == kind; });
    }
};

} // namespace hearth::world
