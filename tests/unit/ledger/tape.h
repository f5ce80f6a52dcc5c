// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "channel_world.h"
#include "core/cbor.h"

#include <nlohmann/json.hpp>

namespace hearth::world {

/// A chain that is written down while it is made: every block's place, transactions and whether each passed, and the
/// app hash after it.
struct Tape : Channels {
    static constexpr std::uint64_t fee = 10;
    ledger::Genesis founding;
    core::SigningKey owner = key_of("owner"), node = key_of("node");
    nlohmann::json blocks = nlohmann::json::array();
    std::string wrong; ///< the first transaction that passed, or not, against what was meant

    explicit Tape(ledger::Genesis from) : founding(std::move(from)) { state = ledger::State(founding); }
    virtual ~Tape() = default;
    virtual void live() = 0;

    static std::string encoded(const ledger::State& of) { return core::sha256(core::cbor::encode(of.to_cbor())).hex(); }
    nlohmann::json made() {
        live();
        return {{"rules", state.rules()},
                {"genesis", core::to_hex(core::cbor::encode(founding.to_cbor()))},
                {"blocks", blocks},
                {"state", encoded(state)}};
    }

    void open_block() {
        begin_block();
        context.time = static_cast<core::Nanoseconds>(context.height) * core::second;
        blocks.push_back({{"height", context.height},
                          {"epoch", context.epoch},
                          {"time", context.time},
                          {"beacon", context.beacon.hex()},
                          {"transactions", nlohmann::json::array()},
                          {"passed", nlohmann::json::array()}});
    }
    void close_block() { blocks.back()["app_hash"] = state.app_hash().hex(); }
    core::Status send(const core::SigningKey& key, ledger::Message message) {
        open_block();
        const auto* escrow = std::get_if<ledger::OpenEscrow>(&message);
        const std::optional<core::EscrowId> id = escrow ? std::optional(escrow->escrow_id) : std::nullopt;
        const ledger::SignedTransaction tx = sign(state, key, std::move(message), fee);
        const core::Status passed = state.apply(tx, context, events);
        if (passed && id) world.opened[*id] = context.height;
        blocks.back()["transactions"].push_back(core::to_hex(tx.encode()));
        blocks.back()["passed"].push_back(passed.ok());
        close_block();
        return passed;
    }
    void must(const core::SigningKey& key, const ledger::Message& message) {
        const core::Status passed = send(key, message);
        if (!passed && wrong.empty()) wrong = std::string(name_of(message)) + ": " + passed.error().message;
    }
    void must_not(const core::SigningKey& key, const ledger::Message& message) {
        if (send(key, message) && wrong.empty()) wrong = std::string(name_of(message)) + " passed";
    }
    void end_epoch() {
        open_block();
        blocks.back()["ends"] = context.epoch;
        const core::Epoch last = context.epoch++;
        state.end_epoch(last, context, events);
        close_block();
        open_block(); // draws
        close_block();
    }
};

} // namespace hearth::world
