// SPDX-License-Identifier: Apache-2.0
#include "fake_engine.h"
#include "ledger/consensus/chain_store.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using world::FakeEngine;
using world::key_of;
using world::Signer;

namespace {

constexpr core::Nanoseconds second = 1'000'000'000;

Transfer gift(const std::string& to, std::uint64_t units = 1) {
    return {key_of(to).public_key(), core::Amount::from_units(units)};
}

std::uint64_t balance(const ChainApp& app, const std::string& name) {
    std::uint64_t units = 0;
    app.read([&](const State& state) {
        if (const Account* account = state.account(key_of(name).public_key())) units = account->balance.units();
    });
    return units;
}

Genesis genesis() {
    Genesis g = world::World().genesis();
    g.time = 1000 * second;
    for (const char* name : {"a", "b", "c"})
        g.accounts[key_of(name).public_key()] = core::Amount::from_units(1'000'000);
    return g;
}

core::Hash state_hash(const ChainApp& app) {
    core::Hash hash;
    app.read([&](const State& state) { hash = state.app_hash(); });
    return hash;
}

} // namespace

#define OK(expr)                                                                                                       \
    do {                                                                                                               \
        const core::Status status_of = (expr);                                                                         \
        QVERIFY2(status_of.ok(), status_of ? "" : status_of.error().message.c_str());                                  \
    } while (false)

class TestChain : public QObject {
    Q_OBJECT
private slots:
    void blocksSurviveARestart();
    void anEmptyBlockChangesNothing();
    void theBeaconComesFromItsVoters();
    void aFalseShareCountsForNothing();
    void withoutSharesTheChainGoesOn();
    void proposalsKeepEachSendersOrder();
    void dishonestProposalsAreRefused_data();
    void dishonestProposalsAreRefused();
    void transactionsAreCheckedAtTheDoor();
    void aSenderMayBeSomeTransactionsAhead();
    void readersSeeCommittedBlocksOnly();
    void whoSignsTwiceHasNoVoteAnyMore();
    void aSnapshotStartsAnotherNode();
    void aDamagedSnapshotIsRefused();
    void anotherGenesisIsRefused();
    void aDamagedBlockIsNamed();
};

void TestChain::blocksSurviveARestart() {
    FakeEngine engine(genesis(), 3);
    engine.snapshot_every = 4;
    OK(engine.start_all());
    Signer a(key_of("a"));
    for (int i = 0; i < 10; ++i) {
        OK(engine.step({a.encoded(gift("x"))}));
        engine.advance(second / 3);
    }
    const Head head = engine.app().head();
    QCOMPARE(head.height, core::Height{10});
    QVERIFY(head.epoch >= 3);
    OK(engine.start(0));
    QCOMPARE(engine.app().head().app_hash, head.app_hash);
    QCOMPARE(engine.app().head().epoch, head.epoch);
    QCOMPARE(balance(engine.app(), "x"), std::uint64_t{10});
    OK(engine.step({a.encoded(gift("x"))}));
}

void TestChain::anEmptyBlockChangesNothing() {
    FakeEngine engine(genesis(), 2);
    OK(engine.start_all());
    Signer a(key_of("a"));
    OK(engine.step({a.encoded(gift("x"))}));
    OK(engine.step({})); // brings the beacon
    const core::Hash hash = engine.app().head().app_hash;
    QVERIFY(hash != engine.app_hash(1));
    for (int i = 0; i < 3; ++i) {
        OK(engine.step({}));
        QCOMPARE(engine.app().head().app_hash, hash); // or the engine would make blocks for ever
        QVERIFY(engine.decided().back().transactions.empty());
    }
}

