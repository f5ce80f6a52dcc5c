// SPDX-License-Identifier: Apache-2.0
#include "answer_flow.h"
#include "fake_engine.h"

#include <csignal>
#include <QtTest>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace hearth;
using namespace hearth::ledger;
using world::FakeEngine;
using world::gift;
using world::key_of;
using world::network_genesis;
using world::Signer;
using world::state_hash;

namespace {

using core::second;
const std::vector<std::string> senders{"a", "b", "c"};

/// One random walk through the grammar of ABCI: rounds that decide nothing, validators that are away or only catch up
/// with blocks, and applications that die between any two calls.
struct Walk {
    explicit Walk(unsigned seed) : random(seed), engine(network_genesis(), 4) {
        engine.snapshot_every = 3;
        for (const std::string& name : senders)
            signers.emplace_back(key_of(name));
    }

    std::mt19937 random;
    FakeEngine engine;
    std::vector<Signer> signers;
    std::vector<core::Bytes> mempool;
    std::uint64_t given = 0;

    bool chance(unsigned percent) { return random() % 100 < percent; }
    void send_some() {
        for (unsigned n = random() % 4; n > 0; --n) {
            const std::uint64_t units = 1 + random() % 5;
            given += units;
            mempool.push_back(signers[random() % signers.size()].encoded(gift("x", units)));
        }
    }
    /// Dies and comes back with what it had stored.
    core::Status perhaps_die(std::size_t i) { return chance(8) ? engine.start(i) : core::Status(); }

    core::Status one_height() {
        send_some();
        for (const core::Bytes& tx : mempool)
            HEARTH_CHECK(engine.app(random() % 4).check_tx(tx, false));
        OrderedBlock block;
        LastCommit commit;
        std::int32_t round = 0;
        for (bool decided = false; !decided; ++round) {
            block = engine.propose(random() % 4, mempool);
            HEARTH_CHECK(perhaps_die(random() % 4));
            if (chance(20)) continue; // nobody saw it in time
            HEARTH_CHECK(engine.vote(block, round, commit));
            HEARTH_CHECK(perhaps_die(random() % 4));
            decided = chance(80);
        }
        if (chance(30)) commit.votes[random() % 4].for_block = false; // its vote came too late
        engine.decide(block, commit);
        for (std::size_t i = 0; i < engine.size(); ++i)
            HEARTH_CHECK(finish(i, block));
        std::erase_if(mempool, [&](const core::Bytes& tx) {
            return std::find(block.transactions.begin(), block.transactions.end(), tx) != block.transactions.end();
        });
        if (chance(30)) engine.advance(second);
        return {};
    }
    core::Status finish(std::size_t i, const OrderedBlock& block) {
        if (chance(10)) return engine.start(i); // it never saw the decision
        HEARTH_CHECK(engine.finalize(i, block));
        if (chance(10)) {
            HEARTH_CHECK(engine.app(i).abandon()); // the engine died, the application did not
            return engine.handshake(i);
        }
        if (chance(10)) return engine.start(i);
        HEARTH_CHECK(engine.app(i).commit());
        return perhaps_die(i);
    }
};

} // namespace

class TestEngine : public QObject {
    Q_OBJECT
private slots:
    void everyOrderOfCallsGivesOneChain_data();
    void everyOrderOfCallsGivesOneChain();
    void dyingAtAnyPointGivesTheSameChain_data();
    void dyingAtAnyPointGivesTheSameChain();
    void aFullDiskIsAnErrorAndLosesNothing();
    void soloAndNetworkSettleAlike();
    void soloAndNetworkPayAlike();
};

