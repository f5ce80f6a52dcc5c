// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "ledger/consensus/chain_app.h"
#include "world.h"

#include <QTemporaryDir>
#include <random>

namespace hearth::world {

/// A consensus engine without a network: it drives the applications of several validators through the calls of ABCI
/// 2.0 in every order that its grammar allows, keeps the decided blocks, and starts an application that was lost from
/// what that has stored. A difference between two applications, or between one and its own past, is an error.
class FakeEngine {
public:
    struct Node {
        QTemporaryDir directory;
        core::SigningKey consensus = key_of("");
        core::Hash secret;
        std::unique_ptr<ledger::ChainApp> app;
    };

    FakeEngine(const ledger::Genesis& genesis, int validators, core::Nanoseconds epoch_length = 1'000'000'000);

    core::Height snapshot_every = 1000;
    std::function<void(std::string_view)> probe;
    bool silent_shares = false; ///< validators extend their votes with nothing
    std::size_t max_bytes = std::size_t{4} << 20;

    ledger::ChainApp& app(std::size_t i = 0) { return *m_nodes[i]->app; }
    Node& node(std::size_t i) { return *m_nodes[i]; }
    std::size_t size() const { return m_nodes.size(); }
    const ledger::ChainGenesis& genesis() const { return m_genesis; }
    core::Height height() const { return m_decided.size(); }
    const std::vector<ledger::OrderedBlock>& decided() const { return m_decided; }
    core::Hash app_hash(core::Height height) const { return m_app_hashes.at(height - 1); }
    const ledger::Finalized& last() const { return m_results; }
    ledger::LastCommit& last_commit() { return m_last_commit; }
    void advance(core::Nanoseconds by) { m_time += by; }

    core::Status start_all();
    ledger::ChainApp::Options options(std::size_t i) const;
    /// The application comes up; what it lacks is replayed, as an engine does at its handshake.
    core::Status start(std::size_t i);
    void stop(std::size_t i) { m_nodes[i]->app.reset(); }

    core::Status handshake(std::size_t i);
    core::Status init(std::size_t i);

    /// The block that `proposer` makes of `transactions` now.
    ledger::OrderedBlock propose(std::size_t proposer, const std::vector<core::Bytes>& transactions,
                                 std::vector<ledger::Misbehaviour> misbehaviour = {});
    /// Every running validator looks at the block and extends its vote; those who are away are silent.
    core::Status vote(const ledger::OrderedBlock& block, std::int32_t round, ledger::LastCommit& commit);
    void decide(const ledger::OrderedBlock& block, const ledger::LastCommit& commit);
    core::Status finalize(std::size_t i, const ledger::OrderedBlock& block);

    /// One height without incidents; running validators only.
    core::Status step(const std::vector<core::Bytes>& transactions,
                      std::vector<ledger::Misbehaviour> misbehaviour = {});

private:
    ledger::ChainGenesis m_genesis;
    core::Nanoseconds m_time;
    std::vector<std::unique_ptr<Node>> m_nodes;
    std::vector<ledger::OrderedBlock> m_decided;
    std::vector<core::Hash> m_app_hashes;
    ledger::LastCommit m_last_commit;
    ledger::Finalized m_results;
};

/// The sender's transactions, one after the other, as they enter a block.
class Signer {
public:
    Signer(core::SigningKey key, std::uint64_t next = 0) : m_key(std::move(key)), m_next(next) {}
    ledger::SignedTransaction sign(ledger::Message message, core::Height valid_until = 1'000'000'000);
    core::Bytes encoded(ledger::Message message) { return sign(std::move(message)).encode(); }
    const core::SigningKey& key() const { return m_key; }

private:
    core::SigningKey m_key;
    std::uint64_t m_next;
};

ledger::Transfer gift(const std::string& to, std::uint64_t units = 1);
/// With three more senders, "a" to "c".
ledger::Genesis network_genesis();
std::uint64_t balance(const ledger::ChainApp& app, const std::string& name);
core::Hash state_hash(const ledger::ChainApp& app);

} // namespace hearth::world

/// A core::Status that must be good, else its sentence.
#define VERIFY_OK(expr)                                                                                                \
    do {                                                                                                               \
        const core::Status status_of = (expr);                                                                         \
        QVERIFY2(status_of.ok(), status_of ? "" : status_of.error().message.c_str());                                  \
    } while (false)
