// SPDX-License-Identifier: Apache-2.0
#include "ledger_folder.h"

#include <atomic>
#include <QElapsedTimer>
#include <QtTest>
#include <thread>

using namespace hearth;
using namespace hearth::ledger;
using world::balance;
using world::LedgerFolder;
using world::submit;

namespace {

using core::second;

Transfer gift(const LedgerFolder& f, std::uint64_t units) {
    return {f.world.owner.public_key(), core::Amount::from_units(units)};
}

} // namespace

class TestSequencer : public QObject {
    Q_OBJECT
private slots:
    void blocksSurviveARestart();
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
        beacon = *(*s)->beacon((*s)->head().height);
        QCOMPARE((*s)->chain_id(), std::string(world::chain));
    }
    auto s = f.open();
    QVERIFY(s.ok());
    QCOMPARE((*s)->head().app_hash, head.app_hash);
    QCOMPARE((*s)->head().block_hash, head.block_hash);
    QCOMPARE((*s)->head().height, core::Height{2});
    QCOMPARE(*(*s)->beacon((*s)->head().height), beacon);
    QCOMPARE(balance(**s, f.world.owner.public_key()), std::uint64_t{11});
}

void TestSequencer::anAnswerIsPaidThroughEpochs() {
    LedgerFolder f;
    auto s = f.open();
    QVERIFY(f.found_node(**s));
    QVERIFY(f.open_escrow(**s, "a"));
    QVERIFY(submit(**s, f.world.node, f.world.settlement(f.world.receipt("a"))));
    QCOMPARE((*s)->epoch_ends_at(), f.genesis.time + second);
    for (int i = 0; i < 12; ++i) {
        f.clock.advance(second);
        QVERIFY((*s)->tick());
        std::optional<Reward> reward;
        (*s)->read([&](const State& state) { reward = *state.reward(f.world.receipt_id("a")); });
        if (reward->drawn && reward->state == RewardState::pending)
            QVERIFY(submit(**s, f.world.owner,
                           PostVerdict{f.world.receipt_id("a"), proof::Level::statistical, true, 20, 20}));
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
    QVERIFY(f.found_node(**s));
    QVERIFY(submit(**s, f.world.caller, f.world.escrow("a", 100'000, 9)));
    f.clock.advance(500'000 * second);
    QElapsedTimer timer;
    timer.start();
    QVERIFY((*s)->tick());
    QVERIFY(timer.elapsed() < 1000);
    QCOMPARE((*s)->head().height, core::Height{4});
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
        QCOMPARE((*s)->head().epoch, core::Epoch{10}); // shorter epochs do not turn the past into more of them
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
    SignedTransaction forged = once;
    forged.signature[7] ^= 1U;
    QVERIFY((*s)->submit(forged).error().message.find("signature") != std::string::npos);
    QVERIFY((*s)->submit(once));
    QVERIFY((*s)->submit(once).error().code == core::Code::conflict);
    QVERIFY(!(*s)->submit(forged)); // also when the one with the good signature is known
    QCOMPARE(balance(**s, f.world.owner.public_key()), std::uint64_t{3});
}

void TestSequencer::manyThreadsSubmitAtOnce() {
    constexpr int threads = 8, each = 25;
    LedgerFolder f;
    for (int i = 0; i < threads; ++i)
        f.genesis.accounts[world::key_of("t" + std::to_string(i)).public_key()] = core::Amount::from_units(1000);
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
    std::vector<std::pair<EventKind, core::Height>> told;
    (*s)->on_events([&](const std::vector<LedgerEvent>& events, core::Height height) {
        for (const LedgerEvent& event : events) {
            told.emplace_back(event.kind, height);
            (*s)->read([](const State& state) { (void)state.supply(); }); // the lock is free
        }
    });
    QVERIFY(f.found_node(**s));
    QVERIFY(f.open_escrow(**s, "a"));
    QVERIFY(submit(**s, f.world.node, f.world.settlement(f.world.receipt("a"))));
    QVERIFY(!submit(**s, f.world.node, f.world.settlement(f.world.receipt("a"))));
    QCOMPARE(told.size(), std::size_t{1});
    QVERIFY(told[0] == std::pair(EventKind::settled, core::Height{4}));
    f.clock.advance(second);
    QVERIFY((*s)->tick());
    QVERIFY(told.size() >= 2);
    QVERIFY(told[1].first == EventKind::drawn || told[1].first == EventKind::confirmed);
    (*s)->on_events({});
    QVERIFY(submit(**s, f.world.caller, f.world.escrow("b")));
}

void TestSequencer::beaconsChangeWithEveryBlock() {
    LedgerFolder f;
    auto s = f.open();
    std::set<core::Hash> beacons{*(*s)->beacon((*s)->head().height)};
    for (std::uint64_t i = 1; i <= 5; ++i) {
        QVERIFY(submit(**s, f.world.caller, gift(f, i)));
        beacons.insert(*(*s)->beacon((*s)->head().height));
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

QTEST_GUILESS_MAIN(TestSequencer)
#include "tst_ledger_sequencer.moc"
