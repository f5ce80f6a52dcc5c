// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using world::is;
using world::Machine;

namespace {

/// Registered node, one open escrow "a".
Machine prepared() {
    Machine m;
    if (!m.register_node() || !m.run(m.world.caller, m.world.escrow("a"))) qFatal("the world could not be prepared");
    return m;
}

} // namespace

class TestRecords : public QObject {
    Q_OBJECT
private slots:
    void skippedEpochsGiveTheSameMoney();
    void oldRecordsAreForgotten();
    void theHashDoesNotDependOnTheOrder();
    void snapshotsRestoreTheSameState();
    void damagedSnapshotsAreRefused();
    void manyRewardsVestInTime();
};

void TestRecords::skippedEpochsGiveTheSameMoney() {
    Machine each = prepared(), once = prepared();
    for (Machine* m : {&each, &once})
        QVERIFY(m->settle("a") && m->run(m->world.caller, m->world.escrow("b", 500, 7)));
    const core::Hash beacon = world::hash_of("later");
    QVERIFY(!each.state.idle_until(0));
    each.end_epochs(20);
    once.end_until(19, beacon);
    for (const char* pool : {"escrow", "rewards", "treasury", "burned"})
        QCOMPARE(each.pool(pool), once.pool(pool));
    QCOMPARE(each.balance(each.world.owner.public_key()), once.balance(once.world.owner.public_key()));
    QCOMPARE(each.balance(each.world.caller.public_key()), once.balance(once.world.caller.public_key()));
    // Idle means that ending the epoch changes nothing; escrow "c" expires in epoch 50.
    QVERIFY(once.run(once.world.caller, once.world.escrow("c")));
    QVERIFY(once.state.idle_until(49));
    QVERIFY(!once.state.idle_until(50));
    const core::Hash before = once.state.app_hash();
    once.state.end_epoch(49, once.context, once.events);
    QCOMPARE(once.state.app_hash(), before);
}

void TestRecords::oldRecordsAreForgotten() {
    Genesis genesis = world::World().genesis();
    QVERIFY(genesis.params.set("rewards.keep_epochs", 30));
    Machine m{genesis};
    QVERIFY(m.register_node() && m.run(m.world.caller, m.world.escrow("a")) && m.settle("a"));
    QVERIFY(m.run(m.world.node, PostEpochRoot{0, {}, 1}));
    const auto id = m.world.receipt_id("a");
    m.end_epoch(id, false);
    m.end_epochs(10);
    QVERIFY(m.state.reward(id)->state == RewardState::paid);
    m.end_epochs(28);
    QVERIFY(m.state.reward(id) != nullptr);
    QVERIFY(m.state.epoch_root(m.world.node.public_key(), 0) == nullptr);
    m.end_epochs(5);
    QVERIFY(m.state.reward(id) == nullptr);
    QVERIFY(is(m.settle("a"), core::Code::not_found));
    QVERIFY(is(m.run(m.world.node, PostEpochRoot{0, {}, 1}), core::Code::conflict));
    QVERIFY(m.state.check_conservation());
}

void TestRecords::theHashDoesNotDependOnTheOrder() {
    Machine forward, backward;
    std::vector<core::SigningKey> keys;
    for (int i = 0; i < 40; ++i)
        keys.push_back(world::key_of("k" + std::to_string(i)));
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto add = [&](Machine& m, std::size_t k) {
            return m.run(keys[k], world::World::registration(keys[k], keys[k]));
        };
        QVERIFY(add(forward, i));
        QVERIFY(add(backward, keys.size() - 1 - i));
    }
    QCOMPARE(forward.state.app_hash(), backward.state.app_hash());
    QVERIFY(forward.state.to_cbor() == backward.state.to_cbor());
    QVERIFY(forward.register_node());
    QVERIFY(forward.state.app_hash() != backward.state.app_hash());
}

void TestRecords::snapshotsRestoreTheSameState() {
    Machine m = prepared();
    for (const char* name : {"b", "c", "d"})
        QVERIFY(m.run(m.world.caller, m.world.escrow(name)) && m.settle(name));
    m.end_epoch(m.world.receipt_id("b"), true);
    QVERIFY(m.run(m.world.node, PostEpochRoot{0, {}, 3}));
    const core::Bytes bytes = core::cbor::encode(m.state.to_cbor());
    auto restored = State::from_cbor(core::cbor::decode(bytes).value());
    QVERIFY2(restored.ok(), restored ? "" : restored.error().message.c_str());
    QCOMPARE(restored->app_hash(), m.state.app_hash());
    QVERIFY(core::cbor::encode(restored->to_cbor()) == bytes);
    // What is derived comes back too: both go on alike.
    std::vector<LedgerEvent> events;
    for (core::Epoch epoch = 1; epoch < 60; ++epoch) {
        ++m.context.height;
        for (const auto& [state, told] : {std::pair(&m.state, &m.events), std::pair(&*restored, &events)}) {
            state->begin_block(m.context, *told);
            state->end_epoch(epoch, m.context, *told);
        }
        QCOMPARE(restored->app_hash(), m.state.app_hash());
    }
    QVERIFY(!events.empty());
}

void TestRecords::damagedSnapshotsAreRefused() {
    Machine m = prepared();
    QVERIFY(m.settle("a"));
    const core::Bytes good = core::cbor::encode(m.state.to_cbor());
    std::size_t accepted = 0;
    for (std::size_t bit = 0; bit < good.size() * 8; bit += 3) {
        core::Bytes bad = good;
        bad[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
        const auto value = core::cbor::decode(bad);
        if (!value) continue;
        const auto state = State::from_cbor(*value);
        if (!state) continue;
        ++accepted;
        QVERIFY(state->app_hash() != m.state.app_hash());
        QVERIFY(state->check_conservation());
    }
    QVERIFY(accepted > 0);
}

void TestRecords::manyRewardsVestInTime() {
    // An index by due epoch, no scan: eight times the rewards cost about eight times the work, not
    // sixty-four.
    const auto nanoseconds = [](int count) {
        Machine m;
        if (!m.register_node()) return qint64{-1};
        for (int i = 0; i < count; ++i) {
            const std::string name = std::to_string(i);
            m.context.epoch = static_cast<core::Epoch>(i % 20);
            if (!m.run(m.world.caller, m.world.escrow(name)) || !m.settle(name)) return qint64{-1};
        }
        QElapsedTimer timer;
        timer.start();
        m.context.epoch = 0;
        m.end_epochs(60);
        return m.pool("treasury") > 0 ? timer.nsecsElapsed() : qint64{-1};
    };
    const qint64 few = nanoseconds(500), many = nanoseconds(4000);
    QVERIFY(few > 0 && many > 0);
    QVERIFY2(many < 24 * few, qPrintable(QString("%1 ns for 500, %2 ns for 4000").arg(few).arg(many)));
}

QTEST_GUILESS_MAIN(TestRecords)
#include "tst_ledger_records.moc"
