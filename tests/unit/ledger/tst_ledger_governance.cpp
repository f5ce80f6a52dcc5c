// SPDX-License-Identifier: Apache-2.0
#include "parliament.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using core::Code;
using world::is;
using world::key_of;
using world::Parliament;
using world::Seat;

namespace {

const std::vector<Seat> four{{"a", 400, 1'000'000}, {"b", 300, 250'000}, {"c", 200, 0}, {"d", 100, 0}};

ChangeParameters vesting(std::uint64_t epochs) {
    return {{{"vesting.epochs", epochs}}};
}

bool holds(const core::Status& status, const std::string& part) {
    return !status && status.error().message.find(part) != std::string::npos;
}

} // namespace

class TestGovernance : public QObject {
    Q_OBJECT
private slots:
    void numbersFollowTheirFormulas();
    void nobodyCountsForMoreThanTheCap();
    void anAcceptedChangeTakesEffectAfterItsTimelock();
    void votesCountInTheirTimeOnly();
    void aVoteCanBeChangedButNotRepeated();
    void onlyWeightOfTheMomentOfTheProposalCounts();
    void delegatesSpeakForThoseWhoAreSilent();
    void loopsAndChainsOfDelegationAreHarmless();
    void aLateQuorumOpensTheVoteOnce();
    void whoIsAloneHasNoQuorum();
    void bothHousesMustAgree();
    void depositsComeBackUnlessMostAreAgainst();
    void skippedEpochsDecideTheSame();
    void aFailedVotePaysItsFee();
    void aBlockTakesSoManyVotes();
};

void TestGovernance::numbersFollowTheirFormulas() {
    for (const auto& [n, root] : std::map<std::uint64_t, std::uint64_t>{
             {0, 0}, {1, 1}, {3, 1}, {4, 2}, {8, 2}, {9, 3}, {1'000'000, 1000}, {UINT64_MAX, UINT32_MAX}})
        QCOMPARE(integer_root(n), root);
    const Params p = Params::solo();
    // A fifth of the last turnout and four fifths of what was usual.
    std::uint64_t usual = 0;
    for (const auto& [turnout, next] :
         std::vector<std::pair<std::uint64_t, std::uint64_t>>{{500'000, 100'000}, {500'000, 180'000}, {0, 144'000}}) {
        usual = next_turnout(usual, turnout, p);
        QCOMPARE(usual, next);
    }
    QCOMPARE(next_turnout(7, 0, p), std::uint64_t{5}); // floor of 5.6
    // Four fifths of the usual turnout, between a tenth and two fifths.
    QCOMPARE(quorum_ppm(0, p), std::uint64_t{100'000});
    QCOMPARE(quorum_ppm(250'000, p), std::uint64_t{200'000});
    QCOMPARE(quorum_ppm(1'000'000, p), std::uint64_t{400'000});
    const std::uint64_t each = p.get("gov.deposit");
    QCOMPARE(deposit_due(2, p).units(), each);
    QCOMPARE(deposit_due(3, p).units(), 2 * each);
    QCOMPARE(deposit_due(5, p).units(), 4 * each);
    // A fifth of ten is two; governance itself needs a constitution's majority for any step.
    QCOMPARE(needed_ppm(vesting(12), p), std::uint64_t{500'000});
    QCOMPARE(needed_ppm(vesting(13), p), std::uint64_t{667'000});
    QCOMPARE(needed_ppm(vesting(8), p), std::uint64_t{500'000});
    QCOMPARE(needed_ppm(ChangeParameters{{{"gov.open_max", 17}}}, p), std::uint64_t{667'000});
    QCOMPARE(needed_ppm(UpgradeRules{4, 9, {}}, p), std::uint64_t{667'000});
}

void TestGovernance::nobodyCountsForMoreThanTheCap() {
    std::vector<CountedVote> votes{{Choice::yes, 900}};
    for (int i = 0; i < 20; ++i)
        votes.push_back({i % 2 == 0 ? Choice::no : Choice::abstain, 5});
    // 1000 are cast; a tenth of that is the most.
    HouseCount count = count_votes(votes, 2000, 21, 100'000);
    QCOMPARE(count, (HouseCount{100, 50, 50, 2000}));
    QCOMPARE(count.turnout_ppm(), std::uint64_t{100'000});
    QVERIFY(has_quorum(count, 100'000) && !has_quorum(count, 100'001));
    QVERIFY(approves(count, 666'666) && !approves(count, 666'667));
    // Three members: a third each, rounded up, whatever the cap.
    count = count_votes({{Choice::yes, 90}, {Choice::no, 10}}, 100, 3, 100'000);
    QCOMPARE(count, (HouseCount{34, 10, 0, 100}));
    QCOMPARE(count_votes({{Choice::yes, 7}}, 7, 1, 100'000).turnout_ppm(), std::uint64_t{1'000'000});
    QVERIFY(!approves(count_votes({{Choice::yes, 5}, {Choice::no, 5}}, 10, 2, 100'000), 500'000)); // a draw
    QVERIFY(!approves(count_votes({{Choice::abstain, 5}}, 10, 2, 100'000), 500'000));
    QVERIFY(has_quorum({}, 400'000) && approves({}, 900'000)); // an empty house decides nothing
    const HouseCount large = count_votes({{Choice::yes, UINT64_MAX - 1}, {Choice::no, 1}}, UINT64_MAX, 2, 1'000'000);
    QVERIFY(approves(large, 900'000) && has_quorum(large, 400'000));
}

void TestGovernance::anAcceptedChangeTakesEffectAfterItsTimelock() {
    Parliament m(four);
    QVERIFY(m.propose(vesting(12), "Later"));
    const Proposal asked = *m.state.proposal(1);
    QCOMPARE(asked.total, (Weight{1000, 1500}));
    QCOMPARE(asked.members, (Weight{4, 2}));
    QCOMPARE(asked.from, std::vector<std::uint64_t>{10});
    QCOMPARE(m.pool("deposits"), std::uint64_t{1000});
    QVERIFY(m.state.check_conservation());
    m.end_epochs(1);
    QVERIFY(m.vote("a", 1, Choice::yes) && m.vote("b", 1, Choice::yes) && m.vote("d", 1, Choice::no));
    QCOMPARE(m.state.tally(1).stake, (HouseCount{400, 100, 0, 1000})); // 200 of 800 each is the most
    QCOMPARE(m.state.tally(1).work, (HouseCount{1250, 0, 0, 1500}));   // 750 of 1500
    m.end_epochs(4);
    QVERIFY(m.state_of(1) == ProposalState::queued && m.happened(EventKind::accepted));
    QCOMPARE(m.balance(key_of("proposer").public_key()), world::purse);
    QCOMPARE(m.state.governance().turnout_ppm, (Weight{100'000, 166'666})); // a fifth of 50.0 % and 83.3 %
    m.end_epochs(1);
    QCOMPARE(m.value("vesting.epochs"), std::uint64_t{10});
    m.end_epochs(1);
    QVERIFY(m.state_of(1) == ProposalState::executed && m.happened(EventKind::executed));
    QCOMPARE(m.value("vesting.epochs"), std::uint64_t{12});
    QCOMPARE(m.state.tally(1).stake.yes, std::uint64_t{400}); // history keeps the result
    QVERIFY(m.state.check_conservation());
}

void TestGovernance::votesCountInTheirTimeOnly() {
    Parliament m(four);
    QVERIFY(m.propose(vesting(12)));
    QVERIFY(holds(m.vote("a", 1, Choice::yes), "begins with epoch 1"));
    QVERIFY(is(m.vote("a", 2, Choice::yes), Code::not_found));
    m.end_epochs(4);
    QVERIFY(m.vote("a", 1, Choice::yes));
    QVERIFY(is(m.vote("proposer", 1, Choice::yes), Code::refused)); // without weight
    m.end_epochs(1);
    QVERIFY(m.state.proposal(1)->extended);
    m.end_epochs(2);
    QVERIFY(holds(m.vote("b", 1, Choice::yes), "is over"));
    QVERIFY(m.state.ballot(1, key_of("a").public_key()) == nullptr); // only the result stays
}

void TestGovernance::aVoteCanBeChangedButNotRepeated() {
    Parliament m(four);
    QVERIFY(m.propose(vesting(12)));
    m.end_epochs(1);
    QVERIFY(m.vote("c", 1, Choice::yes));
    QVERIFY(is(m.vote("c", 1, Choice::yes), Code::conflict));
    QVERIFY(m.vote("c", 1, Choice::no));
    QCOMPARE(m.state.tally(1).stake, (HouseCount{0, 50, 0, 1000})); // a quarter of 200
    QVERIFY(m.vote("c", 1, Choice::abstain));
    QCOMPARE(m.state.tally(1).stake, (HouseCount{0, 0, 50, 1000}));
}

void TestGovernance::onlyWeightOfTheMomentOfTheProposalCounts() {
    Parliament m(four);
    QVERIFY(m.register_stranger("late"));
    QVERIFY(m.run(m.world.caller, Transfer{key_of("late").public_key(), core::Amount::from_units(90'000)}));
    QVERIFY(m.propose(vesting(12)));
    const auto node = [](const std::string& name) { return key_of(name + "'s node").public_key(); };
    QVERIFY(m.run(key_of("late"), Stake{node("late"), core::Amount::from_units(90'000)}));
    QVERIFY(m.run(key_of("b"), Stake{node("b"), core::Amount::from_units(5000)}));
    QVERIFY(m.run(key_of("b"), Stake{node("b"), core::Amount::from_units(5000)}));
    QVERIFY(m.run(key_of("c"), Unstake{node("c"), core::Amount::from_units(200)}));
    m.end_epochs(1);
    QVERIFY(is(m.vote("late", 1, Choice::no), Code::refused));
    QCOMPARE(m.state.weight_in(1, key_of("b").public_key()), (Weight{300, 500}));
    QVERIFY(m.vote("c", 1, Choice::yes)); // it had that stake then
    QVERIFY(m.propose(vesting(11)));
    QCOMPARE(m.state.proposal(2)->total.stake, std::uint64_t{400 + 10'300 + 100 + 90'000});
}

void TestGovernance::delegatesSpeakForThoseWhoAreSilent() {
    Parliament m(four);
    QVERIFY(m.propose(vesting(12)));
    QVERIFY(m.delegate("c", "speaker") && m.delegate("d", "speaker"));
    QVERIFY(is(m.delegate("c", "speaker"), Code::conflict));
    QVERIFY(is(m.delegate("c", "c"), Code::invalid_argument));
    QVERIFY(is(m.delegate("a", ""), Code::not_found));
    QVERIFY(is(m.delegate("proposer", "a"), Code::refused)); // no operator
    m.end_epochs(1);
    QVERIFY(m.vote("speaker", 1, Choice::yes)); // has nothing of its own
    QVERIFY(m.vote("a", 1, Choice::no));
    // Of 700 that are cast a quarter each: 175 for the speaker's 300 together.
    QCOMPARE(m.state.tally(1).stake, (HouseCount{175, 175, 0, 1000}));
    QVERIFY(m.vote("c", 1, Choice::no)); // speaks for itself now
    QCOMPARE(m.state.tally(1).stake, (HouseCount{100, 350, 0, 1000}));
    QVERIFY(m.delegate("d", ""));
    QCOMPARE(m.state.tally(1).stake, (HouseCount{0, 300, 0, 1000})); // of 600 that are left
}

void TestGovernance::loopsAndChainsOfDelegationAreHarmless() {
    Parliament m(four);
    QVERIFY(m.delegate("a", "b") && m.delegate("b", "a"));
    QVERIFY(m.delegate("c", "d") && m.delegate("d", "a"));
    QVERIFY(m.propose(vesting(12)));
    m.end_epochs(1);
    QVERIFY(m.vote("a", 1, Choice::yes));
    // b and d stand behind a; c stands behind d, who is silent, and that is not passed on.
    QCOMPARE(m.state.delegated_weight(1, key_of("a").public_key()), (Weight{400, 500}));
    QCOMPARE(m.state.tally(1).stake, (HouseCount{200, 0, 0, 1000}));
    QVERIFY(m.vote("b", 1, Choice::no));
    QCOMPARE(m.state.delegated_weight(1, key_of("a").public_key()), (Weight{100, 0}));
}

void TestGovernance::aLateQuorumOpensTheVoteOnce() {
    for (const int late : {0, 1}) {
        Parliament m(four);
        QVERIFY(m.propose(vesting(12)));
        m.end_epochs(2 + late); // the late part begins after epoch 2
        QVERIFY(m.vote("a", 1, Choice::yes) && m.vote("b", 1, Choice::yes));
        m.end_epochs(3 - late);
        QCOMPARE(m.state_of(1) == ProposalState::open, late == 1);
        QCOMPARE(m.state.proposal(1)->deadline, core::Epoch(late == 1 ? 6 : 4));
        if (late == 0) continue;
        QVERIFY(m.vote("b", 1, Choice::no) && m.vote("c", 1, Choice::no) && m.vote("d", 1, Choice::no));
        m.end_epochs(2);
        QVERIFY(m.state_of(1) == ProposalState::rejected);
    }
}

void TestGovernance::whoIsAloneHasNoQuorum() {
    std::vector<Seat> seats{{"whale", 900'000, 0}};
    for (int i = 0; i < 20; ++i)
        seats.push_back({"small " + std::to_string(i), 5000, 0});
    Parliament m(seats);
    QVERIFY(m.propose(vesting(12)));
    m.end_epochs(1);
    QVERIFY(m.vote("whale", 1, Choice::yes));
    QCOMPARE(m.state.tally(1).stake.turnout_ppm(), std::uint64_t{90'000}); // a tenth of its nine tenths
    m.end_epochs(4);
    QVERIFY(m.state_of(1) == ProposalState::rejected);
}

void TestGovernance::bothHousesMustAgree() {
    Parliament m(four);
    QVERIFY(m.propose(vesting(12)));
    m.end_epochs(1);
    // Two thirds of the work and little stake say no; most of the stake says yes.
    QVERIFY(m.vote("a", 1, Choice::no) && m.vote("b", 1, Choice::yes) && m.vote("c", 1, Choice::yes));
    QVERIFY(approves(m.state.tally(1).stake, 500'000) && !approves(m.state.tally(1).work, 500'000));
    m.end_epochs(4);
    QVERIFY(m.state_of(1) == ProposalState::rejected);
    Parliament nobody(std::vector<Seat>{{"poor", 0, 0}});
    const auto refused = nobody.propose(vesting(12));
    QVERIFY(holds(refused, "Nobody has a vote"));
    QVERIFY(refused.error().hint.find("ten minutes after its first paid answer") != std::string::npos);
}

void TestGovernance::depositsComeBackUnlessMostAreAgainst() {
    Parliament m(four);
    QVERIFY(m.propose(vesting(12)) && m.propose(vesting(11)) && m.propose(Statement{"Hello."}));
    QCOMPARE(m.pool("deposits"), std::uint64_t{3000});
    QVERIFY(m.propose(vesting(9)));
    QCOMPARE(m.pool("deposits"), std::uint64_t{5000}); // the fourth costs twice as much
    m.end_epochs(1);
    QVERIFY(m.vote("a", 1, Choice::no) && m.vote("b", 1, Choice::no));
    const std::uint64_t burned = m.pool("burned");
    m.end_epochs(4);
    QCOMPARE(m.pool("burned") - burned, std::uint64_t{1000});
    QCOMPARE(m.balance(key_of("proposer").public_key()), world::purse - 1000);
    QVERIFY(m.state_of(3) == ProposalState::rejected); // nobody came
    QVERIFY(m.state.check_conservation());
}

void TestGovernance::skippedEpochsDecideTheSame() {
    Parliament each(four), once(four);
    for (Parliament* m : {&each, &once}) {
        QVERIFY(m->propose(vesting(12)));
        m->end_epochs(1);
        QVERIFY(m->vote("a", 1, Choice::yes) && m->vote("b", 1, Choice::yes));
        QVERIFY(!m->state.idle_until(2) && m->state.idle_until(1));
    }
    each.end_epochs(8);
    once.end_until(8, world::hash_of("later"));
    QVERIFY(once.state_of(1) == ProposalState::executed);
    QVERIFY(*once.state.proposal(1) == *each.state.proposal(1));
    QCOMPARE(once.value("vesting.epochs"), std::uint64_t{12});
    QVERIFY(once.state.idle_until(500));
    once.end_until(once.value("gov.keep_epochs") + 7, world::hash_of("much later"));
    QVERIFY(once.state.proposal(1) == nullptr && each.state.proposal(1) != nullptr);
}

void TestGovernance::aFailedVotePaysItsFee() {
    Parliament m(four);
    QVERIFY(m.propose(vesting(12)));
    const auto key = key_of("a").public_key();
    const std::uint64_t before = m.balance(key), burned = m.pool("burned");
    QVERIFY(!m.run(key_of("a"), CastVote{1, Choice::yes}, 70));
    QCOMPARE(m.balance(key), before - 70);
    QCOMPARE(m.pool("burned"), burned + 70);
    QVERIFY(m.state.ballot(1, key) == nullptr);
    QVERIFY(m.state.check_conservation());
}

void TestGovernance::aBlockTakesSoManyVotes() {
    Parliament m(four, {{"gov.votes_per_block", 2}});
    QVERIFY(m.propose(vesting(12)));
    m.end_epochs(1);
    m.begin_block();
    const auto apply = [&](const char* name) {
        return m.state.apply(world::sign(m.state, key_of(name), CastVote{1, Choice::yes}), m.context, m.events);
    };
    QVERIFY(apply("a") && apply("b"));
    QVERIFY(is(apply("c"), Code::busy));
    m.begin_block();
    QVERIFY(apply("c"));
}

QTEST_GUILESS_MAIN(TestGovernance)
#include "tst_ledger_governance.moc"
