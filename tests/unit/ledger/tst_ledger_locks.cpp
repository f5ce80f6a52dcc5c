// SPDX-License-Identifier: Apache-2.0
#include "ledger/rules.h"
#include "parliament.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using core::Code;
using world::is;
using world::key_of;
using world::Parliament;

namespace {

/// A stake weighs whole that is bound for a hundred epochs, and the way back alone takes ten; work weighs for fifty.
const std::map<std::string, std::uint64_t> measure{
    {"gov.lock_epochs", 100}, {"stake.unbonding_epochs", 10}, {"gov.work_window_epochs", 50}};

LockStake lock(const std::string& name, core::Epoch until) {
    return {key_of(name + "'s node").public_key(), until};
}
std::uint64_t weight(const Parliament& m, std::uint64_t id, const std::string& name) {
    return m.state.weight_in(id, key_of(name).public_key()).stake;
}

} // namespace

class TestLocks : public QObject {
    Q_OBJECT
private slots:
    void aLockOnlyGrowsAndBelongsToItsOperator();
    void aStakeWeighsByWhatIsLeftOfItsLock();
    void whatHappensLaterChangesNoVote();
    void workWeighsAsLongAsItIsRecent();
    void anUpgradedChainCountsItsWorkAsDoneNow();
};

void TestLocks::aLockOnlyGrowsAndBelongsToItsOperator() {
    Parliament m({{"a", 400, 0}, {"b", 0, 0}}, measure);
    const auto a = key_of("a");
    const core::PublicKey node = key_of("a's node").public_key();
    QVERIFY(is(m.run(key_of("b"), lock("a", 20)), Code::refused));
    QVERIFY(is(m.run(key_of("b"), lock("b", 20)), Code::refused)); // nothing is there
    QVERIFY(is(m.run(a, lock("a", m.context.epoch)), Code::refused));
    QVERIFY(is(m.run(a, lock("a", m.context.epoch + 101)), Code::refused));
    QVERIFY(m.run(a, lock("a", 20)));
    QVERIFY(is(m.run(a, lock("a", 20)), Code::refused));
    QVERIFY(is(m.run(a, lock("a", 19)), Code::refused));
    QVERIFY(m.run(a, lock("a", 21)));
    QVERIFY(is(m.run(a, Unstake{node, core::Amount::from_units(1)}), Code::refused));
    QVERIFY(m.run(a, Stake{node, core::Amount::from_units(5)})); // joins it
    m.end_until(20, world::hash_of("later"));
    QCOMPARE(m.context.epoch, core::Epoch{21});
    QVERIFY(is(m.run(a, Unstake{node, core::Amount::from_units(1)}), Code::refused));
    m.end_epochs(1);
    QVERIFY(m.run(a, Unstake{node, core::Amount::from_units(405)}));
    QVERIFY(m.state.check_conservation());

    Genesis older = world::World().genesis();
    older.rules = 7;
    world::Machine old(older);
    QVERIFY(old.register_node());
    QVERIFY(is(old.run(old.world.owner, LockStake{old.world.node.public_key(), 5}), Code::unsupported));
    QVERIFY(!known_under(7, lock("a", 5)) && known_under(8, lock("a", 5)));
}

void TestLocks::aStakeWeighsByWhatIsLeftOfItsLock() {
    Parliament m({{"a", 400, 0}, {"b", 300, 0}, {"c", 9, 0}}, measure);
    QVERIFY(m.run(key_of("b"), lock("b", 45)));
    QVERIFY(m.propose(Statement{"now"}));
    QCOMPARE(weight(m, 1, "a"), std::uint64_t{40});
    QCOMPARE(weight(m, 1, "b"), std::uint64_t{300 * 55 / 100});
    QCOMPARE(weight(m, 1, "c"), std::uint64_t{0});
    QCOMPARE(m.state.proposal(1)->total, (Weight{40 + 165, 0}));
    QCOMPARE(m.state.proposal(1)->members, (Weight{2, 0}));
    m.end_until(29, world::hash_of("later"));
    QVERIFY(m.run(key_of("a"), lock("a", 130)));
    QVERIFY(m.propose(Statement{"later"}));
    QCOMPARE(weight(m, 2, "a"), std::uint64_t{400}); // bound for 110, which is no more than whole
    QCOMPARE(weight(m, 2, "b"), std::uint64_t{300 * 25 / 100});
    m.end_until(59, world::hash_of("still later"));
    QVERIFY(m.propose(Statement{"last"}));
    QCOMPARE(weight(m, 3, "a"), std::uint64_t{400 * 80 / 100});
    QCOMPARE(weight(m, 3, "b"), std::uint64_t{30}); // the lock is over
}

