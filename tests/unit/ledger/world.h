// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "ledger/known_params.h"
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
    ledger::OpenEscrow escrow(const std::string& name, std::uint64_t cap = 100'000, core::Epoch expires = 50) const;
    proof::Receipt receipt(const std::string& name, std::uint32_t n_in = 10, std::uint32_t n_out = 20) const;
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

/// As a chain has them that never knew these rules.
core::cbor::Array parameters_before(std::uint64_t rules, const ledger::Params& params);
ledger::Params before_the_eighth_rules(const ledger::Params& params);
ledger::Params before_the_seventh_rules(const ledger::Params& params);

/// Signs with the sender's next sequence number in `state`.
ledger::SignedTransaction sign(const ledger::State& state, const core::SigningKey& key, ledger::Message message,
                               std::uint64_t fee = 0);

/// A state machine driven by hand, one transaction a block.
struct Machine {
    World world;
    ledger::State state;
    ledger::BlockContext context{chain, 0, 0, 0, {}};
    std::vector<ledger::LedgerEvent> events;

    explicit Machine(const ledger::Genesis& genesis) : state(genesis) {}
    Machine() : Machine(World().genesis()) {}

    /// With the beacon of the block before, if it matters which.
    void begin_block(const std::optional<core::Hash>& beacon = {});
    core::Status run(const core::SigningKey& key, ledger::Message message, std::uint64_t fee = 0);
    /// With its offer.
    core::Status register_node();
    /// A node of another operator.
    core::Status register_stranger(const std::string& name);
    std::vector<core::SigningKey> drawn_auditors(const core::ReceiptId& id,
                                                 const std::vector<std::string>& names) const;
    core::Status settle(const std::string& name) { return run(world.node, world.settlement(world.receipt(name))); }
    /// Ends the present epoch with a beacon that draws `id`, or one that does not.
    void end_epoch(const core::ReceiptId& id, bool drawn);
    void end_epochs(int count);
    /// A block that ends the epochs up to `last`, and one that draws with its beacon.
    void end_until(core::Epoch last, const core::Hash& beacon);
    std::uint64_t balance(const core::PublicKey& key) const;
    std::uint64_t pool(const char* name) const { return state.pools().at(name).units(); }
    bool happened(ledger::EventKind kind) const;
};

} // namespace hearth::world
