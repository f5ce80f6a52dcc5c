// SPDX-License-Identifier: Apache-2.0
#include "fake_engine.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using world::FakeEngine;
using world::key_of;
using world::Signer;

namespace {

using core::second;

Genesis voting_genesis() {
    Genesis genesis = world::network_genesis();
    if (!genesis.params.set_all({{"gov.deposit", 1000},
                                 {"gov.voting_epochs", 2},
                                 {"gov.late_epochs", 0},
                                 {"gov.timelock_epochs", 1},
                                 {"gov.long_timelock_epochs", 1}}))
        qFatal("the parameters are out of bounds");
    return genesis;
}

/// Validators of a network, two operators with a stake, and what becomes of their proposals.
struct Town {
    FakeEngine engine{voting_genesis(), 3};
    Signer a{key_of("a")}, b{key_of("b")};

    core::Status found() {
        HEARTH_CHECK(engine.start_all());
        for (Signer* who : {&a, &b}) {
            const core::SigningKey node = key_of(who == &a ? "a's node" : "b's node");
            HEARTH_CHECK(
                engine.step({who->encoded(world::World::registration(node, who->key())),
                             who->encoded(Stake{node.public_key(), core::Amount::from_units(who == &a ? 700 : 500)})}));
        }
        return {};
    }
    /// Proposed by a, approved by both.
    core::Status decide(ProposalContent content) {
        HEARTH_CHECK(engine.step({a.encoded(SubmitProposal{"Together", std::move(content)})}));
        engine.advance(second);
        HEARTH_CHECK(engine.step({}));
        HEARTH_CHECK(engine.step({a.encoded(CastVote{1, Choice::yes}), b.encoded(CastVote{1, Choice::yes})}));
        for (int i = 0; i < 5; ++i) {
            engine.advance(second);
            HEARTH_CHECK(engine.step({}));
        }
        return {};
    }
    ProposalState outcome(std::size_t validator = 0) {
        std::optional<ProposalState> state;
        engine.app(validator).read([&](const State& s) { state = s.proposal(1)->state; });
        return *state;
    }
};

} // namespace

class TestChainVotes : public QObject {
    Q_OBJECT
private slots:
    void validatorsDecideAlikeAndComeBackTheSame();
    void aDecidedUpgradeStopsTheEngineBeforeItsBlock();
    void aNetworkOfOlderRulesGoesOnUnderThem();
};

void TestChainVotes::validatorsDecideAlikeAndComeBackTheSame() {
    Town town;
    town.engine.snapshot_every = 4;
    VERIFY_OK(town.found());
    VERIFY_OK(town.decide(ChangeParameters{{{"vesting.epochs", 12}}}));
    for (std::size_t i = 0; i < town.engine.size(); ++i)
        QVERIFY(town.outcome(i) == ProposalState::executed);
    const core::Hash hash = town.engine.app().head().app_hash;
    VERIFY_OK(town.engine.start(1)); // from its snapshot and the blocks after it
    QCOMPARE(town.engine.app(1).head().app_hash, hash);
    town.engine.app(1).read([](const State& s) {
        QCOMPARE(s.params().get("vesting.epochs"), std::uint64_t{12});
        QVERIFY(s.check_conservation());
    });
    VERIFY_OK(town.engine.step({town.b.encoded(world::gift("x"))}));
}

void TestChainVotes::aDecidedUpgradeStopsTheEngineBeforeItsBlock() {
    Town town;
    VERIFY_OK(town.found());
    const core::Height height = town.engine.height() + 20;
    VERIFY_OK(town.decide(UpgradeRules{present_rules + 1, height, {}}));
    QVERIFY(town.outcome() == ProposalState::executed);
    while (town.engine.height() + 1 < height)
        VERIFY_OK(town.engine.step({}));
    const core::Status stopped = town.engine.step({});
    QVERIFY(!stopped && stopped.error().code == core::Code::unsupported);
    QVERIFY(!stopped.error().hint.empty());
    QCOMPARE(town.engine.app().head().height, height - 1);
}

void TestChainVotes::aNetworkOfOlderRulesGoesOnUnderThem() {
    Genesis genesis = voting_genesis();
    genesis.rules = 2;
    FakeEngine engine(genesis, 2);
    QCOMPARE(engine.genesis().rules(), std::uint64_t{2}); // what its engine was told when it was founded
    QCOMPARE(FakeEngine(voting_genesis(), 2).genesis().rules(), present_rules);
    VERIFY_OK(engine.start_all());
    Signer a(key_of("a"));
    VERIFY_OK(engine.step({a.encoded(SubmitProposal{"Early", Statement{"x"}}), a.encoded(world::gift("x"))}));
    QVERIFY(engine.last().results.at(0).error().code == core::Code::unsupported);
    QVERIFY(engine.last().results.at(1).ok());
}

QTEST_GUILESS_MAIN(TestChainVotes)
#include "tst_ledger_chain_votes.moc"
