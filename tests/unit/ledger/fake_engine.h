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

    FakeEngine(const ledger::Genesis& genesis, int validators, core::Nanoseconds epoch_length = 1'000'000'000)
        : m_time(genesis.time) {
        std::vector<ledger::ChainValidator> first;
        for (int i = 0; i < validators; ++i) {
            auto node = std::make_unique<Node>();
            node->consensus = key_of("validator " + std::to_string(i));
            node->secret = hash_of("secret " + std::to_string(i));
            first.push_back(
                {node->consensus.public_key(), 10, ledger::BeaconSecret(node->secret).first_commitment(), 0});
            m_nodes.push_back(std::move(node));
        }
        m_genesis = ledger::ChainGenesis::from(genesis, epoch_length, first);
    }

    core::Height snapshot_every = 1000;
    std::function<void(std::string_view)> probe;
    bool silent_shares = false; ///< validators extend their votes with nothing

    ledger::ChainApp& app(std::size_t i = 0) { return *m_nodes[i]->app; }
    Node& node(std::size_t i) { return *m_nodes[i]; }
    std::size_t size() const { return m_nodes.size(); }
    const ledger::ChainGenesis& genesis() const { return m_genesis; }
    core::Height height() const { return m_decided.size(); }
    const std::vector<ledger::OrderedBlock>& decided() const { return m_decided; }
    core::Hash app_hash(core::Height height) const { return m_app_hashes.at(height - 1); }
    void advance(core::Nanoseconds by) { m_time += by; }

    core::Status start_all() {
        for (std::size_t i = 0; i < size(); ++i)
            HEARTH_CHECK(start(i));
        return {};
    }
    ledger::ChainApp::Options options(std::size_t i) const {
        const Node& n = *m_nodes[i];
        ledger::ChainApp::Options options;
        options.folder = n.directory.path().toStdString();
        options.validator = n.consensus.public_key();
        options.beacon_secret = n.secret;
        options.snapshot_every = snapshot_every;
        options.probe = probe;
        return options;
    }
    /// The application comes up; what it lacks is replayed, as an engine does at its handshake.
    core::Status start(std::size_t i) {
        m_nodes[i]->app.reset();
        HEARTH_TRY(m_nodes[i]->app, ledger::ChainApp::open(options(i), m_genesis));
        return handshake(i);
    }
    void stop(std::size_t i) { m_nodes[i]->app.reset(); }

    core::Status handshake(std::size_t i) {
        const ledger::Head info = app(i).info();
        if (info.height > height())
            return core::fail(core::Code::internal, "The application is ahead of what was decided.");
        if (info.height == 0) HEARTH_CHECK(init(i));
        if (info.height != 0 && info.app_hash != app_hash(info.height))
            return core::fail(core::Code::internal, "The application came back with another app hash.");
        for (core::Height h = info.height + 1; h <= height(); ++h) {
            HEARTH_CHECK(finalize(i, m_decided[h - 1]));
            HEARTH_CHECK(app(i).commit());
        }
        return {};
    }
    core::Status init(std::size_t i) {
        ledger::ChainStart start{m_genesis.chain_id, m_genesis.first_height, {}, m_genesis.encode()};
        for (const auto& v : m_genesis.validators)
            start.validators.push_back({v.key, v.power});
        HEARTH_CHECK(app(i).init_chain(start));
        return {};
    }

    /// The block that `proposer` makes of `transactions` now.
    ledger::OrderedBlock propose(std::size_t proposer, const std::vector<core::Bytes>& transactions,
                                 std::vector<ledger::Misbehaviour> misbehaviour = {}) {
        ledger::OrderedBlock block;
        block.height = height() + 1;
        block.time = m_time += 1'000'000;
        block.last_commit = m_last_commit;
        block.misbehaviour = std::move(misbehaviour);
        block.transactions = transactions;
        block.transactions = app(proposer).prepare_proposal(block, max_bytes);
        core::Bytes named;
        core::append_u64(named, block.height);
        core::append_u64(named, static_cast<std::uint64_t>(block.time));
        for (const core::Bytes& tx : block.transactions)
            core::append(named, tx);
        block.hash = core::sha256(named);
        for (ledger::Vote& vote : block.last_commit.votes) { // a block names its voters, not what they added
            vote.extension.clear();
            vote.extension_signature = {};
        }
        return block;
    }
    /// Every running validator looks at the block and extends its vote; those who are away are silent.
    core::Status vote(const ledger::OrderedBlock& block, std::int32_t round, ledger::LastCommit& commit) {
        commit = {round, {}};
        for (const auto& n : m_nodes) {
            ledger::Vote vote{ledger::address_of(n->consensus.public_key()), 10, n->app != nullptr, {}, {}};
            if (n->app != nullptr) {
                HEARTH_CHECK(n->app->process_proposal(block));
                if (!silent_shares) vote.extension = n->app->extend_vote(block);
                vote.extension_signature = n->consensus.sign(
                    ledger::extension_sign_bytes(vote.extension, block.height, round, m_genesis.chain_id));
                for (const auto& other : m_nodes)
                    if (other->app != nullptr && !other->app->verify_vote_extension(vote.extension))
                        return core::fail(core::Code::internal, "An honest extension was refused.");
            }
            commit.votes.push_back(std::move(vote));
        }
        return {};
    }
    void decide(const ledger::OrderedBlock& block, const ledger::LastCommit& commit) {
        m_decided.push_back(block);
        m_last_commit = commit;
    }
    core::Status finalize(std::size_t i, const ledger::OrderedBlock& block) {
        HEARTH_TRY(const ledger::Finalized result, app(i).finalize_block(block));
        if (result.results.size() != block.transactions.size())
            return core::fail(core::Code::internal, "Not every transaction has a result.");
        if (m_app_hashes.size() < block.height) {
            m_app_hashes.push_back(result.app_hash);
            m_results = result;
        }
        if (app_hash(block.height) != result.app_hash)
            return core::fail(core::Code::internal,
                              "Two applications differ after block " + std::to_string(block.height) + ".");
        return {};
    }
    const ledger::Finalized& last() const { return m_results; }

    /// One height without incidents; running validators only.
    core::Status step(const std::vector<core::Bytes>& transactions,
                      std::vector<ledger::Misbehaviour> misbehaviour = {}) {
        const ledger::OrderedBlock block = propose(0, transactions, std::move(misbehaviour));
        ledger::LastCommit commit;
        HEARTH_CHECK(vote(block, 0, commit));
        decide(block, commit);
        for (std::size_t i = 0; i < size(); ++i) {
            if (m_nodes[i]->app == nullptr) continue;
            HEARTH_CHECK(finalize(i, block));
            HEARTH_CHECK(app(i).commit());
        }
        return {};
    }
    ledger::LastCommit& last_commit() { return m_last_commit; }

    std::size_t max_bytes = std::size_t{4} << 20;

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
    ledger::SignedTransaction sign(ledger::Message message, core::Height valid_until = 1'000'000'000) {
        ledger::Transaction tx;
        tx.sender = m_key.public_key();
        tx.sequence = m_next++;
        tx.valid_until = valid_until;
        tx.message = std::move(message);
        return ledger::SignedTransaction::sign(std::move(tx), chain, m_key);
    }
    core::Bytes encoded(ledger::Message message) { return sign(std::move(message)).encode(); }
    const core::SigningKey& key() const { return m_key; }

private:
    core::SigningKey m_key;
    std::uint64_t m_next;
};

} // namespace hearth::world