void TestEngine::everyOrderOfCallsGivesOneChain_data() {
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 8; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestEngine::everyOrderOfCallsGivesOneChain() {
    QFETCH(unsigned, seed);
    Walk walk(seed);
    VERIFY_OK(walk.engine.start_all());
    for (int i = 0; i < 25; ++i)
        VERIFY_OK(walk.one_height());
    while (!walk.mempool.empty())
        VERIFY_OK(walk.one_height());
    const core::Hash hash = walk.engine.app(0).head().app_hash;
    for (std::size_t i = 0; i < walk.engine.size(); ++i) {
        QCOMPARE(walk.engine.app(i).head().height, walk.engine.height());
        QCOMPARE(walk.engine.app(i).head().app_hash, hash);
    }
    // Nothing was lost, nothing happened twice.
    std::uint64_t received = 0;
    walk.engine.app(0).read([&](const State& state) {
        if (const Account* account = state.account(key_of("x").public_key())) received = account->balance.units();
        QVERIFY(state.check_conservation());
    });
    QCOMPARE(received, walk.given);
}

void TestEngine::dyingAtAnyPointGivesTheSameChain_data() {
    QTest::addColumn<QString>("point");
    QTest::addColumn<int>("at");
    for (const char* point : {"applied", "stored", "committing", "committed", "snapshot"})
        for (const int at : {1, 2, 3})
            QTest::addRow("%s %d", point, at) << QString(point) << at;
}

void TestEngine::dyingAtAnyPointGivesTheSameChain() {
    QFETCH(QString, point);
    QFETCH(int, at);
    FakeEngine engine(network_genesis(), 4);
    engine.snapshot_every = 2;
    for (std::size_t i = 0; i < 3; ++i)
        VERIFY_OK(engine.start(i));
    Signer a(key_of("a"));
    for (int i = 0; i < 8; ++i) {
        VERIFY_OK(engine.step({a.encoded(gift("x"))}));
        engine.advance(second / 2);
    }
    // The fourth validator follows those blocks and dies.
    const pid_t child = ::fork();
    if (child == 0) {
        int seen = 0;
        engine.probe = [&](std::string_view now) {
            if (now == point.toStdString() && ++seen == at) ::_exit(42);
        };
        ::_exit(engine.start(3) ? 1 : 2);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 42);
    engine.node(3).app = ChainApp::open(engine.options(3), engine.genesis()).value();
    const int blocks = at * (point == "snapshot" ? 2 : 1);
    const bool durable = point == "committed" || point == "snapshot";
    QCOMPARE(engine.app(3).info().height, core::Height(durable ? blocks : blocks - 1));
    VERIFY_OK(engine.handshake(3));
    QCOMPARE(engine.app(3).head().app_hash, engine.app(0).head().app_hash);
    VERIFY_OK(engine.step({a.encoded(gift("x"))}));
    QCOMPARE(state_hash(engine.app(3)), state_hash(engine.app(0)));
}

void TestEngine::aFullDiskIsAnErrorAndLosesNothing() {
    // A cap on the size of files stands for the full disk; in a child, since it holds for the whole process.
    const pid_t child = ::fork();
    if (child == 0) {
        ::signal(SIGXFSZ, SIG_IGN);
        FakeEngine engine(network_genesis(), 1);
        Signer a(key_of("a"));
        if (!engine.start(0)) ::_exit(1);
        for (int i = 0; i < 3; ++i)
            if (!engine.step({a.encoded(gift("x"))})) ::_exit(2);
        const Head before = engine.app().head();
        rlimit small{};
        ::getrlimit(RLIMIT_FSIZE, &small);
        const rlim_t usual = small.rlim_cur;
        small.rlim_cur = 4096;
        ::setrlimit(RLIMIT_FSIZE, &small);
        const core::Status refused = engine.step({a.encoded(gift("x"))});
        if (refused || refused.error().code != core::Code::io || refused.error().hint.empty()) ::_exit(3);
        if (engine.app().head().app_hash != before.app_hash || engine.app().info().height != 3) ::_exit(4);
        small.rlim_cur = usual;
        ::setrlimit(RLIMIT_FSIZE, &small);
        // The engine has decided the block; it brings it again.
        if (!engine.handshake(0) || engine.app().head().height != 4) ::_exit(5);
        if (!engine.step({a.encoded(gift("x"))}) || !engine.start(0)) ::_exit(6);
        ::_exit(engine.app().head().height == 5 ? 0 : 7);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
}

void TestEngine::soloAndNetworkSettleAlike() {
    // Transfers leave no trace of their block, so that the same ones give the same state in whatever blocks.
    world::LedgerFolder folder;
    folder.genesis = network_genesis();
    auto solo = folder.open();
    QVERIFY(solo.ok());
    FakeEngine engine(network_genesis(), 3);
    VERIFY_OK(engine.start_all());
    std::mt19937 random(7);
    std::vector<Signer> signers;
    for (const std::string& name : senders)
        signers.emplace_back(key_of(name));
    std::vector<core::Bytes> waiting;
    for (int i = 0; i < 60; ++i) {
        const SignedTransaction tx = signers[random() % 3].sign(gift(senders[random() % 3] + "'", 1 + random() % 9));
        QVERIFY((*solo)->submit(tx));
        waiting.push_back(tx.encode());
        if (random() % 4 != 0) continue;
        VERIFY_OK(engine.step(waiting));
        waiting.clear();
    }
    VERIFY_OK(engine.step(waiting));
    core::Hash hash;
    (*solo)->read([&](const State& state) { hash = state.app_hash(); });
    for (std::size_t i = 0; i < engine.size(); ++i)
        QCOMPARE(state_hash(engine.app(i)), hash);
}

void TestEngine::soloAndNetworkPayAlike() {
    const world::Balances in_solo = world::paid_in_solo();
    QVERIFY(in_solo.at("owner") > 0);
    QVERIFY(in_solo.at("treasury") > 0);
    FakeEngine engine(world::audited_genesis(1000 * second), 3);
    VERIFY_OK(engine.start_all());
    std::vector<EventKind> events;
    engine.app().on_commit([&](const CommittedBlock& block) {
        for (const LedgerEvent& event : block.events)
            events.push_back(event.kind);
    });
    world::AnswerFlow flow;
    flow.read = [&](const auto& read) { engine.app().read(read); };
    flow.epoch = [&] { return engine.app().head().epoch; };
    flow.submit = [&](const SignedTransaction& tx) {
        const bool passed = engine.step({tx.encode()}) && engine.last().results.back();
        return passed ? engine.height() : core::Height{0};
    };
    flow.wait = [&] {
        engine.advance(second);
        return engine.step({}).ok();
    };
    QVERIFY(flow.run());
    QCOMPARE(flow.balances(), in_solo);
    QVERIFY(std::find(events.begin(), events.end(), EventKind::paid) != events.end());
}

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_ledger_engine.moc"
