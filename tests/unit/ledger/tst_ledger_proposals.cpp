// SPDX-License-Identifier: Apache-2.0
#include "parliament.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using namespace std::string_literals;
using core::Amount;
using core::Code;
using world::is;
using world::key_of;
using world::Parliament;
using world::Seat;

namespace {

const std::vector<Seat> four{{"a", 400, 1'000'000}, {"b", 300, 250'000}, {"c", 200, 0}, {"d", 100, 0}};

bool holds(const core::Status& status, const std::string& part) {
    return !status && status.error().message.find(part) != std::string::npos;
}

/// All in favour, from the first epoch in which votes count to the end of the vote.
bool accept(Parliament& m, std::uint64_t id) {
    m.end_epochs(1);
    for (const char* name : {"a", "b", "c", "d"})
        if (!m.vote(name, id, Choice::yes)) return false;
    m.end_epochs(4);
    return m.state_of(id) == ProposalState::queued;
}

} // namespace

class TestProposals : public QObject {
    Q_OBJECT
private slots:
    void summariesComeFromTheContent();
    void boundsAreCheckedWhenProposedAndWhenTheyTakeEffect();
    void sharesMoveTogether();
    void paymentsStayBelowTheTreasury();
    void theCatalogueHoldsWhatWasListed();
    void anUpgradeStopsProgramsThatDoNotKnowIt();
    void theGuardianCancelsAndNothingElse();
    void limitsHold();
    void olderRulesKnowNoProposals();
    void snapshotsKeepAnOpenVote();
};

void TestProposals::summariesComeFromTheContent() {
    const Params p = Params::solo();
    const auto said = [&](const ProposalContent& content) { return summary_of(content, {10}, p); };
    QCOMPARE(said(ChangeParameters{{{"vesting.epochs", 12}}}),
             std::string("Moves vesting.epochs from 10 to 12 (epochs). Epochs from the settlement of a receipt to the "
                         "payout of its confirmed reward."));
    const auto account = key_of("a").public_key();
    QCOMPARE(said(Spend{account, Amount::from_units(1'500'000'000)}),
             "Pays 1.5 EMB out of the treasury to the account " + account.hex() + ".");
    QCOMPARE(said(ListProfile{"ci8.1", false}), std::string("Takes the profile ci8.1 out of the ledger's catalogue."));
    QVERIFY(said(UpgradeRules{4, 77, {}}).find("From block 77 on the ledger follows version 4") == 0);
    QCOMPARE(said(Statement{"free money"}),
             std::string("Adopts a text of 10 bytes. It moves no money and changes no rule."));
    for (const auto& [content, kind] :
         std::vector<std::pair<ProposalContent, std::string>>{{ChangeParameters{}, "parameter"},
                                                              {Spend{}, "spend"},
                                                              {ListModel{}, "model"},
                                                              {ListProfile{}, "profile"},
                                                              {UpgradeRules{}, "upgrade"},
                                                              {Statement{}, "text"}})
        QCOMPARE(std::string(kind_name(content)), kind);
}

void TestProposals::boundsAreCheckedWhenProposedAndWhenTheyTakeEffect() {
    Parliament m(four);
    QVERIFY(holds(m.propose(ChangeParameters{{{"vesting.epochs", 0}}}), "between 1 and 100000"));
    QVERIFY(is(m.propose(ChangeParameters{{{"no.such", 1}}}), Code::not_found));
    QVERIFY(holds(m.propose(ChangeParameters{{{"vesting.epochs", 10}}}), "already"));
    QVERIFY(m.state.proposals().empty() && m.pool("burned") == 0);
    // Both were possible when they were proposed; the second would move what the first has moved.
    QVERIFY(m.propose(ChangeParameters{{{"vesting.epochs", 12}}}) &&
            m.propose(ChangeParameters{{{"vesting.epochs", 9}}}));
    m.end_epochs(1);
    for (const char* name : {"a", "b", "c"})
        QVERIFY(m.vote(name, 1, Choice::yes) && m.vote(name, 2, Choice::yes));
    m.end_epochs(6);
    QVERIFY(m.state_of(1) == ProposalState::executed && m.state_of(2) == ProposalState::failed);
    QCOMPARE(m.value("vesting.epochs"), std::uint64_t{12});
    QVERIFY(m.happened(EventKind::failed));
}

void TestProposals::sharesMoveTogether() {
    Parliament m(four);
    QVERIFY(holds(m.propose(ChangeParameters{{{"fee.executor_ppm", 810'000}}}), "sum to 990000"));
    QVERIFY(m.propose(ChangeParameters{{{"fee.executor_ppm", 810'000}, {"fee.verifiers_ppm", 70'000}}}));
    QVERIFY(accept(m, 1));
    m.end_epochs(2);
    QCOMPARE(m.value("fee.executor_ppm"), std::uint64_t{810'000});
    QCOMPARE(m.value("fee.verifiers_ppm"), std::uint64_t{70'000});
    const auto again = State::from_cbor(m.state.to_cbor());
    QVERIFY(again.ok() && again->app_hash() == m.state.app_hash());
}

void TestProposals::paymentsStayBelowTheTreasury() {
    Parliament m(four, {{"gov.spend_ppm", 100'000}, {"gov.spend_window_ppm", 150'000}, {"vesting.epochs", 1}});
    QVERIFY(m.register_node() && m.run(m.world.caller, m.world.escrow("a", 1'000'000)));
    proof::Receipt receipt = m.world.receipt("a", 10, 2000);
    QVERIFY(m.run(m.world.node, m.world.settlement(receipt)));
    m.end_epoch(receipt.id(), false);
    m.end_epochs(2);
    QCOMPARE(m.pool("treasury"), std::uint64_t{24'030}); // 3 % of 801 000
    const auto to = key_of("friend").public_key();
    QVERIFY(holds(m.propose(Spend{to, Amount::from_units(24'031)}), "The treasury holds"));
    QVERIFY(holds(m.propose(Spend{to, Amount::from_units(2404)}), "at most"));
    QVERIFY(is(m.propose(Spend{to, {}}), Code::invalid_argument));
    QVERIFY(m.propose(Spend{to, Amount::from_units(2000)}) && m.propose(Spend{to, Amount::from_units(2000)}));
    m.end_epochs(1);
    for (const char* name : {"a", "b", "c"})
        QVERIFY(m.vote(name, 1, Choice::yes) && m.vote(name, 2, Choice::yes));
    m.end_epochs(4);
    QVERIFY(m.state_of(1) == ProposalState::queued);
    QCOMPARE(m.balance(to), std::uint64_t{0}); // not before its timelock
    m.end_epochs(3);
    // The second one alone would fit; both together are above the window's 3604.
    QVERIFY(m.state_of(1) == ProposalState::executed && m.state_of(2) == ProposalState::failed);
    QCOMPARE(m.balance(to), std::uint64_t{2000});
    QCOMPARE(m.pool("treasury"), std::uint64_t{22'030});
    QVERIFY(m.state.check_conservation());
}

void TestProposals::theCatalogueHoldsWhatWasListed() {
    Parliament m(four);
    QVERIFY(m.propose(ListModel{m.world.model, "small", true}) && m.propose(ListProfile{"ci8.1", true}));
    QVERIFY(is(m.propose(ListProfile{"ci9.9", true}), Code::unsupported));
    QVERIFY(is(m.propose(ListModel{m.world.model, "small", false}), Code::not_found));
    m.end_epochs(1);
    for (const char* name : {"a", "b", "c"})
        QVERIFY(m.vote(name, 1, Choice::yes) && m.vote(name, 2, Choice::yes));
    m.end_epochs(6);
    QCOMPARE(m.state.listings().size(), std::size_t{2});
    QCOMPARE(m.state.listings().at(listing_key(m.world.model)).name, std::string("small"));
    QVERIFY(is(m.propose(ListModel{m.world.model, "large", true}), Code::conflict));
    QVERIFY(is(m.propose(ListModel{m.world.model, "another", false}), Code::not_found)); // that is not its name
    QVERIFY(m.propose(ListModel{m.world.model, "small", false}));
    QVERIFY(accept(m, 3));
    m.end_epochs(2);
    QCOMPARE(m.state.listings().size(), std::size_t{1});
}

void TestProposals::anUpgradeStopsProgramsThatDoNotKnowIt() {
    Parliament m(four);
    const core::Height height = m.context.height + 60;
    const auto next = present_rules + 1;
    QVERIFY(is(m.propose(UpgradeRules{next + 1, height, {}}), Code::refused));
    QVERIFY(is(m.propose(UpgradeRules{present_rules, height, {}}), Code::refused));
    QVERIFY(holds(m.propose(UpgradeRules{next, m.context.height, {}}), "has passed"));
    QVERIFY(m.propose(UpgradeRules{next, height, world::hash_of("program")}));
    QVERIFY(accept(m, 1));
    m.end_epochs(3);
    QVERIFY(m.state_of(1) == ProposalState::executed);
    QCOMPARE(m.state.governance().upgrade->height, height);
    QVERIFY(is(m.propose(UpgradeRules{next, height + 9, {}}), Code::conflict));
    while (m.context.height + 1 < height)
        QVERIFY(m.run(m.world.caller, Transfer{key_of("a").public_key(), Amount::from_units(1)}));
    QVERIFY(!m.state.check_running(height) && m.state.check_running(height - 1));
    const core::Hash before = m.state.app_hash();
    const core::Status stopped = m.run(m.world.caller, Transfer{key_of("a").public_key(), Amount::from_units(1)}, 5);
    QVERIFY(is(stopped, Code::unsupported) && !stopped.error().hint.empty());
    QCOMPARE(m.state.app_hash(), before); // not even a fee
}

void TestProposals::theGuardianCancelsAndNothingElse() {
    Parliament m(four, {{"gov.guardian_epochs", 20}});
    QVERIFY(m.propose(Statement{"One."}) && m.propose(Statement{"Two."}) && m.propose(Statement{"Three."}));
    const core::SigningKey guardian = key_of("guardian");
    QVERIFY(is(m.run(key_of("a"), CancelProposal{1}), Code::refused));
    QVERIFY(is(m.run(guardian, CancelProposal{9}), Code::not_found));
    QVERIFY(m.run(guardian, CancelProposal{1}));
    QCOMPARE(m.balance(key_of("proposer").public_key()), world::purse - 2000); // this deposit came back
    QVERIFY(is(m.run(guardian, CancelProposal{1}), Code::conflict));
    QVERIFY(is(m.run(guardian, SubmitProposal{"Mine", Statement{"I rule."}}), Code::refused));
    QVERIFY(is(m.run(guardian, DelegateVotes{key_of("a").public_key()}), Code::refused));
    m.end_epochs(1);
    QVERIFY(is(m.run(guardian, CastVote{2, Choice::yes}), Code::refused));
    QVERIFY(is(m.vote("a", 1, Choice::yes), Code::refused));
    for (const char* name : {"a", "b", "c"})
        QVERIFY(m.vote(name, 2, Choice::yes));
    m.end_epochs(4);
    QVERIFY(m.state_of(2) == ProposalState::queued);
    QVERIFY(m.run(guardian, CancelProposal{2})); // accepted, and not in effect yet
    m.end_epochs(4);
    QVERIFY(m.state_of(2) == ProposalState::cancelled && m.happened(EventKind::cancelled));
    m.end_epochs(12);
    QVERIFY(m.propose(Statement{"Four."}));
    QVERIFY(holds(m.run(guardian, CancelProposal{4}), "time has passed"));
    QVERIFY(m.state.check_conservation());
}

void TestProposals::limitsHold() {
    Parliament m(four, {{"gov.open_max", 2}});
    for (const std::string& title : {std::string(), std::string(121, 'x'), std::string("a\nb"),
                                     std::string("a\xe2\x80\xae"
                                                 "b")})
        QVERIFY(is(m.propose(Statement{"x"}, title), Code::invalid_argument));
    for (const char32_t c : U"\u0085\u00ad\u061c\u115f\u1160\u17b4\u180e\u200d\u2060\u206f\u3164\ufe0f\ufeff\uffa0"
                            U"\ufff9\U0001d173\U000e0041\U000e0fff"s) {
        const std::string text = QString::fromStdU32String({U'a', c, U'b'}).toStdString();
        QVERIFY2(holds(m.propose(Statement{text}), "cannot be seen"), text.c_str());
        QVERIFY2(holds(m.propose(Statement{"x"}, text), "cannot be seen"), text.c_str());
    }
    for (const char* blank : {" ", "\u00a0\u2003", "\u3000 \u2800"})
        QVERIFY(holds(m.propose(Statement{blank}), "blank") && holds(m.propose(Statement{"x"}, blank), "blank"));
    QVERIFY(holds(m.propose(Statement{"\n\t\n"}), "blank"));
    QVERIFY(is(m.propose(Statement{std::string(max_proposed_text_bytes + 1, 'x')}), Code::invalid_argument));
    QVERIFY(is(m.propose(ListModel{m.world.model, std::string(65, 'x'), true}), Code::invalid_argument));
    ChangeParameters many;
    for (const auto& [name, p] : m.state.params().all())
        if (many.values.size() <= max_changes) many.values[name] = p.value;
    QVERIFY(is(m.propose(many), Code::invalid_argument));
    QVERIFY(is(m.propose(ChangeParameters{}), Code::invalid_argument));
    QVERIFY(m.propose(Statement{"Lines\nand a \xc3\xbc."}, std::string(120, 'x')) && m.propose(Statement{"Two."}));
    QVERIFY(is(m.propose(Statement{"Three."}), Code::busy));
    QVERIFY(is(m.run(key_of("pauper"), SubmitProposal{"Free", Statement{"x"}}), Code::busy));
    m.end_epochs(5);
    QVERIFY(holds(m.run(key_of("pauper"), SubmitProposal{"Free", Statement{"x"}}), "deposit of"));
    // What is too long does not even decode.
    const auto tx = world::sign(m.state, key_of("a"), SubmitProposal{std::string(121, 'x'), Statement{"x"}});
    QVERIFY(!SignedTransaction::decode(tx.encode()));
}

void TestProposals::olderRulesKnowNoProposals() {
    Genesis genesis = world::World().genesis();
    genesis.rules = 2;
    world::Machine m(genesis);
    QVERIFY(is(m.run(m.world.caller, SubmitProposal{"Early", Statement{"x"}}), Code::unsupported));
    QVERIFY(is(m.run(m.world.caller, CastVote{1, Choice::yes}), Code::unsupported));
    QVERIFY(is(m.run(m.world.caller, CancelProposal{1}), Code::unsupported));
    QVERIFY(is(m.run(m.world.caller, DelegateVotes{}), Code::unsupported));
    QVERIFY(m.state.upgrade(3, m.context.epoch));
    QVERIFY(is(m.run(m.world.caller, SubmitProposal{"Now", Statement{"x"}}), Code::refused)); // nobody has a vote
    genesis.guardian = key_of("guardian").public_key();
    QVERIFY(!genesis.check());
    genesis.rules = 3;
    QVERIFY(genesis.check() && Genesis::from_cbor(genesis.to_cbor())->guardian == genesis.guardian);
}

void TestProposals::snapshotsKeepAnOpenVote() {
    Parliament m(four);
    QVERIFY(m.propose(ChangeParameters{{{"vesting.epochs", 12}}}) && m.propose(ListProfile{"ci4.1", true}));
    QVERIFY(m.delegate("c", "a") &&
            m.run(key_of("b"), Unstake{key_of("b's node").public_key(), Amount::from_units(9)}));
    m.end_epochs(1);
    QVERIFY(m.vote("a", 1, Choice::yes) && m.vote("b", 2, Choice::no) && m.vote("d", 1, Choice::abstain));
    auto restored = State::from_cbor(core::cbor::decode(core::cbor::encode(m.state.to_cbor())).value());
    QVERIFY2(restored.ok(), restored ? "" : restored.error().message.c_str());
    QCOMPARE(restored->app_hash(), m.state.app_hash());
    QVERIFY(restored->tally(1) == m.state.tally(1) && restored->weight_in(1, key_of("b").public_key()).stake == 300);
    std::vector<LedgerEvent> events;
    for (core::Epoch epoch = 1; epoch < 9; ++epoch) {
        m.state.end_epoch(epoch, m.context, m.events);
        restored->end_epoch(epoch, m.context, events);
        QCOMPARE(restored->app_hash(), m.state.app_hash());
    }
    QVERIFY(restored->proposal(1)->state == ProposalState::executed);
}

QTEST_GUILESS_MAIN(TestProposals)
#include "tst_ledger_proposals.moc"