void TestChain::theBeaconComesFromItsVoters() {
    FakeEngine engine(genesis(), 4);
    OK(engine.start_all());
    Signer a(key_of("a"));
    std::set<core::Hash> beacons{engine.app().record().beacon};
    for (int i = 0; i < 4; ++i) {
        OK(engine.step({a.encoded(gift("x"))}));
        OK(engine.step({}));
        beacons.insert(engine.app().record().beacon);
    }
    QCOMPARE(beacons.size(), std::size_t{5});
    for (const ChainValidator& validator : engine.app().record().validators)
        QCOMPARE(validator.shares, std::uint64_t{4});
    // Who was away has revealed nothing, and goes on with the number that it committed to.
    engine.stop(3);
    OK(engine.step({a.encoded(gift("x"))}));
    OK(engine.step({}));
    OK(engine.start(3));
    QCOMPARE(engine.app().record().validators[3].shares, std::uint64_t{4});
    OK(engine.step({a.encoded(gift("x"))}));
    OK(engine.step({}));
    QCOMPARE(engine.app().record().validators[3].shares, std::uint64_t{5});
    QCOMPARE(engine.app().record().validators[0].shares, std::uint64_t{6});
}

void TestChain::aFalseShareCountsForNothing() {
    FakeEngine engine(genesis(), 4);
    OK(engine.start_all());
    Signer a(key_of("a"));
    OK(engine.step({a.encoded(gift("x"))}));
    Vote& vote = engine.last_commit().votes[1];
    vote.extension[0] ^= 1; // another number than the one committed to, properly signed
    vote.extension_signature =
        engine.node(1).consensus.sign(extension_sign_bytes(vote.extension, 1, 0, engine.genesis().chain_id));
    OK(engine.step({}));
    QCOMPARE(engine.app().record().validators[1].shares, std::uint64_t{0});
    QCOMPARE(engine.app().record().validators[2].shares, std::uint64_t{1});
    OK(engine.step({a.encoded(gift("x"))}));
    OK(engine.step({}));
    QCOMPARE(engine.app().record().validators[1].shares, std::uint64_t{1});
}

void TestChain::withoutSharesTheChainGoesOn() {
    FakeEngine engine(genesis(), 4);
    engine.silent_shares = true;
    OK(engine.start_all());
    Signer a(key_of("a"));
    const core::Hash first = engine.app().record().beacon;
    OK(engine.step({a.encoded(gift("x"))}));
    OK(engine.step({a.encoded(gift("x"))}));
    QVERIFY(engine.app().record().beacon != first);
    QCOMPARE(balance(engine.app(), "x"), std::uint64_t{2});
}

void TestChain::proposalsKeepEachSendersOrder() {
    FakeEngine engine(genesis(), 1);
    OK(engine.start_all());
    Signer a(key_of("a")), b(key_of("b"));
    std::vector<core::Bytes> sent;
    for (int i = 0; i < 4; ++i) {
        sent.push_back(a.encoded(gift("x")));
        sent.push_back(b.encoded(gift("y")));
    }
    std::vector<core::Bytes> mixed(sent.rbegin(), sent.rend());
    const core::Bytes early = sent[2]; // the sender's second, whose first has not come
    OrderedBlock block = engine.propose(0, {early, core::Bytes{1, 2, 3}});
    QVERIFY(block.transactions.empty());
    mixed.push_back(sent[0]);                                         // twice
    mixed.push_back(Signer(key_of("c")).sign(gift("x"), 0).encode()); // expired
    core::Bytes forged = Signer(key_of("c")).encoded(gift("x"));
    forged.back() ^= 1;
    mixed.push_back(forged);
    block = engine.propose(0, mixed);
    QCOMPARE(block.transactions.size(), std::size_t{8});
    OK(engine.app().process_proposal(block));
    OK(engine.step(mixed));
    QCOMPARE(balance(engine.app(), "x"), std::uint64_t{4});
    QCOMPARE(balance(engine.app(), "y"), std::uint64_t{4});
    // No more than fits, and the rest later.
    std::vector<core::Bytes> many;
    for (int i = 0; i < 20; ++i)
        many.push_back(a.encoded(gift("x")));
    engine.max_bytes = 10 * (many[0].size() + 6) + 300;
    OK(engine.step(many));
    const std::uint64_t some = balance(engine.app(), "x");
    QVERIFY(some >= 12 && some < 24);
    OK(engine.step(many));
    QVERIFY(balance(engine.app(), "x") > some);
}

