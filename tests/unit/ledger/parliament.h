// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "world.h"

#include <QtTest>

/// Operators who decide together.
namespace hearth::world {

/// Each with a stake and with what others have paid for its work.
struct Seat {
    std::string name;
    std::uint64_t stake = 0, fees = 0;
};

inline constexpr std::uint64_t purse = 1'000'000;

struct Parliament : Machine {
    /// Short epochs: votes count in epochs 1 to 4 after the proposal's, the last two of them are late, and what is
    /// accepted takes effect two epochs later (three for payments and upgrades).
    static ledger::Genesis genesis(const std::vector<Seat>& seats, std::map<std::string, std::uint64_t> params = {}) {
        ledger::Genesis genesis = World().genesis();
        for (const Seat& seat : seats)
            genesis.accounts[key_of(seat.name).public_key()] = core::Amount::from_units(purse + seat.stake);
        genesis.accounts[key_of("proposer").public_key()] = core::Amount::from_units(purse);
        genesis.guardian = key_of("guardian").public_key();
        params.insert({{"gov.deposit", 1000},
                       {"gov.delay_epochs", 1},
                       {"gov.voting_epochs", 4},
                       {"gov.late_epochs", 2},
                       {"gov.lock_epochs", 1}, // every stake weighs whole
                       {"gov.timelock_epochs", 2},
                       {"gov.long_timelock_epochs", 3}});
        if (!genesis.params.set_all(params)) qFatal("the parameters are out of bounds");
        return genesis;
    }
    explicit Parliament(const std::vector<Seat>& seats, const std::map<std::string, std::uint64_t>& params = {})
        : Machine(genesis(seats, params)) {
        for (const Seat& seat : seats) {
            const auto node = key_of(seat.name + "'s node").public_key();
            bool done = register_stranger(seat.name).ok();
            if (done && seat.stake > 0)
                done = run(key_of(seat.name), ledger::Stake{node, core::Amount::from_units(seat.stake)}).ok();
            if (!done) qFatal("a seat could not be taken");
        }
        pay_for_work(seats);
    }
    /// As if receipts had been paid: fees move no money of their own.
    void pay_for_work(const std::vector<Seat>& seats) {
        core::cbor::Map map = *state.to_cbor().as_map();
        core::cbor::Array nodes;
        for (const auto& item : *map[5].second.as_array()) { // k_nodes
            core::cbor::Map node = *item.as_map();
            for (const Seat& seat : seats)
                if (*node[0].second.as_bytes() == core::to_bytes(key_of(seat.name + "'s node").public_key().view()) &&
                    seat.fees > 0) {
                    node.emplace_back(7, seat.fees); // paid_fees
                    node.emplace_back(16, core::cbor::Array{std::uint64_t{0}, seat.fees, std::uint64_t{0}}); // work
                }
            nodes.emplace_back(core::cbor::Value(std::move(node)));
        }
        map[5].second = core::cbor::Value(std::move(nodes));
        auto changed = ledger::State::from_cbor(core::cbor::Value(std::move(map)));
        if (!changed) qFatal("the work could not be paid for");
        state = std::move(*changed);
    }

    core::Status propose(ledger::ProposalContent content, const std::string& title = "A proposal") {
        return run(key_of("proposer"), ledger::SubmitProposal{title, std::move(content)});
    }
    core::Status vote(const std::string& name, std::uint64_t id, ledger::Choice choice) {
        return run(key_of(name), ledger::CastVote{id, choice});
    }
    core::Status delegate(const std::string& name, const std::string& to) {
        return run(key_of(name), to.empty() ? ledger::DelegateVotes{} : ledger::DelegateVotes{key_of(to).public_key()});
    }
    ledger::ProposalState state_of(std::uint64_t id) const { return state.proposal(id)->state; }
    std::uint64_t value(const char* name) const { return state.params().get(name); }
};

} // namespace hearth::world
