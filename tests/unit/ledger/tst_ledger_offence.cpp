// SPDX-License-Identifier: Apache-2.0
#include "fake_engine.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using core::Amount;
using core::Code;
using world::FakeEngine;
using world::key_of;
using world::Machine;
using world::network_genesis;
using world::Signer;

namespace {

constexpr std::uint64_t staked = 1'000'000;

Amount units(std::uint64_t count) {
    return Amount::from_units(count);
}

Genesis rich_genesis(const std::map<std::string, std::uint64_t>& rules = {}) {
    Genesis genesis = network_genesis();
    for (const char* name : {"owner", "rival"})
        genesis.accounts[key_of(name).public_key()] = units(world::allotment);
    if (!genesis.params.set_all({{"slash.correlated_factor", 0}, {"stake.unbonding_epochs", 20}}) ||
        !genesis.params.set_all(rules))
        qFatal("the parameters could not be set");
    return genesis;
}

/// Two operators with a node each, whose stakes answer for the validators "first" and "second".
struct Court : Machine {
    core::SigningKey first = key_of("first validator"), second = key_of("second validator");

    explicit Court(const std::map<std::string, std::uint64_t>& rules = {}) : Machine(rich_genesis(rules)) {
        bool built = bool(register_node()) && bool(register_stranger("rival"));
        built = built && stake(world.owner, world.node, staked) && stake(rival(), rival_node(), staked);
        if (!built) qFatal("the court could not be prepared");
    }
    static core::SigningKey rival() { return key_of("rival"); }
    static core::SigningKey rival_node() { return key_of("rival's node"); }
    bool stake(const core::SigningKey& owner, const core::SigningKey& node, std::uint64_t amount) {
        return bool(run(owner, Stake{node.public_key(), units(amount)}));
    }
    core::Status bond(const core::SigningKey& owner, const core::SigningKey& node, const core::SigningKey& validator) {
        return run(owner, BondValidator::certified(validator, node.public_key(), world::chain, owner.public_key()));
    }
    /// In a block of its own.
    void punish(const core::SigningKey& validator, core::Height height,
                OffenceKind kind = OffenceKind::duplicate_vote) {
        begin_block();
        state.punish({{validator.public_key(), height, kind}}, context, events);
    }
    std::uint64_t answering(const core::SigningKey& node) const {
        return state.node(node.public_key())->answerable().units();
    }
};

} // namespace

class TestOffence : public QObject {
    Q_OBJECT
private slots:
    void aBondIsSignedByBothAndStays();
    void eachOffenceCostsOnce();
    void whatIsOnItsWayBackAnswersToo();
    void oldOffencesCostWhatIsLeft();
    void manyAtFaultPayMore();
    void withoutABondItIsOnlyKept();
    void offencesSurviveASnapshotAndAreProved();
    void aNetworkSlashesAndJails();
    void olderNetworksOnlyJail();
    void falseAccusationsAreRefused();
};

void TestOffence::aBondIsSignedByBothAndStays() {
    Court c;
    const auto refused = [&](const core::SigningKey& sender, BondValidator m, Code code) {
        const core::Status done = c.run(sender, m);
        return !done && done.error().code == code;
    };
    BondValidator good =
        BondValidator::certified(c.first, c.world.node.public_key(), world::chain, c.world.owner.public_key());
    QVERIFY(refused(Court::rival(), good, Code::refused)); // another one's node
    BondValidator forged = good;
    forged.validator = c.second.public_key();
    QVERIFY(refused(c.world.owner, forged, Code::refused));
    QVERIFY(refused(c.world.owner,
                    BondValidator::certified(c.first, c.world.node.public_key(), "another", c.world.owner.public_key()),
                    Code::refused));
    QVERIFY(c.run(c.world.owner, good));
    QVERIFY(refused(c.world.owner, good, Code::conflict));
    // Neither another node for the validator nor another validator for the node: nobody leaves before the proof comes.
    QVERIFY(refused(
        Court::rival(),
        BondValidator::certified(c.first, Court::rival_node().public_key(), world::chain, Court::rival().public_key()),
        Code::conflict));
    QVERIFY(
        refused(c.world.owner,
                BondValidator::certified(c.second, c.world.node.public_key(), world::chain, c.world.owner.public_key()),
                Code::conflict));
    QCOMPARE(*c.state.tables().bonds().get({c.first.public_key()}), c.world.node.public_key());
}

