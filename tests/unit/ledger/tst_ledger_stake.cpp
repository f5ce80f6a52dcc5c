// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using core::Amount;
using proof::Level;
using world::is;
using world::key_of;
using world::Machine;

namespace {

const std::vector<std::string> strangers{"ann", "ben", "cleo", "dan"};

Amount units(std::uint64_t count) {
    return Amount::from_units(count);
}

/// Four strangers with money and a node each, and the executor, whose operator has money too.
struct Network : Machine {
    explicit Network(const std::map<std::string, std::uint64_t>& rules = {}, std::uint64_t version = present_rules)
        : Machine(genesis(rules, version)) {
        bool built = bool(register_node());
        for (const std::string& name : strangers)
            built = built && register_stranger(name);
        if (!built) qFatal("the network could not be prepared");
    }
    static Genesis genesis(const std::map<std::string, std::uint64_t>& rules, std::uint64_t version) {
        Genesis genesis = world::World().genesis();
        genesis.rules = version;
        genesis.accounts[key_of("owner").public_key()] = units(world::allotment);
        for (const std::string& name : strangers)
            genesis.accounts[key_of(name).public_key()] = units(world::allotment);
        if (!genesis.params.set_all(
                {{"audit.self_allowed", 0}, {"dispute.jurors", 3}, {"stake.unbonding_epochs", 5}}) ||
            !genesis.params.set_all(rules))
            qFatal("the parameters could not be set");
        if (version < auditing_rules) genesis.params = hearth::world::before_the_seventh_rules(genesis.params);
        return genesis;
    }
    core::Status stake(const std::string& name, std::uint64_t amount) {
        return run(key_of(name), Stake{key_of(name + "'s node").public_key(), units(amount)});
    }
    core::Status stake_executor(std::uint64_t amount) {
        return run(world.owner, Stake{world.node.public_key(), units(amount)});
    }
    const NodeRecord& executor() const { return *state.node(world.node.public_key()); }
    core::ReceiptId settled(const std::string& name) {
        if (!run(world.caller, world.escrow(name, 100'000, context.epoch + 50)) || !settle(name))
            qFatal("the receipt could not be settled");
        return world.receipt_id(name);
    }
    /// Of two answers that one block settles.
    std::pair<core::ReceiptId, core::ReceiptId> settled_together() {
        for (const char* name : {"a", "b"})
            if (!run(world.caller, world.escrow(name, 100'000, context.epoch + 50))) qFatal("no escrow");
        begin_block();
        for (const char* name : {"a", "b"})
            if (!state.apply(hearth::world::sign(state, world.node, world.settlement(world.receipt(name))), context,
                             events))
                qFatal("the receipts could not be settled");
        return {world.receipt_id("a"), world.receipt_id("b")};
    }
    const std::map<OffenceKey, OffenceRecord>& kept() const { return state.tables().offences().all(); }
    /// The audit and then the whole jury fail it; the name of the one who found it.
    std::string fail_wholly(const core::ReceiptId& id) {
        std::string finder;
        for (int round = 0; round < 2; ++round) {
            if (round == 0)
                end_epoch(id, true);
            else
                end_epochs(1);
            for (const std::string& name : strangers)
                if (waiting_duty(*state.reward(id), key_of(name + "'s node").public_key()) != nullptr &&
                    run(key_of(name), PostVerdict{id, Level::none, false, 20, 3}) && round == 0)
                    finder = name;
        }
        return finder;
    }
};

} // namespace

class TestStake : public QObject {
    Q_OBJECT
private slots:
    void aStakeComesBackAfterItsTime();
    void onlyTheOperatorStakesAndTakesBack();
    void manySmallPartsAreRefused();
    void onlyStakedNodesAuditStrangers();
    void aLostDisputeCostsStake();
    void whatIsUnderWayAnswersToo();
    void theFindersShareIsBounded();
    void manyAtFaultPayMore();
    void wrongAnswersOfOneBlockShareTheirPlace();
    void aStakeCountsOnceWhateverItAnswersFor();
    void oneFaultCostsWhatItDidUnderOlderRules();
    void aDoubtCostsNoMoreThanItsAudits();
    void stakesSurviveASnapshot();
};

void TestStake::aStakeComesBackAfterItsTime() {
    Network n;
    const core::PublicKey owner = n.world.owner.public_key();
    QVERIFY(n.stake_executor(70'000));
    QCOMPARE(n.balance(owner), world::allotment - 70'000);
    QCOMPARE(n.executor().stake, units(70'000));
    QCOMPARE(n.pool("stake"), std::uint64_t{70'000});
    QVERIFY(n.run(n.world.owner, Unstake{n.world.node.public_key(), units(30'000)}));
    QCOMPARE(n.executor().stake, units(40'000));
    QCOMPARE(n.executor().answerable(), units(70'000));
    n.end_epochs(5);
    QCOMPARE(n.balance(owner), world::allotment - 70'000);
    QVERIFY(!n.state.idle_until(n.context.epoch));
    n.end_epochs(1);
    QCOMPARE(n.balance(owner), world::allotment - 40'000);
    QCOMPARE(n.executor().answerable(), units(40'000));
    QVERIFY(n.happened(EventKind::released));
    QVERIFY(n.state.check_conservation());
}

void TestStake::onlyTheOperatorStakesAndTakesBack() {
    Network n;
    const core::PublicKey node = n.world.node.public_key();
    QVERIFY(is(n.run(key_of("ann"), Stake{node, units(5)}), core::Code::refused));
    QVERIFY(is(n.run(n.world.owner, Stake{key_of("nobody").public_key(), units(5)}), core::Code::not_found));
    QVERIFY(is(n.run(n.world.owner, Stake{node, units(0)}), core::Code::invalid_argument));
    QVERIFY(is(n.run(n.world.owner, Stake{node, units(world::allotment + 1)}), core::Code::refused));
    QVERIFY(n.stake_executor(100));
    for (const auto* other : {"ann", "node", "caller"})
        QVERIFY(is(n.run(key_of(other), Unstake{node, units(5)}), core::Code::refused));
    QVERIFY(is(n.run(n.world.owner, Unstake{node, units(101)}), core::Code::refused));
    QVERIFY(is(n.run(n.world.owner, Unstake{node, units(0)}), core::Code::invalid_argument));
    QVERIFY(n.run(n.world.owner, Unstake{node, units(100)}));
    QVERIFY(is(n.run(n.world.owner, Unstake{node, units(1)}), core::Code::refused)); // it is on its way already
    QVERIFY(n.state.check_conservation());
}

void TestStake::manySmallPartsAreRefused() {
    Network n{{{"stake.unbonding_epochs", 100}}};
    QVERIFY(n.stake_executor(1000));
    const Unstake one{n.world.node.public_key(), units(1)};
    for (int i = 0; i < 32; ++i) {
        QVERIFY(n.run(n.world.owner, one));
        QVERIFY(n.run(n.world.owner, one)); // of the same epoch: one part
        n.end_epochs(1);
    }
    QCOMPARE(n.executor().unbonding.size(), std::size_t{32});
    QVERIFY(is(n.run(n.world.owner, one), core::Code::refused));
    n.end_epochs(100);
    QCOMPARE(n.executor().answerable(), units(1000 - 64));
    QVERIFY(n.run(n.world.owner, one));
}

void TestStake::onlyStakedNodesAuditStrangers() {
    Network n{{{"stake.auditor_least", 1000}, {"audit.new_ppm", 1'000'000}, {"audit.window_epochs", 2}}};
    const auto auditor_of = [&](const std::string& name) {
        const auto id = n.settled(name);
        n.end_epochs(1);
        const auto& audits = n.state.reward(id)->audits;
        return audits.empty() ? core::PublicKey{} : n.state.node(audits[0].auditor)->operator_key;
    };
    QVERIFY(auditor_of("nobody").is_zero()); // the executor serves without a stake, and waits
    QVERIFY(n.stake("ann", 1000) && n.stake("ben", 999));
    for (int i = 0; i < 12; ++i)
        QCOMPARE(auditor_of(std::to_string(i)), key_of("ann").public_key());
    QVERIFY(n.stake("ben", 1));
    QVERIFY(n.run(key_of("ann"), Unstake{key_of("ann's node").public_key(), units(1)}));
    for (int i = 0; i < 12; ++i)
        QCOMPARE(auditor_of("then " + std::to_string(i)), key_of("ben").public_key());
}

void TestStake::aLostDisputeCostsStake() {
    Network n{{{"slash.correlated_factor", 0}}};
    QVERIFY(n.stake_executor(1'000'000));
    const auto id = n.settled("a");
    const std::uint64_t burned = n.pool("burned"), caller = n.balance(n.world.caller.public_key());
    const std::string finder = n.fail_wholly(id);
    QVERIFY(n.state.reward(id)->state == RewardState::lost);
    const std::uint64_t taken = 9000 + 50'000; // the price and a twentieth
    QVERIFY(n.happened(EventKind::slashed));
    QCOMPARE(n.executor().stake, units(1'000'000 - taken));
    QCOMPARE(n.balance(n.world.caller.public_key()), caller + 9000 + taken / 2);
    QCOMPARE(n.balance(key_of(finder).public_key()), world::allotment + taken / 4);
    QCOMPARE(n.pool("burned"), burned + taken - taken / 2 - taken / 4 - 900); // a tenth of the price is the jury's
    QVERIFY(n.state.check_conservation());
}

void TestStake::whatIsUnderWayAnswersToo() {
    Network n{{{"slash.wrong_ppm", 1'000'000}, {"stake.unbonding_epochs", 50}}};
    QVERIFY(n.stake_executor(1'000'000));
    const auto id = n.settled("a");
    // It runs as soon as it has delivered the wrong answer.
    QVERIFY(n.run(n.world.owner, Unstake{n.world.node.public_key(), units(1'000'000)}));
    (void)n.fail_wholly(id);
    QCOMPARE(n.executor().answerable(), units(0));
    QVERIFY(n.executor().unbonding.empty());
    n.end_epochs(60);
    QCOMPARE(n.balance(n.world.owner.public_key()), world::allotment - 1'000'000);
    QVERIFY(n.state.check_conservation());
}

void TestStake::theFindersShareIsBounded() {
    Network n{{{"slash.wrong_ppm", 1'000'000}, {"slash.reporter_max", 100}}};
    QVERIFY(n.stake_executor(1'000'000));
    const std::string finder = n.fail_wholly(n.settled("a"));
    QCOMPARE(n.balance(key_of(finder).public_key()), world::allotment + 100);
    Params params = n.state.params();
    QVERIFY(!params.set("slash.payer_ppm", 900'000)); // with the reporter's more than the whole
}

/// A half of all stake is wrong, then all of it, then alone again.
void TestStake::manyAtFaultPayMore() {
    Network n{{{"slash.correlated_factor", 3}, {"slash.correlated_epochs", 20}}};
    QVERIFY(n.stake_executor(1'000'000) && n.stake("ann", 1'000'000));
    const auto first = n.settled("a");
    (void)n.fail_wholly(first);
    const std::uint64_t one = 9000 + 125'000; // the price, and 5 % · (1 + 3 · 0.5)
    QCOMPARE(n.executor().stake, units(1'000'000 - one));
    const OffenceKey key{n.world.node.public_key(), n.state.reward(first)->height, OffenceKind::wrong_answer};
    const OffenceRecord& kept = *n.state.tables().offences().get(key);
    QVERIFY(kept.stake == units(1'000'000) && kept.taken == units(one) && kept.node == key.validator);
    (void)n.fail_wholly(n.settled("b")); // it counts once, with the most that it had
    const std::uint64_t left = 1'000'000 - one, two = 9000 + left * 125'000 / 1'000'000;
    QCOMPARE(n.executor().stake, units(left - two));
    n.end_epochs(25);
    QVERIFY(n.run(key_of("ann"), Unstake{key_of("ann's node").public_key(), units(1'000'000)}));
    n.end_epochs(8);
    const auto third = n.settled("c");
    (void)n.fail_wholly(third); // all stake that there is: 5 % · (1 + 3)
    QCOMPARE(n.executor().stake, units(left - two - 9000 - (left - two) * 200'000 / 1'000'000));
    QVERIFY(n.state.check_conservation());
    const auto again = State::from_cbor(n.state.to_cbor());
    QVERIFY(again && again->app_hash() == n.state.app_hash());
    const StateKey shown =
        StateKey::parse("offence:" + key.validator.hex() + "/" + std::to_string(n.state.reward(third)->height) + "/3")
            .value();
    QVERIFY(n.state.prove({shown})->front().record.has_value());
}

void TestStake::wrongAnswersOfOneBlockShareTheirPlace() {
    for (const bool soon : {true, false}) {
        Network n{{{"audit.new_ppm", 1'000'000}, {"slash.correlated_factor", 0}, {"slash.correlated_epochs", 20}}};
        QVERIFY(n.stake_executor(1'000'000));
        const auto [first, second] = n.settled_together();
        QCOMPARE(n.state.reward(first)->height, n.state.reward(second)->height);
        (void)n.fail_wholly(first);
        const std::uint64_t one = 9000 + 50'000, two = 9000 + (1'000'000 - one) / 20;
        if (!soon) n.end_epochs(19);
        QCOMPARE(n.kept().size(), std::size_t{1});
        QVERIFY(!n.state.idle_until(n.context.epoch + 20));
        if (!soon) n.end_epochs(2);
        QCOMPARE(n.kept().size(), std::size_t{soon ? 1U : 0U}); // what counts against nobody any more is forgotten
        (void)n.fail_wholly(second);
        QCOMPARE(n.executor().stake, units(1'000'000 - one - two));
        QCOMPARE(n.kept().size(), std::size_t{1});
        const OffenceRecord& record = n.kept().begin()->second;
        QCOMPARE(record.taken, units(soon ? one + two : two)); // an old fault does not come back with a new one
        QCOMPARE(record.stake, units(soon ? 1'000'000 : 1'000'000 - one));
        const auto again = State::from_cbor(n.state.to_cbor());
        QVERIFY(again && again->app_hash() == n.state.app_hash());
        n.end_epochs(25);
        QVERIFY(n.kept().empty());
        QVERIFY(n.state.check_conservation());
    }
}

/// A node that is wrong, and whose validator signs twice, too, has but one stake.
void TestStake::aStakeCountsOnceWhateverItAnswersFor() {
    Network n{{{"slash.correlated_factor", 3}}};
    QVERIFY(n.stake_executor(1'000'000) && n.stake("ann", 1'000'000));
    const auto validator = key_of("validator");
    QVERIFY(n.run(n.world.owner, BondValidator::certified(validator, n.world.node.public_key(), world::chain,
                                                          n.world.owner.public_key())));
    const auto signs_twice = [&](core::Height height) {
        n.begin_block();
        n.state.punish({{validator.public_key(), height, OffenceKind::duplicate_vote}}, n.context, n.events);
    };
    signs_twice(3); // a half of all stake: 5 % · (1 + 3 · 0.5)
    QCOMPARE(n.executor().stake, units(875'000));
    (void)n.fail_wholly(n.settled("a")); // and still a half of it
    const std::uint64_t left = 875'000 - 9000 - 109'375;
    QCOMPARE(n.executor().stake, units(left));
    signs_twice(4);
    QCOMPARE(n.executor().stake, units(left - left * 125'000 / 1'000'000));
    QCOMPARE(n.kept().size(), std::size_t{3});
    n.end_epochs(1'500);
    QCOMPARE(n.kept().size(), std::size_t{2}); // a validator pays for each once, whenever it is shown
    QVERIFY(n.state.check_conservation());
}

void TestStake::oneFaultCostsWhatItDidUnderOlderRules() {
    Network n{{{"slash.correlated_factor", 3}}, 6};
    QVERIFY(n.stake_executor(1'000'000));
    (void)n.fail_wholly(n.settled("a"));
    QCOMPARE(n.executor().stake, units(1'000'000 - 9000 - 50'000));
    QVERIFY(n.state.tables().offences().all().empty());
}

void TestStake::aDoubtCostsNoMoreThanItsAudits() {
    for (const std::uint64_t version : {7, 8}) {
        Network n{{}, version};
        QVERIFY(n.stake_executor(1'000'000));
        const auto id = n.settled("a");
        n.end_epoch(id, true);
        for (int round = 0; round < 2; ++round) {
            for (const std::string& name : strangers)
                if (waiting_duty(*n.state.reward(id), key_of(name + "'s node").public_key()) != nullptr)
                    (void)n.run(key_of(name), PostVerdict{id, Level::signature, true, 20, 19});
            n.end_epochs(1);
        }
        QVERIFY(n.state.reward(id)->state == RewardState::lost);
        const std::uint64_t audits = version == 7 ? 0 : 2 * 900; // a tenth of the price each, of the finder and a jury
        QCOMPARE(n.executor().stake, units(1'000'000 - audits));
        QCOMPARE(n.executor().failed, std::uint64_t{0});
        QCOMPARE(n.happened(EventKind::slashed), audits > 0);
    }
}

void TestStake::stakesSurviveASnapshot() {
    Network n;
    QVERIFY(n.stake_executor(5000) && n.stake("ann", 700));
    QVERIFY(n.run(n.world.owner, Unstake{n.world.node.public_key(), units(2000)}));
    n.end_epochs(1);
    QVERIFY(n.run(n.world.owner, Unstake{n.world.node.public_key(), units(1000)}));
    auto again = State::from_cbor(core::cbor::decode(core::cbor::encode(n.state.to_cbor())).value());
    QVERIFY2(again.ok(), again ? "" : again.error().message.c_str());
    QCOMPARE(again->app_hash(), n.state.app_hash());
    std::vector<LedgerEvent> events;
    for (core::Epoch epoch = n.context.epoch; epoch < n.context.epoch + 8; ++epoch) {
        n.state.end_epoch(epoch, n.context, n.events);
        again->end_epoch(epoch, n.context, events);
        QCOMPARE(again->app_hash(), n.state.app_hash());
    }
    QCOMPARE(events.size(), std::size_t{2});
}

QTEST_GUILESS_MAIN(TestStake)
#include "tst_ledger_stake.moc"