void TestChain::dishonestProposalsAreRefused_data() {
    QTest::addColumn<QString>("change");
    for (const char* change : {"no shares", "too few shares", "forged share", "swapped shares", "garbage", "skipped",
                               "twice", "forged", "expired", "large"})
        QTest::newRow(change) << QString(change);
}

void TestChain::dishonestProposalsAreRefused() {
    QFETCH(QString, change);
    FakeEngine engine(genesis(), 4);
    OK(engine.start_all());
    Signer a(key_of("a"));
    OK(engine.step({a.encoded(gift("x"))}));
    Signer later(key_of("a"), 2);
    const std::vector<core::Bytes> good{a.encoded(gift("x")), a.encoded(gift("x"))};
    OrderedBlock block = engine.propose(0, good);
    OK(engine.app(1).process_proposal(block));
    std::vector<SignedShare> shares = decode_shares(block.transactions[0]).value();
    QCOMPARE(shares.size(), std::size_t{4});
    if (change == "no shares") block.transactions.erase(block.transactions.begin());
    if (change == "too few shares") shares.resize(2);
    if (change == "forged share") shares[1].extension[3] ^= 1;
    if (change == "swapped shares") std::swap(shares[0], shares[1]);
    if (change.contains("share") && change != "no shares") block.transactions[0] = encode_shares(shares);
    if (change == "garbage") block.transactions.push_back({1, 2, 3});
    if (change == "skipped") block.transactions.erase(block.transactions.begin() + 1);
    if (change == "twice") block.transactions.push_back(good[0]);
    if (change == "forged") block.transactions[2].back() ^= 1;
    if (change == "expired") block.transactions.push_back(Signer(key_of("b")).sign(gift("x"), 1).encode());
    if (change == "large") block.transactions.push_back(core::Bytes(max_transaction_bytes + 1));
    for (std::size_t i = 0; i < engine.size(); ++i)
        QVERIFY(!engine.app(i).process_proposal(block));
    OK(engine.step(good)); // and nothing has changed
    QCOMPARE(balance(engine.app(), "x"), std::uint64_t{3});
}

void TestChain::transactionsAreCheckedAtTheDoor() {
    FakeEngine engine(genesis(), 1);
    OK(engine.start_all());
    const auto code = [&](const core::Bytes& bytes) { return engine.app().check_tx(bytes, false).error().code; };
    QVERIFY(code(core::Bytes(max_transaction_bytes + 1)) == core::Code::too_large);
    QVERIFY(code({1, 2, 3}) == core::Code::corrupt);
    QVERIFY(code(encode_shares({})) == core::Code::corrupt);
    QVERIFY(code(Signer(key_of("a")).encoded(gift("x", 1'000'001))) == core::Code::refused);
    core::Bytes forged = Signer(key_of("a")).encoded(gift("x"));
    forged.back() ^= 1;
    QVERIFY(code(forged) == core::Code::refused);
    core::Bytes ahead = Signer(key_of("a"), 3).encoded(gift("x"));
    OK(engine.app().check_tx(ahead, false));
    ahead.back() ^= 1;
    QVERIFY(code(ahead) == core::Code::refused);
    QVERIFY(code(Signer(key_of("a")).sign(gift("x"), 0).encode()) == core::Code::refused);
    QVERIFY(code(Signer(key_of("a"), 5000).encoded(gift("x"))) == core::Code::conflict);
}

void TestChain::aSenderMayBeSomeTransactionsAhead() {
    FakeEngine engine(genesis(), 1);
    OK(engine.start_all());
    Signer a(key_of("a"));
    std::vector<core::Bytes> waiting;
    for (int i = 0; i < 5; ++i) {
        waiting.push_back(a.encoded(gift("x")));
        OK(engine.app().check_tx(waiting.back(), false));
    }
    OK(engine.step({waiting[0], waiting[1]}));
    QVERIFY(!engine.app().check_tx(waiting[1], true));
    for (std::size_t i = 2; i < 5; ++i)
        OK(engine.app().check_tx(waiting[i], true));
}