void TestOffence::eachOffenceCostsOnce() {
    Court c;
    QVERIFY(c.bond(c.world.owner, c.world.node, c.first));
    const std::uint64_t burned = c.pool("burned");
    c.punish(c.first, 3);
    QCOMPARE(c.answering(c.world.node), staked - 50'000);
    QCOMPARE(c.pool("burned"), burned + 50'000);
    c.punish(c.first, 3); // the same again
    QCOMPARE(c.answering(c.world.node), staked - 50'000);
    c.punish(c.first, 3, OffenceKind::light_client_attack);
    c.punish(c.first, 4);
    QCOMPARE(c.answering(c.world.node), std::uint64_t{857'375}); // three times five of a hundred
    QCOMPARE(c.answering(Court::rival_node()), staked);
    const OffenceRecord& kept = *c.state.tables().offences().get({c.first.public_key(), 3});
    QCOMPARE(kept.taken, units(50'000));
    QCOMPARE(kept.stake, units(staked));
    QCOMPARE(kept.node, c.world.node.public_key());
    QVERIFY(c.happened(EventKind::slashed) && c.happened(EventKind::jailed));
    QVERIFY(c.state.check_conservation());
}

void TestOffence::whatIsOnItsWayBackAnswersToo() {
    Court c{{{"slash.equivocation_ppm", 1'000'000}}};
    QVERIFY(c.bond(c.world.owner, c.world.node, c.first));
    QVERIFY(c.run(c.world.owner, Unstake{c.world.node.public_key(), units(900'000)}));
    c.punish(c.first, 3);
    QCOMPARE(c.answering(c.world.node), std::uint64_t{0});
    c.end_epochs(25);
    QCOMPARE(c.balance(c.world.owner.public_key()), world::allotment - staked);
    QVERIFY(c.state.check_conservation());
}

void TestOffence::oldOffencesCostWhatIsLeft() {
    Court c;
    QVERIFY(c.bond(c.world.owner, c.world.node, c.first));
    QVERIFY(c.run(c.world.owner, Unstake{c.world.node.public_key(), units(600'000)}));
    c.end_epochs(22); // what was on its way back has come
    QCOMPARE(c.answering(c.world.node), std::uint64_t{400'000});
    c.punish(c.first, 3);
    QCOMPARE(c.answering(c.world.node), std::uint64_t{380'000});
    QCOMPARE(c.state.tables().offences().get({c.first.public_key(), 3})->stake, units(400'000));
}

void TestOffence::manyAtFaultPayMore() {
    Court c{{{"slash.correlated_factor", 3}, {"slash.correlated_epochs", 2}}};
    QVERIFY(c.bond(c.world.owner, c.world.node, c.first) && c.bond(Court::rival(), Court::rival_node(), c.second));
    c.punish(c.first, 3); // half of all stake is at fault: 5 % · (1 + 3 · 0.5)
    QCOMPARE(c.answering(c.world.node), staked - 125'000);
    c.punish(c.second, 3); // all of it: 5 % · (1 + 3)
    QCOMPARE(c.answering(Court::rival_node()), staked - 200'000);
    c.end_epochs(4); // alone again
    c.punish(c.second, 5);
    const std::uint64_t share = 800'000'000'000 / (875'000 + 800'000);
    QCOMPARE(c.answering(Court::rival_node()),
             800'000 - 800'000 * (50'000 * (1'000'000 + 3 * share) / 1'000'000) / 1'000'000);
    QVERIFY(c.state.check_conservation());
}

void TestOffence::withoutABondItIsOnlyKept() {
    Court c;
    const std::uint64_t burned = c.pool("burned");
    c.punish(c.first, 3);
    QCOMPARE(c.pool("burned"), burned);
    QVERIFY(c.state.tables().offences().get({c.first.public_key(), 3})->node.is_zero());
    QVERIFY(c.bond(c.world.owner, c.world.node, c.first));
    c.punish(c.first, 3); // what is on record is over
    QCOMPARE(c.answering(c.world.node), staked);
}

void TestOffence::offencesSurviveASnapshotAndAreProved() {
    Court c;
    QVERIFY(c.bond(c.world.owner, c.world.node, c.first));
    c.punish(c.first, 3);
    auto again = State::from_cbor(c.state.to_cbor());
    QVERIFY2(again.ok(), again ? "" : again.error().message.c_str());
    QCOMPARE(again->app_hash(), c.state.app_hash());
    std::vector<LedgerEvent> events;
    again->punish({{c.first.public_key(), 3}}, c.context, events);
    QVERIFY(events.empty()); // it remembers, and knows the bond
    QVERIFY(again->tables().answering().contains(c.world.node.public_key()));
    for (const std::string& text :
         {"bond:" + c.first.public_key().hex(), "offence:" + c.first.public_key().hex() + "/3/1"}) {
        const auto key = StateKey::parse(text);
        QVERIFY2(key.ok(), text.c_str());
        QCOMPARE(key->text(), text);
        const auto shown = c.state.prove({*key});
        QVERIFY(shown.ok() && (*shown)[0].record.has_value());
        QCOMPARE(*proven_root(key->map_key(), (*shown)[0].record, (*shown)[0].proof), c.state.app_hash());
    }
}

/// Through the calls of the engine: proposed, voted, decided, applied by all, and found again after a restart.
void TestOffence::aNetworkSlashesAndJails() {
    FakeEngine engine(rich_genesis(), 4);
    VERIFY_OK(engine.start_all());
    const world::World w;
    Signer owner(key_of("owner"));
    const core::SigningKey& guilty = engine.node(2).consensus;
    VERIFY_OK(engine.step(
        {owner.encoded(w.registration()), owner.encoded(Stake{w.node.public_key(), units(staked)}),
         owner.encoded(BondValidator::certified(guilty, w.node.public_key(), world::chain, w.owner.public_key()))}));
    for (const core::Status& done : engine.last().results)
        QVERIFY2(done.ok(), done ? "" : done.error().message.c_str());
    const core::Nanoseconds then = engine.decided().back().time;
    const Misbehaviour proof{address_of(guilty.public_key()), 1, OffenceKind::light_client_attack, then};
    VERIFY_OK(engine.step({}, {proof, proof})); // one for its prevotes, one for its precommits
    QCOMPARE(engine.last().updates, (std::vector<ValidatorPower>{{guilty.public_key(), 0}}));
    VERIFY_OK(engine.step({}, {proof}));
    QVERIFY(engine.last().updates.empty());
    const auto check = [&](std::size_t i) {
        engine.app(i).read([&](const State& s) {
            QCOMPARE(s.node(w.node.public_key())->stake, units(staked - 50'000));
            const OffenceKey key{guilty.public_key(), 1, OffenceKind::light_client_attack};
            QCOMPARE(s.tables().offences().get(key)->taken, units(50'000));
            QVERIFY(s.check_conservation());
        });
        QCOMPARE(engine.app(i).record().validators[2].power, std::int64_t{0});
    };
    for (std::size_t i = 0; i < engine.size(); ++i)
        check(i);
    VERIFY_OK(engine.start(1)); // its blocks say who, when and what
    check(1);
    QCOMPARE(engine.app(1).head().app_hash, engine.app(0).head().app_hash);
    const core::Hash rest = engine.app().head().app_hash;
    VERIFY_OK(engine.step({}));
    QCOMPARE(engine.app().head().app_hash, rest); // the engine can rest again
}

void TestOffence::olderNetworksOnlyJail() {
    Genesis genesis = rich_genesis();
    genesis.rules = 4;
    FakeEngine engine(genesis, 2);
    VERIFY_OK(engine.start_all());
    const Address guilty = address_of(engine.node(1).consensus.public_key());
    VERIFY_OK(engine.step({}, {{guilty, 1}}));
    QCOMPARE(engine.last().updates.size(), std::size_t{1});
    engine.app().read([](const State& s) { QVERIFY(s.tables().offences().all().empty()); });
    VERIFY_OK(engine.start(0));
}

void TestOffence::falseAccusationsAreRefused() {
    FakeEngine engine(rich_genesis(), 4);
    VERIFY_OK(engine.start_all());
    const Address known = address_of(engine.node(1).consensus.public_key());
    const auto accepted = [&](std::vector<Misbehaviour> accused) {
        return engine.app(1).process_proposal(engine.propose(0, {}, std::move(accused))).ok();
    };
    QVERIFY(accepted({{known, 1}}));
    QVERIFY(accepted({{known, 1}, {known, 1, OffenceKind::light_client_attack}}));
    QVERIFY(!accepted({{known, 2}})); // not yet
    QVERIFY2(accepted({{known, 1}, {known, 1}}), "one for its prevotes, one for its precommits");
    QVERIFY(!accepted({{address_of(key_of("nobody").public_key()), 1}}));
}

QTEST_GUILESS_MAIN(TestOffence)
#include "tst_ledger_offence.moc"
