// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "ledger_folder.h"

#include <atomic>
#include <QElapsedTimer>
#include <QtTest>
#include <sqlite3.h>
#include <thread>

using namespace hearth;
using namespace hearth::ledger;
using world::balance;
using world::LedgerFolder;
using world::submit;

namespace {

constexpr core::Nanoseconds second = 1'000'000'000;

bool sql(const std::filesystem::path& file, const std::string& statement) {
    sqlite3* database = nullptr;
    const bool done = sqlite3_open(file.c_str(), &database) == SQLITE_OK &&
                      sqlite3_exec(database, statement.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
    sqlite3_close(database);
    return done;
}

Transfer gift(const LedgerFolder& f, std::uint64_t units) {
    return {f.world.owner.public_key(), core::Amount::from_units(units)};
}

} // namespace

class TestSequencer : public QObject {
    Q_OBJECT
private slots:
    void blocksSurviveARestart();
    void snapshotsAndReplayAgree();
    void anAnswerIsPaidThroughEpochs();
    void idleEpochsMakeNoBlocks();
    void manyEpochsBehindAreOneBlock();
    void clocksThatGoBackChangeNothing();
    void theEpochLengthMayChange();
    void refusedTransactionsAreNotStored();
    void manyThreadsSubmitAtOnce();
    void eventsFollowTheirBlock();
    void beaconsChangeWithEveryBlock();
    void aSecondProcessIsRefused();
    void otherKeysAndChainsAreRefused();
    void tamperedBlocksAreFound_data();
    void tamperedBlocksAreFound();
    void aBrokenSnapshotIsPassedOver();
    void garbageIsNoLedger();
};

void TestSequencer::blocksSurviveARestart() {
    LedgerFolder f;
    Head head;
    core::Hash beacon;
    {
        auto s = f.open();
        QVERIFY2(s.ok(), s ? "" : s.error().message.c_str());
        QCOMPARE((*s)->head().height, core::Height{0});
        const auto result = submit(**s, f.world.caller, gift(f, 5));
        QVERIFY(result.ok());
        QCOMPARE(result->height, core::Height{1});
        QVERIFY(submit(**s, f.world.caller, gift(f, 6)));
        head = (*s)->head();
        beacon = (*s)->beacon();
        QCOMPARE((*s)->chain_id(), std::string(world::chain));
    }
    auto s = f.open();
    QVERIFY(s.ok());
    QCOMPARE((*s)->head().app_hash, head.app_hash);
    QCOMPARE((*s)->head().block_hash, head.block_hash);
    QCOMPARE((*s)->head().height, core::Height{2});
    QCOMPARE((*s)->beacon(), beacon);
    QCOMPARE(balance(**s, f.world.owner.public_key()), std::uint64_t{11});
}

void TestSequencer::snapshotsAndReplayAgree() {
    LedgerFolder f;
    f.options.snapshot_every = 7;
    core::Hash app_hash;
    {
        auto s = f.open();
        for (std::uint64_t i = 1; i <= 30; ++i)
            QVERIFY(submit(**s, f.world.caller, gift(f, i)));
        app_hash = (*s)->head().app_hash;
    }
    QVERIFY(f.open().value()->head().app_hash == app_hash); // from block 28
    QVERIFY(sql(f.database(), "DELETE FROM snapshots"));
    QVERIFY(f.open().value()->head().app_hash == app_hash); // from genesis
}

void TestSequencer::anAnswerIsPaidThroughEpochs() {
    LedgerFolder f;
    auto s = f.open();
    QVERIFY(submit(**s, f.world.owner, RegisterNode{f.world.node.public_key(), f.world.owner.public_key()}));
    QVERIFY(submit(**s, f.world.caller, f.world.escrow("a")));
    QVERIFY(submit(**s, f.world.node, f.world.settlement(f.world.receipt("a"))));
    QCOMPARE((*s)->epoch_ends_at(), f.genesis.time + second);
    for (int i = 0; i < 12; ++i) {
        f.clock.advance(second);
        QVERIFY((*s)->tick());
        std::optional<Reward> reward;
        (*s)->read([&](const State& state) { reward = *state.reward(f.world.receipt_id("a")); });
        if (reward->drawn && reward->state == RewardState::pending)
            QVERIFY(submit(**s, f.world.owner, PostVerdict{f.world.receipt_id("a"), 2, true, 20, 20}));
    }
    QCOMPARE(balance(**s, f.world.owner.public_key()), std::uint64_t{9000} * 82 / 100);
    QCOMPARE((*s)->head().epoch, core::Epoch{12});
}

void TestSequencer::idleEpochsMakeNoBlocks() {
    LedgerFolder f;
    {
        auto s = f.open();
        QVERIFY(submit(**s, f.world.caller, gift(f, 5)));
        for (int i = 0; i < 50; ++i) {
            f.clock.advance(second);
            QVERIFY((*s)->tick());
        }
        QCOMPARE((*s)->head().epoch, core::Epoch{50});
        QCOMPARE((*s)->head().height, core::Height{1});
    }
    auto s = f.open();
    QCOMPARE((*s)->head().epoch, core::Epoch{50}); // not lost although no block holds it
}

void TestSequencer::manyEpochsBehindAreOneBlock() {
    LedgerFolder f;
    auto s = f.open();
    QVERIFY(submit(**s, f.world.owner, RegisterNode{f.world.node.public_key(), f.world.owner.public_key()}));
    QVERIFY(submit(**s, f.world.caller, f.world.escrow("a", 100'000, 9)));
    f.clock.advance(500'000 * second);
    QElapsedTimer timer;
    timer.start();
    QVERIFY((*s)->tick());
    QVERIFY(timer.elapsed() < 1000);
    QCOMPARE((*s)->head().height, core::Height{3});
    QCOMPARE((*s)->head().epoch, core::Epoch{500'000});
    QCOMPARE(balance(**s, f.world.caller.public_key()), world::allotment);
}

void TestSequencer::clocksThatGoBackChangeNothing() {
    LedgerFolder f;
    auto s = f.open();
    f.clock.advance(100 * second);
    QVERIFY((*s)->tick());
    QVERIFY(submit(**s, f.world.caller, gift(f, 1)));
    const Head head = (*s)->head();
    f.clock.advance(-5000 * second);
    QVERIFY((*s)->tick());
    QCOMPARE((*s)->head().epoch, head.epoch);
    QVERIFY(submit(**s, f.world.caller, gift(f, 1)));
    QVERIFY((*s)->head().time >= head.time);
}

void TestSequencer::theEpochLengthMayChange() {
    LedgerFolder f;
    {
        auto s = f.open();
        f.clock.advance(10 * second);
        QVERIFY((*s)->tick());
        QCOMPARE((*s)->head().epoch, core::Epoch{10});
    }
    f.options.epoch_length = second / 10;
    {
        auto s = f.open();
        QVERIFY((*s)->tick());
        QCOMPARE((*s)->head().epoch,
                 core::Epoch{10}); // shorter epochs do not turn the past into more of them
        f.clock.advance(second);
        QVERIFY((*s)->tick());
        QCOMPARE((*s)->head().epoch, core::Epoch{20});
    }
    f.options.epoch_length = 60 * second;
    auto s = f.open();
    f.clock.advance(61 * second);
    QVERIFY((*s)->tick());
    QCOMPARE((*s)->head().epoch, core::Epoch{21});
}

void TestSequencer::refusedTransactionsAreNotStored() {
    LedgerFolder f;
    auto s = f.open();
    const Head before = (*s)->head();
    QVERIFY(!submit(**s, f.world.owner, gift(f, 1)));
    QVERIFY(!submit(**s, f.world.caller, gift(f, world::allotment + 1)));
    SettleReceipt large{core::Bytes(70'000)};
    QVERIFY(submit(**s, f.world.node, large).error().code == core::Code::too_large);
    QCOMPARE((*s)->head().height, before.height);
    QCOMPARE((*s)->head().app_hash, before.app_hash);
    const SignedTransaction once = [&] {
        std::optional<SignedTransaction> tx;
        (*s)->read([&](const State& state) { tx = world::sign(state, f.world.caller, gift(f, 3)); });
        return *tx;
    }();
    QVERIFY((*s)->submit(once));
    QVERIFY((*s)->submit(once).error().code == core::Code::conflict);
    QCOMPARE(balance(**s, f.world.owner.public_key()), std::uint64_t{3});
}

void TestSequencer::manyThreadsSubmitAtOnce() {
    constexpr int threads = 8, each = 25;
    LedgerFolder f;
    for (int i = 0; i < threads; ++i)
        f.genesis.accounts[world::key_of("t" + std::to_string(i)).public_key()] =
            core::Amount::from_units(1000);
    auto s = f.open();
    std::atomic<int> failures = 0;
    std::vector<std::thread> running;
    for (int i = 0; i < threads; ++i)
        running.emplace_back([&, i] {
            const auto key = world::key_of("t" + std::to_string(i));
            for (int k = 0; k < each; ++k)
                if (!submit(**s, key, gift(f, 1))) ++failures;
        });
    std::thread ticking([&] {
        for (int i = 0; i < 50; ++i) {
            f.clock.advance(second);
            if (!(*s)->tick()) ++failures;
        }
    });
    for (std::thread& thread : running)
        thread.join();
    ticking.join();
    QCOMPARE(failures.load(), 0);
    QCOMPARE(balance(**s, f.world.owner.public_key()), std::uint64_t{threads * each});
    QVERIFY((*s)->head().height <= core::Height{threads * each});
    const core::Hash app_hash = (*s)->head().app_hash;
    s->reset();
    QCOMPARE(f.open().value()->head().app_hash, app_hash);
}

void TestSequencer::eventsFollowTheirBlock() {
    LedgerFolder f;
    auto s = f.open();
    std::vector<std::pair<std::string, core::Height>> told;
    (*s)->on_events([&](const std::vector<LedgerEvent>& events, core::Height height) {
        for (const LedgerEvent& event : events) {
            told.emplace_back(event.kind, height);
            (*s)->read([](const State& state) { (void)state.supply(); }); // the lock is free
        }
    });
    QVERIFY(submit(**s, f.world.owner, RegisterNode{f.world.node.public_key(), f.world.owner.public_key()}));
    QVERIFY(submit(**s, f.world.caller, f.world.escrow("a")));
    QVERIFY(submit(**s, f.world.node, f.world.settlement(f.world.receipt("a"))));
    QVERIFY(!submit(**s, f.world.node, f.world.settlement(f.world.receipt("a"))));
    QCOMPARE(told.size(), std::size_t{1});
    QVERIFY(told[0] == std::pair(std::string("settled"), core::Height{3}));
    f.clock.advance(second);
    QVERIFY((*s)->tick());
    QCOMPARE(told.size(), std::size_t{2});
    QVERIFY(told[1].first == "drawn" || told[1].first == "confirmed");
    (*s)->on_events({});
    QVERIFY(submit(**s, f.world.caller, f.world.escrow("b")));
}

void TestSequencer::beaconsChangeWithEveryBlock() {
    LedgerFolder f;
    auto s = f.open();
    std::set<core::Hash> beacons{(*s)->beacon()};
    for (std::uint64_t i = 1; i <= 5; ++i) {
        QVERIFY(submit(**s, f.world.caller, gift(f, i)));
        beacons.insert((*s)->beacon());
    }
    QCOMPARE(beacons.size(), std::size_t{6});
}

void TestSequencer::aSecondProcessIsRefused() {
    LedgerFolder f;
    auto s = f.open();
    QVERIFY(s.ok());
    const auto second_one = f.open();
    QVERIFY(second_one.error().code == core::Code::conflict);
    QVERIFY(!second_one.error().hint.empty());
}

void TestSequencer::otherKeysAndChainsAreRefused() {
    LedgerFolder f;
    QVERIFY(f.open().ok());
    QVERIFY(Sequencer::open(f.options, f.genesis, world::key_of("other")).error().code ==
            core::Code::refused);
    Genesis other = f.genesis;
    other.chain_id = "hearth-other";
    QVERIFY(Sequencer::open(f.options, other, world::key_of("sequencer")).error().code ==
            core::Code::refused);
    Genesis richer = f.genesis; // the stored genesis counts, not the offered one
    richer.accounts[f.world.owner.public_key()] = core::Amount::from_units(99);
    auto s = Sequencer::open(f.options, richer, world::key_of("sequencer"));
    QVERIFY(s.ok());
    QCOMPARE(balance(**s, f.world.owner.public_key()), std::uint64_t{0});
}

void TestSequencer::tamperedBlocksAreFound_data() {
    QTest::addColumn<QString>("statement");
    QTest::newRow("header") << "UPDATE blocks SET header = CAST(substr(header, 1, length(header) - 1) || "
                               "x'00' AS BLOB) WHERE height = 2";
    QTest::newRow("signature") << "UPDATE blocks SET signature = zeroblob(64) WHERE height = 3";
    QTest::newRow("short signature") << "UPDATE blocks SET signature = x'00' WHERE height = 3";
    QTest::newRow("transactions left out") << "UPDATE blocks SET transactions = x'80' WHERE height = 2";
    QTest::newRow("transactions of another block") << "UPDATE blocks SET transactions = (SELECT transactions "
                                                      "FROM blocks WHERE height = 1) WHERE height = 3";
    QTest::newRow("block missing") << "DELETE FROM blocks WHERE height = 2";
    QTest::newRow("blocks swapped")
        << "UPDATE blocks SET height = -height; UPDATE blocks SET height = CASE height WHEN -2 THEN 3 "
           "WHEN -3 THEN 2 ELSE -height END";
    QTest::newRow("genesis") << "UPDATE meta SET value = zeroblob(length(value)) WHERE key = 'chain'";
    QTest::newRow("clock lost") << "DELETE FROM meta WHERE key = 'clock'";
}

void TestSequencer::tamperedBlocksAreFound() {
    QFETCH(QString, statement);
    LedgerFolder f;
    {
        auto s = f.open();
        for (std::uint64_t i = 1; i <= 4; ++i)
            QVERIFY(submit(**s, f.world.caller, gift(f, i)));
    }
    QVERIFY(f.open().ok());
    QVERIFY(sql(f.database(), statement.toStdString()));
    const auto opened = f.open();
    QVERIFY(!opened);
    QVERIFY2(opened.error().code == core::Code::corrupt, opened.error().message.c_str());
    QVERIFY(!opened.error().message.empty());
}

void TestSequencer::aBrokenSnapshotIsPassedOver() {
    LedgerFolder f;
    f.options.snapshot_every = 3;
    core::Hash app_hash;
    {
        auto s = f.open();
        for (std::uint64_t i = 1; i <= 10; ++i)
            QVERIFY(submit(**s, f.world.caller, gift(f, i)));
        app_hash = (*s)->head().app_hash;
    }
    for (const char* damage :
         {"UPDATE snapshots SET state = zeroblob(9) WHERE height = 9",
          "UPDATE snapshots SET state = zeroblob(9)", "UPDATE snapshots SET height = height - 1"}) {
        QVERIFY(sql(f.database(), damage));
        auto s = f.open();
        QVERIFY2(s.ok(), damage);
        QCOMPARE((*s)->head().app_hash, app_hash);
    }
}

void TestSequencer::garbageIsNoLedger() {
    LedgerFolder f;
    QVERIFY(core::write_file_atomic(f.database(), core::Bytes(10'000, 0x5a)));
    const auto opened = f.open();
    QVERIFY(opened.error().code == core::Code::corrupt);
    QVERIFY(!opened.error().hint.empty());
    f.options.epoch_length = 0;
    QVERIFY(f.open().error().code == core::Code::invalid_argument);
}

QTEST_GUILESS_MAIN(TestSequencer)
#include "tst_ledger_sequencer.moc"
