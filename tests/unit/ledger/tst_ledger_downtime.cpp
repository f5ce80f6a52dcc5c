// SPDX-License-Identifier: Apache-2.0
#include "fake_engine.h"
#include "ledger/consensus/chain_app_impl.h"
#include "ledger/rules.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using core::Amount;
using core::Code;
using world::FakeEngine;
using world::key_of;
using world::Machine;
using world::Signer;

namespace {

using core::second;
constexpr std::uint64_t staked = 1'000'000, window = 10;

Genesis usual_genesis(std::uint64_t rules = present_rules) {
    Genesis genesis = world::network_genesis();
    genesis.rules = rules;
    genesis.accounts[key_of("owner").public_key()] = Amount::from_units(world::allotment);
    if (!genesis.params.set_all(
            {{"downtime.window_blocks", window}, {"downtime.missed_ppm", 500'000}, {"downtime.jail_epochs", 3}}))
        qFatal("the parameters could not be set");
    if (rules < downtime_rules) genesis.params = world::before_the_eighth_rules(genesis.params);
    return genesis;
}

/// Four validators, of which the last one's stake is a node's of "owner".
struct Town {
    FakeEngine engine;
    world::World world;
    Signer owner{key_of("owner")}, somebody{key_of("a")};

    explicit Town(std::uint64_t rules = present_rules) : engine(usual_genesis(rules), 4) {}
    const core::SigningKey& away() { return engine.node(3).consensus; }
    core::Status found() {
        HEARTH_CHECK(engine.start_all());
        return engine.step({owner.encoded(world.registration()),
                            owner.encoded(Stake{world.node.public_key(), Amount::from_units(staked)}),
                            owner.encoded(BondValidator::certified(away(), world.node.public_key(), world::chain,
                                                                   world.owner.public_key()))});
    }
    /// A block that holds something.
    core::Status pass() { return engine.step({somebody.encoded(world::gift("b"))}); }
    core::Status pass(std::uint64_t blocks) {
        for (; blocks > 0; --blocks)
            HEARTH_CHECK(pass());
        return {};
    }
    std::uint64_t stake() {
        std::uint64_t left = 0;
        engine.app().read([&](const State& s) { left = s.node(world.node.public_key())->answerable().units(); });
        return left;
    }
    std::optional<Jail> jail() {
        std::optional<Jail> found;
        engine.app().read([&](const State& s) {
            if (const Jail* held = s.tables().jails().get({away().public_key()})) found = *held;
        });
        return found;
    }
    core::Bytes back(core::Height jailed) {
        return somebody.encoded(UnjailValidator::certified(away(), world::chain, somebody.key().public_key(), jailed));
    }
};

/// A record of validators with these powers and nothing else, one block after the other by hand.
struct Bench {
    Machine machine{usual_genesis()};
    ChainRecord record;
    std::vector<core::SigningKey> keys;

    explicit Bench(const std::vector<std::int64_t>& powers) {
        for (std::size_t i = 0; i < powers.size(); ++i) {
            keys.push_back(key_of("validator " + std::to_string(i)));
            record.validators.push_back({keys.back().public_key(), powers[i], {}, 0});
        }
    }
    std::vector<ValidatorPower> block(const std::vector<std::size_t>& absent, bool empty = false) {
        OrderedBlock block;
        machine.begin_block();
        block.height = machine.context.height;
        if (!empty) block.transactions.push_back({1});
        for (const std::size_t i : absent)
            block.absent.push_back(address_of(keys[i].public_key()));
        return judge_absence(block, machine.state, record, machine.context, machine.events);
    }
    std::vector<ValidatorPower> whole_window(const std::vector<std::size_t>& absent) {
        std::vector<ValidatorPower> updates;
        for (std::uint64_t i = 0; i < window; ++i)
            updates = block(absent);
        return updates;
    }
    std::vector<std::int64_t> powers() const {
        std::vector<std::int64_t> all;
        for (const ChainValidator& one : record.validators)
            all.push_back(one.power);
        return all;
    }
};

} // namespace

class TestDowntime : public QObject {
    Q_OBJECT
private slots:
    void whoIsAwayLosesItsVoteAndALittle();
    void itComesBackByAMessage();
    void aMessageOpensNoOtherJail();
    void whoBrokeTheRulesDoesNotComeBack();
    void blocksThatHoldNothingCountNothing();
    void aFewMissedBlocksCostNothing();
    void lessThanAThirdIsAwayAtATime_data();
    void lessThanAThirdIsAwayAtATime();
    void theLongestAwayGoFirst();
    void jailsSurviveASnapshotAndAreProved();
    void olderRulesCountNobody();
};

/// Through the calls of the engine; all agree, and so does whoever reads it from its own blocks.
void TestDowntime::whoIsAwayLosesItsVoteAndALittle() {
    Town t;
    VERIFY_OK(t.found());
    t.engine.stop(3);
    VERIFY_OK(t.pass(window - 2));
    QVERIFY(!t.jail());
    QCOMPARE(t.engine.app().record().validators[3].missed, window - 3); // the first two blocks follow none without it
    VERIFY_OK(t.pass());
    QVERIFY(t.jail());
    QCOMPARE(t.engine.last().updates, (std::vector<ValidatorPower>{{t.away().public_key(), 0}}));
    QCOMPARE(t.stake(), staked - 100); // 100 ppm
    QCOMPARE(t.jail()->taken, Amount::from_units(100));
    QCOMPARE(t.jail()->node, t.world.node.public_key());
    QCOMPARE(t.jail()->height, t.engine.height());
    const ChainRecord record = t.engine.app().record();
    QCOMPARE(record.validators[3].power, std::int64_t{0});
    QCOMPARE(record.validators[3].jailed, std::int64_t{10});
    QCOMPARE(record.watched, std::uint64_t{0});
    VERIFY_OK(t.engine.start(1)); // its blocks say who was absent
    QCOMPARE(t.engine.app(1).head().app_hash, t.engine.app(0).head().app_hash);
    VERIFY_OK(t.engine.start(3)); // and those that it missed do
    QCOMPARE(t.engine.app(3).head().app_hash, t.engine.app(0).head().app_hash);
    VERIFY_OK(t.pass(2 * window)); // it is no voter any more: nothing more is taken
    QCOMPARE(t.stake(), staked - 100);
    t.engine.app().read([](const State& s) { QVERIFY(s.check_conservation() && s.tables().offences().all().empty()); });
}

void TestDowntime::itComesBackByAMessage() {
    Town t;
    VERIFY_OK(t.found());
    t.engine.stop(3);
    for (std::uint64_t i = 0; i < 2 * window && !t.jail(); ++i)
        VERIFY_OK(t.pass());
    QVERIFY(t.jail());
    const core::Height jailed = t.jail()->height;
    VERIFY_OK(t.engine.start(3));
    VERIFY_OK(t.engine.step({t.back(jailed)}));
    QVERIFY2(t.engine.last().results.back().error().code == Code::refused, "it is too early");
    QVERIFY(t.engine.last().updates.empty());
    t.engine.advance(3 * second);
    VERIFY_OK(t.engine.step({}));
    VERIFY_OK(t.engine.step({t.somebody.encoded(
        UnjailValidator::certified(key_of("forger"), world::chain, t.somebody.key().public_key(), jailed))}));
    QCOMPARE(t.engine.last().results.back().error().code, Code::not_found);
    UnjailValidator forged =
        UnjailValidator::certified(t.away(), world::chain, t.somebody.key().public_key(), jailed + 1);
    VERIFY_OK(t.engine.step({t.somebody.encoded(forged)}));
    QCOMPARE(t.engine.last().results.back().error().code, Code::refused);
    VERIFY_OK(t.engine.step({t.back(jailed)}));
    VERIFY_OK(t.engine.last().results.back());
    QCOMPARE(t.engine.last().updates, (std::vector<ValidatorPower>{{t.away().public_key(), 10}}));
    QVERIFY(!t.jail());
    QCOMPARE(t.engine.app().record().validators[3].jailed, std::int64_t{0});
    VERIFY_OK(t.pass(2 * window));
    QVERIFY2(!t.jail(), "it votes");
    for (std::size_t i = 0; i < t.engine.size(); ++i) {
        VERIFY_OK(t.engine.start(i));
        QCOMPARE(t.engine.app(i).head().app_hash, t.engine.app(0).head().app_hash);
    }
}

void TestDowntime::aMessageOpensNoOtherJail() {
    Machine m{usual_genesis()};
    const core::SigningKey validator = key_of("validator"), sender = key_of("caller");
    const auto jail = [&] {
        m.begin_block();
        m.state.punish({{validator.public_key(), m.context.height, OffenceKind::absence}}, m.context, m.events);
        return m.context.height;
    };
    const core::Height first = jail();
    const auto asks = UnjailValidator::certified(validator, world::chain, sender.public_key(), first);
    const core::Hash before = m.state.app_hash();
    jail(); // it is in jail already
    QCOMPARE(m.state.app_hash(), before);
    m.end_epochs(3);
    QVERIFY(world::is(m.run(key_of("owner"), asks), Code::refused)); // signed for another sender
    QVERIFY(m.run(sender, asks));
    QVERIFY(m.happened(EventKind::unjailed));
    QVERIFY(world::is(m.run(sender, asks), Code::not_found));
    jail();
    m.end_epochs(3);
    QVERIFY2(world::is(m.run(sender, asks), Code::refused), "of the jail before");
    QVERIFY(m.state.check_conservation());
}

void TestDowntime::whoBrokeTheRulesDoesNotComeBack() {
    Town t;
    VERIFY_OK(t.found());
    t.engine.stop(3);
    for (std::uint64_t i = 0; i < 2 * window && !t.jail(); ++i)
        VERIFY_OK(t.pass());
    const core::Height jailed = t.jail()->height;
    VERIFY_OK(t.engine.step({}, {{address_of(t.away().public_key()), 1}}));
    QVERIFY2(t.engine.last().updates.empty(), "the engine knows that it has no vote");
    QCOMPARE(t.engine.app().record().validators[3].jailed, std::int64_t{0});
    t.engine.advance(5 * second);
    VERIFY_OK(t.engine.step({}));
    VERIFY_OK(t.engine.step({t.back(jailed)}));
    QCOMPARE(t.engine.last().results.back().error().code, Code::refused);
    QVERIFY(t.engine.last().updates.empty());
}

/// Or the engine would make one block after the other because of them.
void TestDowntime::blocksThatHoldNothingCountNothing() {
    Town t;
    VERIFY_OK(t.found());
    VERIFY_OK(t.engine.step({}));
    t.engine.stop(3);
    VERIFY_OK(t.engine.step({}));
    const core::Hash rest = t.engine.app().head().app_hash;
    for (std::uint64_t i = 0; i < 2 * window; ++i)
        VERIFY_OK(t.engine.step({}));
    QCOMPARE(t.engine.app().head().app_hash, rest);
    QVERIFY(!t.jail());
    Bench b({10, 10, 10, 10});
    for (std::uint64_t i = 0; i < 2 * window; ++i)
        QVERIFY(b.block({3}, true).empty());
    QCOMPARE(b.record.watched, std::uint64_t{0});
}

void TestDowntime::aFewMissedBlocksCostNothing() {
    Bench b({10, 10, 10, 10});
    for (int round = 0; round < 3; ++round)
        for (std::uint64_t i = 0; i < window; ++i)
            QVERIFY(b.block(i % 2 == 0 ? std::vector<std::size_t>{3} : std::vector<std::size_t>{}).empty()); // half
    for (std::uint64_t i = 0; i + 1 < window; ++i)
        QVERIFY(b.block(i < 6 ? std::vector<std::size_t>{3} : std::vector<std::size_t>{}).empty());
    QCOMPARE(b.block({}), (std::vector<ValidatorPower>{{b.keys[3].public_key(), 0}})); // one more than half
}

void TestDowntime::lessThanAThirdIsAwayAtATime_data() {
    QTest::addColumn<std::vector<std::int64_t>>("powers");
    QTest::addColumn<std::vector<std::size_t>>("absent");
    QTest::addColumn<std::vector<std::int64_t>>("left");
    using Powers = std::vector<std::int64_t>;
    using Absent = std::vector<std::size_t>;
    QTest::newRow("alone") << Powers{10} << Absent{0} << Powers{10};
    QTest::newRow("of three") << Powers{10, 10, 10} << Absent{2} << Powers{10, 10, 10};
    QTest::newRow("of four") << Powers{10, 10, 10, 10} << Absent{3} << Powers{10, 10, 10, 0};
    QTest::newRow("the heavy one") << Powers{20, 10, 10, 10} << Absent{0} << Powers{20, 10, 10, 10};
    QTest::newRow("with huge powers") << Powers(7, INT64_C(1) << 50) << Absent{6} << Powers{INT64_C(1) << 50,
                                                                                            INT64_C(1) << 50,
                                                                                            INT64_C(1) << 50,
                                                                                            INT64_C(1) << 50,
                                                                                            INT64_C(1) << 50,
                                                                                            INT64_C(1) << 50,
                                                                                            0};
}

void TestDowntime::lessThanAThirdIsAwayAtATime() {
    QFETCH(std::vector<std::int64_t>, powers);
    QFETCH(std::vector<std::size_t>, absent);
    QFETCH(std::vector<std::int64_t>, left);
    Bench b(powers);
    b.whole_window(absent);
    QCOMPARE(b.powers(), left);
    b.whole_window(absent);
    QCOMPARE(b.powers(), left);
}

/// Whoever is spared is so as long as the others are away, in later windows, too.
void TestDowntime::theLongestAwayGoFirst() {
    Bench b({10, 10, 10, 10, 10, 10, 10});
    for (std::uint64_t i = 0; i < window; ++i)
        b.block(i < 8 ? std::vector<std::size_t>{2, 4, 6} : std::vector<std::size_t>{4, 6});
    QCOMPARE(b.powers(), (std::vector<std::int64_t>{10, 10, 10, 10, 0, 10, 0}));
    b.whole_window({2, 4, 6});
    QCOMPARE(b.powers()[2], std::int64_t{10});
    QVERIFY(readmit(b.machine.state, b.record).empty());
    b.machine.end_epochs(3);
    const core::Height jailed = b.machine.state.tables().jails().get({b.keys[4].public_key()})->height;
    const core::SigningKey sender = key_of("caller");
    QVERIFY(b.machine.run(sender, UnjailValidator::certified(b.keys[4], world::chain, sender.public_key(), jailed)));
    QCOMPARE(readmit(b.machine.state, b.record), (std::vector<ValidatorPower>{{b.keys[4].public_key(), 10}}));
    b.whole_window({2});
    QCOMPARE(b.powers(), (std::vector<std::int64_t>{10, 10, 0, 10, 10, 10, 0}));
    QCOMPARE(ChainRecord::from_cbor(b.record.to_cbor())->hash(), b.record.hash());
}

void TestDowntime::jailsSurviveASnapshotAndAreProved() {
    Bench b({10, 10, 10, 10});
    b.whole_window({3});
    const auto again = State::from_cbor(b.machine.state.to_cbor());
    QVERIFY2(again.ok(), again ? "" : again.error().message.c_str());
    QCOMPARE(again->app_hash(), b.machine.state.app_hash());
    QVERIFY(*again->tables().jails().get({b.keys[3].public_key()}) ==
            *b.machine.state.tables().jails().get({b.keys[3].public_key()}));
    const std::string text = "jail:" + b.keys[3].public_key().hex();
    const auto key = StateKey::parse(text);
    QVERIFY2(key.ok(), text.c_str());
    QCOMPARE(key->text(), text);
    const auto shown = b.machine.state.prove({*key});
    QVERIFY(shown.ok() && (*shown)[0].record.has_value());
    QCOMPARE(*proven_root(key->map_key(), (*shown)[0].record, (*shown)[0].proof), b.machine.state.app_hash());
}

void TestDowntime::olderRulesCountNobody() {
    Town t(downtime_rules - 1);
    VERIFY_OK(t.found());
    t.engine.stop(3);
    VERIFY_OK(t.pass(2 * window));
    const ChainRecord record = t.engine.app().record();
    QCOMPARE(record.watched, std::uint64_t{0});
    QCOMPARE(record.validators[3].missed, std::uint64_t{0});
    QCOMPARE(t.stake(), staked);
    QCOMPARE(t.engine.app().check_tx(t.back(1), false).error().code, Code::unsupported);
    VERIFY_OK(t.engine.start(0));
    QCOMPARE(t.engine.app(0).head().app_hash, t.engine.app(1).head().app_hash);
}

QTEST_GUILESS_MAIN(TestDowntime)
#include "tst_ledger_downtime.moc"