void TestChain::readersSeeCommittedBlocksOnly() {
    FakeEngine engine(genesis(), 1);
    OK(engine.start_all());
    Signer a(key_of("a"));
    std::vector<CommittedBlock> told;
    engine.app().on_commit([&](const CommittedBlock& block) {
        told.push_back(block);
        engine.app().read([](const State&) {}); // the lock is free
    });
    const SignedTransaction tx = a.sign(gift("x"));
    const OrderedBlock block = engine.propose(0, {tx.encode()});
    LastCommit commit;
    OK(engine.vote(block, 0, commit));
    engine.decide(block, commit);
    OK(engine.finalize(0, block));
    QCOMPARE(engine.app().head().height, core::Height{0});
    QVERIFY(told.empty());
    OK(engine.app().check_tx(a.encoded(gift("x")), false)); // an engine empties its queue of checks before it commits
    // The engine dies: readers see the state before, and the block comes again.
    OK(engine.app().abandon());
    QCOMPARE(balance(engine.app(), "x"), std::uint64_t{0});
    OK(engine.handshake(0));
    QCOMPARE(balance(engine.app(), "x"), std::uint64_t{1});
    QCOMPARE(told.size(), std::size_t{1});
    QCOMPARE(told[0].transactions.at(0).tx_hash, tx.hash());
    QVERIFY(!engine.app().commit());
    QVERIFY(!engine.app().finalize_block(block));
}

void TestChain::whoSignsTwiceHasNoVoteAnyMore() {
    FakeEngine engine(genesis(), 2);
    OK(engine.start_all());
    const Address wrong = address_of(engine.node(1).consensus.public_key());
    const Address other = address_of(engine.node(0).consensus.public_key());
    OK(engine.step({}, {{wrong, 1}}));
    QCOMPARE(engine.last().updates, (std::vector<ValidatorPower>{{engine.node(1).consensus.public_key(), 0}}));
    OK(engine.step({}, {{wrong, 1}, {other, 2}})); // once only, and the last voter stays
    QVERIFY(engine.last().updates.empty());
    OK(engine.start(0));
    QCOMPARE(engine.app().record().validators[1].power, std::int64_t{0});
}

void TestChain::aSnapshotStartsAnotherNode() {
    FakeEngine engine(genesis(), 4);
    engine.snapshot_every = 3;
    for (std::size_t i = 0; i < 3; ++i)
        OK(engine.start(i));
    Signer a(key_of("a"));
    for (int i = 0; i < 7; ++i) {
        OK(engine.step({a.encoded(gift("x"))}));
        engine.advance(second / 2);
    }
    const auto offered = engine.app().snapshots();
    QCOMPARE(offered->size(), std::size_t{2});
    const SnapshotInfo newest = offered->front();
    QCOMPARE(newest.height, core::Height{6});
    engine.node(3).app = ChainApp::open(engine.options(3), engine.genesis()).value();
    QVERIFY(engine.app(3).offer_snapshot(newest, engine.app_hash(6)) == OfferAnswer::accept);
    for (std::uint32_t i = 0; i < newest.chunks; ++i)
        QVERIFY(engine.app(3).apply_chunk(i, engine.app().snapshot_chunk(6, 1, i).value()).value() ==
                ChunkAnswer::accept);
    QCOMPARE(engine.app(3).info().app_hash, engine.app_hash(6));
    OK(engine.handshake(3)); // block 7
    OK(engine.step({a.encoded(gift("x"))}));
    QCOMPARE(engine.app(3).head().app_hash, engine.app(0).head().app_hash);
    OK(engine.start(3)); // and it is durable
    QCOMPARE(balance(engine.app(3), "x"), std::uint64_t{8});
}

