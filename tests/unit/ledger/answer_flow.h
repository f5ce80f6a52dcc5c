// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger_folder.h"

#include <functional>

namespace hearth::world {

using Balances = std::map<std::string, std::uint64_t>;

/// A genesis under which every receipt is drawn for an audit; one machine alone judges itself.
inline ledger::Genesis audited_genesis(core::Nanoseconds time) {
    ledger::Genesis g = World().genesis();
    g.time = time;
    if (!g.params.set("audit.new_ppm", 1'000'000)) g.accounts.clear();
    return g;
}

/// An answer on its way from its escrow over an audit to its payout, beside an escrow that nobody uses: the same
/// whoever orders the blocks.
struct AnswerFlow {
    std::function<void(const std::function<void(const ledger::State&)>&)> read;
    std::function<core::Epoch()> epoch;
    std::function<core::Height(const ledger::SignedTransaction&)> submit; ///< 0: refused
    std::function<bool()> wait;                                           ///< lets time pass
    World world;

    core::Height send(const core::SigningKey& key, ledger::Message message) {
        std::optional<ledger::SignedTransaction> tx;
        read([&](const ledger::State& state) { tx = sign(state, key, std::move(message)); });
        return submit(*tx);
    }
    bool until(const std::function<bool(const ledger::State&)>& reached) {
        bool done = false;
        for (int i = 0; i < 300 && !done; ++i) {
            read([&](const ledger::State& state) { done = reached(state); });
            if (!done && !wait()) return false;
        }
        return done;
    }
    bool run() {
        if (send(world.owner, world.registration()) == 0 || send(world.node, world.offer()) == 0) return false;
        world.opened[World::escrow_id("a")] = send(world.caller, world.escrow("a", 100'000, epoch() + 50));
        if (send(world.caller, world.escrow("never", 7, epoch() + 10)) == 0) return false;
        const core::ReceiptId receipt = world.receipt_id("a");
        if (send(world.node, world.settlement(world.receipt("a"))) == 0) return false;
        const auto drawn = [&](const ledger::State& state) {
            const ledger::Reward* reward = state.reward(receipt);
            return reward != nullptr && ledger::waiting_duty(*reward, world.node.public_key()) != nullptr;
        };
        if (!until(drawn)) return false;
        if (send(world.node, ledger::PostVerdict{receipt, proof::Level::statistical, true, 20, 20}) == 0) return false;
        return until([&](const ledger::State& state) {
            return state.reward(receipt)->state == ledger::RewardState::paid &&
                   state.escrow(World::escrow_id("never")) == nullptr;
        });
    }
    Balances balances() const {
        Balances all;
        read([&](const ledger::State& state) {
            for (const char* name : {"caller", "owner", "node"})
                if (const ledger::Account* account = state.account(key_of(name).public_key()))
                    all[name] = account->balance.units();
            for (const auto& [pool, amount] : state.pools())
                all[pool] = amount.units();
        });
        return all;
    }
};

/// The same answer through the solo sequencer.
inline Balances paid_in_solo() {
    LedgerFolder folder;
    folder.genesis = audited_genesis(folder.clock.now());
    auto solo = folder.open();
    if (!solo) return {};
    AnswerFlow flow;
    flow.read = [&](const auto& read) { (*solo)->read(read); };
    flow.epoch = [&] { return (*solo)->head().epoch; };
    flow.submit = [&](const ledger::SignedTransaction& tx) {
        const auto result = (*solo)->submit(tx);
        return result ? result->height : core::Height{0};
    };
    flow.wait = [&] {
        folder.clock.advance(folder.options.epoch_length);
        return (*solo)->tick().ok();
    };
    return flow.run() ? flow.balances() : Balances{};
}

} // namespace hearth::world
