// SPDX-License-Identifier: Apache-2.0
#include "fake_engine.h"

namespace hearth::world {

FakeEngine::FakeEngine(const ledger::Genesis& genesis, int validators, core::Nanoseconds epoch_length)
    : m_time(genesis.time) {
    std::vector<ledger::ChainValidator> first;
    for (int i = 0; i < validators; ++i) {
        auto node = std::make_unique<Node>();
        node->consensus = key_of("validator " + std::to_string(i));
        node->secret = hash_of("secret " + std::to_string(i));
        first.push_back({node->consensus.public_key(), 10, ledger::BeaconSecret(node->secret).first_commitment(), 0});
        m_nodes.push_back(std::move(node));
    }
    m_genesis = ledger::ChainGenesis::from(genesis, epoch_length, first);
}

core::Status FakeEngine::start_all() {
    for (std::size_t i = 0; i < size(); ++i)
        HEARTH_CHECK(start(i));
    return {};
}

ledger::ChainApp::Options FakeEngine::options(std::size_t i) const {
    const Node& n = *m_nodes[i];
    ledger::ChainApp::Options options;
    options.folder = n.directory.path().toStdString();
    options.validator = n.consensus.public_key();
    options.beacon_secret = n.secret;
    options.snapshot_every = snapshot_every;
    options.probe = probe;
    return options;
}

core::Status FakeEngine::start(std::size_t i) {
    m_nodes[i]->app.reset();
    HEARTH_TRY(m_nodes[i]->app, ledger::ChainApp::open(options(i), m_genesis));
    return handshake(i);
}

core::Status FakeEngine::handshake(std::size_t i) {
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

core::Status FakeEngine::init(std::size_t i) {
    ledger::ChainStart start{m_genesis.chain_id, m_genesis.first_height, {}, m_genesis.encode()};
    for (const auto& v : m_genesis.validators)
        start.validators.push_back({v.key, v.power});
    HEARTH_CHECK(app(i).init_chain(start));
    return {};
}

ledger::OrderedBlock FakeEngine::propose(std::size_t proposer, const std::vector<core::Bytes>& transactions,
                                         std::vector<ledger::Misbehaviour> misbehaviour) {
    ledger::OrderedBlock block;
    block.height = height() + 1;
    block.time = m_time += 1'000'000;
    block.last_commit = m_last_commit;
    for (const ledger::Vote& vote : m_last_commit.votes)
        if (!vote.for_block) block.absent.push_back(vote.validator);
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

core::Status FakeEngine::vote(const ledger::OrderedBlock& block, std::int32_t round, ledger::LastCommit& commit) {
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

void FakeEngine::decide(const ledger::OrderedBlock& block, const ledger::LastCommit& commit) {
    m_decided.push_back(block);
    m_last_commit = commit;
}

core::Status FakeEngine::finalize(std::size_t i, const ledger::OrderedBlock& block) {
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

core::Status FakeEngine::step(const std::vector<core::Bytes>& transactions,
                              std::vector<ledger::Misbehaviour> misbehaviour) {
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

ledger::SignedTransaction Signer::sign(ledger::Message message, core::Height valid_until) {
    ledger::Transaction tx;
    tx.sender = m_key.public_key();
    tx.sequence = m_next++;
    tx.valid_until = valid_until;
    tx.message = std::move(message);
    return ledger::SignedTransaction::sign(std::move(tx), chain, m_key);
}

ledger::Transfer gift(const std::string& to, std::uint64_t units) {
    return {key_of(to).public_key(), core::Amount::from_units(units)};
}

ledger::Genesis network_genesis() {
    ledger::Genesis g = World().genesis();
    g.time = 1'000'000'000'000;
    for (const char* name : {"a", "b", "c"})
        g.accounts[key_of(name).public_key()] = core::Amount::from_units(1'000'000);
    return g;
}

std::uint64_t balance(const ledger::ChainApp& app, const std::string& name) {
    std::uint64_t units = 0;
    app.read([&](const ledger::State& state) {
        if (const ledger::Account* account = state.account(key_of(name).public_key())) units = account->balance.units();
    });
    return units;
}

core::Hash state_hash(const ledger::ChainApp& app) {
    core::Hash hash;
    app.read([&](const ledger::State& state) { hash = state.app_hash(); });
    return hash;
}

} // namespace hearth::world