void TestLocks::whatHappensLaterChangesNoVote() {
    Parliament m({{"a", 400, 0}, {"b", 300, 10'000}}, measure);
    QVERIFY(m.propose(ChangeParameters{{{"vesting.epochs", 11}}}) && m.propose(Statement{"words"}));
    m.end_epochs(1);
    QVERIFY(m.run(key_of("a"), lock("a", 100)));
    QVERIFY(m.run(key_of("b"), Stake{key_of("b's node").public_key(), core::Amount::from_units(1'000)}));
    QCOMPARE(weight(m, 1, "a"), std::uint64_t{40});
    QCOMPARE(weight(m, 1, "b"), std::uint64_t{30});
    QVERIFY(m.vote("a", 1, Choice::yes) && m.vote("b", 1, Choice::yes));
    QCOMPARE(m.state.tally(1).stake.total, std::uint64_t{70});
    QVERIFY(m.propose(Statement{"another"}));
    QCOMPARE(weight(m, 3, "a"), std::uint64_t{400}); // 99 and 10, no more than whole
    const auto again = State::from_cbor(core::cbor::decode(core::cbor::encode(m.state.to_cbor())).value());
    QVERIFY2(again.ok(), again ? "" : again.error().message.c_str());
    QCOMPARE(again->app_hash(), m.state.app_hash());
    QVERIFY(again->proposal(1)->weighing == m.state.proposal(1)->weighing);
    QVERIFY(again->tally(1) == m.state.tally(1));
}

void TestLocks::workWeighsAsLongAsItIsRecent() {
    Parliament m({{"a", 400, 10'000}}, measure);
    QVERIFY(m.propose(Statement{"at once"}));
    QCOMPARE(m.state.proposal(1)->total.work, std::uint64_t{100});
    m.end_until(74, world::hash_of("later"));
    QVERIFY(m.propose(Statement{"later"}));
    QCOMPARE(m.state.proposal(2)->total.work, std::uint64_t{70}); // root of a half
    m.end_until(99, world::hash_of("still later"));
    QVERIFY(m.propose(Statement{"last"}));
    QCOMPARE(m.state.proposal(3)->total.work, std::uint64_t{0});
    QCOMPARE(m.state.proposal(3)->members.work, std::uint64_t{0});
}

void TestLocks::anUpgradedChainCountsItsWorkAsDoneNow() {
    Genesis genesis = world::World().genesis();
    genesis.rules = 7;
    world::Machine m(genesis);
    QVERIFY(m.register_node() && m.run(m.world.caller, m.world.escrow("a")) && m.settle("a"));
    m.end_epoch(m.world.receipt_id("a"), false);
    m.end_epochs(12);
    const core::PublicKey node = m.world.node.public_key();
    const core::Amount paid = m.state.node(node)->paid_fees;
    QVERIFY(paid != core::Amount() && m.state.node(node)->work == Lately{});
    QVERIFY(m.state.upgrade(8, m.context.epoch));
    QVERIFY((m.state.node(node)->work == Lately{m.context.epoch, paid, {}}));
    QVERIFY(m.run(m.world.caller, m.world.escrow("b", 100'000, m.context.epoch + 9)) && m.settle("b"));
    m.end_epoch(m.world.receipt_id("b"), false);
    m.end_epochs(12);
    QCOMPARE(m.state.node(node)->work.now.units(), 2 * paid.units());
    QVERIFY(m.state.check_conservation());
}

QTEST_GUILESS_MAIN(TestLocks)
#include "tst_ledger_locks.moc"
