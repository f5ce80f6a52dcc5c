// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/sequencer.h"
#include "world.h"

#include <QTemporaryDir>

/// Ledgers in throw-away folders.
namespace hearth::world {

/// Signs with the sender's next sequence number and submits.
inline core::Result<ledger::TxResult> submit(ledger::Sequencer& sequencer, const core::SigningKey& key,
                                             ledger::Message message) {
    std::optional<ledger::SignedTransaction> tx;
    sequencer.read([&](const ledger::State& state) { tx = sign(state, key, std::move(message)); });
    if (!tx) return core::fail(core::Code::unavailable, "The ledger is not readable.");
    return sequencer.submit(*tx);
}

/// A sequencer in a throw-away folder, and the same ledger opened again.
struct LedgerFolder {
    QTemporaryDir directory;
    core::ManualClock clock{1'000'000'000'000};
    World world;
    ledger::Sequencer::Options options;
    ledger::Genesis genesis = World().genesis();

    LedgerFolder() {
        genesis.time = clock.now();
        options.folder = directory.path().toStdString();
        options.clock = &clock;
        options.epoch_length = 1'000'000'000;
    }
    core::Result<std::unique_ptr<ledger::Sequencer>> open() const {
        return ledger::Sequencer::open(options, genesis, key_of("sequencer"));
    }
    /// Two blocks: the node and its offer.
    core::Status found_node(ledger::Sequencer& sequencer) const {
        HEARTH_CHECK(submit(sequencer, world.owner, world.registration()));
        HEARTH_CHECK(submit(sequencer, world.node, world.offer()));
        return {};
    }
    core::Status open_escrow(ledger::Sequencer& sequencer, const std::string& name) {
        HEARTH_TRY(const auto opened, submit(sequencer, world.caller, world.escrow(name)));
        world.opened[World::escrow_id(name)] = opened.height;
        return {};
    }
    std::filesystem::path database() const { return options.folder / "ledger.sqlite"; }
};

inline std::uint64_t balance(const ledger::Sequencer& sequencer, const core::PublicKey& key) {
    std::uint64_t units = 0;
    sequencer.read([&](const ledger::State& state) {
        if (const ledger::Account* account = state.account(key)) units = account->balance.units();
    });
    return units;
}

} // namespace hearth::world
