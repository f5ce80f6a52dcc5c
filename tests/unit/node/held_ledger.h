// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/sequencer.h"
#include "node/state/identity.h"
#include "support.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace hearth::test {

inline std::uint64_t balance(const ledger::Ledger& ledger, const core::PublicKey& key) {
    std::uint64_t units = 0;
    ledger.read([&](const ledger::State& state) {
        if (const ledger::Account* account = state.account(key)) units = account->balance.units();
    });
    return units;
}

/// A ledger that several homes share and whose blocks come when the test says so, as a network's do: what is submitted
/// waits while it is held, and is answered on a thread of the ledger's.
class HeldLedger final : public ledger::Ledger {
public:
    /// The callers of these homes get play money; their keys are made if they are not there.
    HeldLedger(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& homes) {
        ledger::Genesis genesis;
        genesis.chain_id = "hearth-held";
        genesis.time = core::system_clock().now();
        for (const std::filesystem::path& home : homes) {
            std::filesystem::create_directories(home / "keys");
            for (const auto& each : {home, home / "keys"})
                std::filesystem::permissions(each, std::filesystem::perms::owner_all);
            const auto identity = must(node::Identity::open(home / "keys", true));
            genesis.accounts[identity->caller_key().public_key()] = core::Amount::from_units(1'000'000'000);
        }
        ledger::Sequencer::Options options;
        options.folder = folder;
        m_sequencer = must(ledger::Sequencer::open(options, genesis, core::SigningKey::generate()));
        m_thread = std::thread([this] { run(); });
    }
    ~HeldLedger() override {
        {
            const std::lock_guard lock(m_mutex);
            m_over = true;
        }
        m_changed.notify_all();
        m_thread.join();
    }

    void hold(bool held) {
        {
            const std::lock_guard lock(m_mutex);
            m_held = held;
        }
        m_changed.notify_all();
    }
    /// What it answers in place of taking a transaction, asked on its thread; nothing: it is taken.
    using Refuses = std::function<std::optional<core::Error>(const ledger::Message&)>;
    void refuse(Refuses refuses) {
        const std::lock_guard lock(m_mutex);
        m_refuses = std::move(refuses);
    }
    template <typename Message>
    std::size_t waiting() const {
        const std::lock_guard lock(m_mutex);
        std::size_t count = 0;
        for (const auto& [tx, done] : m_waiting)
            count += std::holds_alternative<Message>(tx.transaction.message) ? 1 : 0;
        return count;
    }

    std::string chain_id() const override { return m_sequencer->chain_id(); }
    ledger::Head head() const override { return m_sequencer->head(); }
    core::Result<core::Hash> beacon(core::Height height) const override { return m_sequencer->beacon(height); }
    core::Nanoseconds epoch_ends_at() const override { return m_sequencer->epoch_ends_at(); }
    void read(const std::function<void(const ledger::State&)>& read) const override { m_sequencer->read(read); }
    core::Result<ledger::StateProof> prove(const std::vector<ledger::StateKey>& keys,
                                           core::Height from) const override {
        return m_sequencer->prove(keys, from);
    }
    core::Result<ledger::FoundTransaction> transaction(const core::Hash& hash) const override {
        return m_sequencer->transaction(hash);
    }
    core::Status tick() override { return m_sequencer->tick(); }
    /// One listener a home; taking one away takes all.
    void on_events(Listener listener) override {
        const std::lock_guard lock(m_listener_mutex);
        if (listener)
            m_listeners.push_back(std::move(listener));
        else
            m_listeners.clear();
        m_sequencer->on_events([this](const std::vector<ledger::LedgerEvent>& events, core::Height height) {
            const std::lock_guard telling(m_listener_mutex);
            for (const Listener& each : m_listeners)
                each(events, height);
        });
    }
    void submit(const ledger::SignedTransaction& tx, Done done) override {
        {
            const std::lock_guard lock(m_mutex);
            m_waiting.emplace_back(tx, std::move(done));
        }
        m_changed.notify_all();
    }

private:
    void run() {
        std::unique_lock lock(m_mutex);
        while (true) {
            m_changed.wait(lock, [this] { return m_over || (!m_held && !m_waiting.empty()); });
            if (m_over) return;
            const auto [tx, done] = std::move(m_waiting.front());
            m_waiting.pop_front();
            const auto refused = m_refuses ? m_refuses(tx.transaction.message) : std::nullopt;
            lock.unlock();
            done(refused ? core::Result<ledger::TxResult>(*refused) : m_sequencer->submit(tx));
            lock.lock();
        }
    }

    std::unique_ptr<ledger::Sequencer> m_sequencer;
    std::mutex m_listener_mutex;
    std::vector<Listener> m_listeners;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::pair<ledger::SignedTransaction, Done>> m_waiting;
    bool m_held = false, m_over = false;
    Refuses m_refuses;
    std::thread m_thread;
};

} // namespace hearth::test