void TestChain::aDamagedSnapshotIsRefused() {
    FakeEngine engine(genesis(), 4);
    engine.snapshot_every = 3;
    for (std::size_t i = 0; i < 3; ++i)
        OK(engine.start(i));
    Signer a(key_of("a"));
    for (int i = 0; i < 3; ++i)
        OK(engine.step({a.encoded(gift("x"))}));
    SnapshotInfo info = engine.app().snapshots()->front();
    core::Bytes chunk = engine.app().snapshot_chunk(3, 1, 0).value();
    engine.node(3).app = ChainApp::open(engine.options(3), engine.genesis()).value();
    ChainApp& fresh = engine.app(3);
    const Head before = fresh.head();
    QVERIFY(!fresh.apply_chunk(0, chunk));
    // One byte on the way.
    QVERIFY(fresh.offer_snapshot(info, engine.app_hash(3)) == OfferAnswer::accept);
    chunk[chunk.size() / 2] ^= 1;
    QVERIFY(fresh.apply_chunk(0, chunk).value() == ChunkAnswer::refetch);
    // A liar that names its own hashes.
    info.metadata = core::to_bytes(core::sha256(chunk).view());
    info.hash = core::sha256(info.metadata);
    QVERIFY(fresh.offer_snapshot(info, engine.app_hash(3)) == OfferAnswer::accept);
    QVERIFY(fresh.apply_chunk(0, chunk).value() == ChunkAnswer::reject_snapshot);
    // A true snapshot of another height than the one that the headers vouch for.
    chunk[chunk.size() / 2] ^= 1;
    info.metadata = core::to_bytes(core::sha256(chunk).view());
    info.hash = core::sha256(info.metadata);
    QVERIFY(fresh.offer_snapshot(info, engine.app_hash(2)) == OfferAnswer::accept);
    QVERIFY(fresh.apply_chunk(0, chunk).value() == ChunkAnswer::reject_snapshot);
    info.format = 9;
    QVERIFY(fresh.offer_snapshot(info, engine.app_hash(3)) == OfferAnswer::reject_format);
    QCOMPARE(fresh.head().app_hash, before.app_hash);
    QCOMPARE(fresh.info().height, core::Height{0});
}

void TestChain::anotherGenesisIsRefused() {
    FakeEngine engine(genesis(), 2);
    OK(engine.start(0));
    const ChainGenesis& own = engine.genesis();
    ChainStart start{own.chain_id, 1, {}, own.encode()};
    for (const auto& v : own.validators)
        start.validators.push_back({v.key, v.power});
    start.validators[0].power = 11;
    QVERIFY(engine.app().init_chain(start).error().code == core::Code::refused);
    start.validators[0].power = 10;
    start.app_state.back() ^= 1;
    QVERIFY(engine.app().init_chain(start).error().code == core::Code::refused);
    engine.stop(0);
    ChainGenesis other = own;
    other.validators.pop_back();
    QVERIFY(ChainApp::open(engine.options(0), other).error().code == core::Code::refused);
    QCOMPARE(ChainGenesis::decode(own.encode()).value().hash(), own.hash());
    core::Bytes damaged = own.encode();
    damaged.resize(damaged.size() - 1);
    QVERIFY(!ChainGenesis::decode(damaged));
}

void TestChain::aDamagedBlockIsNamed() {
    FakeEngine engine(genesis(), 1);
    OK(engine.start(0));
    Signer a(key_of("a"));
    for (int i = 0; i < 3; ++i)
        OK(engine.step({a.encoded(gift("x"))}));
    const core::Hash hash = state_hash(engine.app());
    engine.stop(0);
    {
        auto store = ChainStore::open(engine.options(0).folder / "chain.sqlite").value();
        StoredBlock block = *store->block(2).value();
        block.block.height = 4;
        block.block.transactions.pop_back();
        QVERIFY(store->begin());
        QVERIFY(store->append(block));
        QVERIFY(store->commit());
    }
    const auto opened = ChainApp::open(engine.options(0), engine.genesis());
    QVERIFY(opened.error().code == core::Code::corrupt);
    QVERIFY(opened.error().message.find("Block 4") != std::string::npos);
    QVERIFY(!opened.error().hint.empty());
    QVERIFY(hash != core::Hash{});
}

QTEST_GUILESS_MAIN(TestChain)
#include "tst_ledger_chain.moc"
