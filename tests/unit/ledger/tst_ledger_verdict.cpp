// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using proof::Level;
using world::is;
using world::key_of;
using world::Machine;

namespace {

const std::vector<std::string> strangers{"ann", "ben", "cleo", "dan", "eve"};

/// A network: five strangers with a node each, one settled receipt "a" of the executor "node".
struct Network : Machine {
    core::ReceiptId id;

    explicit Network(const std::string& profile = "fp32", std::uint64_t jurors = 3) : Machine(rules(jurors)) {
        world.profile = profile;
        bool built = bool(register_node());
        for (const std::string& name : strangers)
            built = built && register_stranger(name);
        built = built && run(world.caller, world.escrow("a")) && settle("a");
        if (!built) qFatal("the network could not be prepared");
        id = world.receipt_id("a");
    }
    static Genesis rules(std::uint64_t jurors) {
        Genesis genesis = world::World().genesis();
        if (!genesis.params.set_all(
                {{"audit.self_allowed", 0}, {"dispute.jurors", jurors}, {"audit.window_epochs", 5}}))
            qFatal("the parameters could not be set");
        return genesis;
    }
    const Reward& reward() const { return *state.reward(id); }
    std::vector<core::SigningKey> drawn() const { return drawn_auditors(id, strangers); }
    core::SigningKey first_drawn() const { return std::move(drawn().at(0)); }
    core::Status pass(const core::SigningKey& auditor) {
        return run(auditor, PostVerdict{id, reachable_level(reward()), true, 20, 20});
    }
    core::Status doubt(const core::SigningKey& auditor) {
        return run(auditor, PostVerdict{id, Level::signature, true, 20, 19});
    }
    core::Status fail(const core::SigningKey& auditor) {
        return run(auditor, PostVerdict{id, Level::none, false, 20, 3});
    }
};

} // namespace

class TestVerdict : public QObject {
    Q_OBJECT
private slots:
    void onlyTheDrawnAuditorIsHeard();
    void nobodyJudgesWhatWasNotDrawn();
    void anOperatorSpeaksForItsNode();
    void executorsAreNeverDrawnForThemselves();
    void levelsAreThoseOfTheProfile();
    void aWindowThatPassesDrawsAnother();
    void oneFailureTakesNobodysMoney();
    void aJuryDecides_data();
    void aJuryDecides();
    void jurorsWhoStaySilentAreReplaced();
    void aDoubtPaysNobodyAndBlamesNobody_data();
    void aDoubtPaysNobodyAndBlamesNobody();
    void aMachineAloneJudgesTwice();
    void aNetworkWithoutAuditorsWaits();
    void manyKeysGiveNobodyMoreVoices();
};

void TestVerdict::onlyTheDrawnAuditorIsHeard() {
    Network n;
    n.end_epoch(n.id, true);
    QVERIFY(n.happened(EventKind::assigned));
    QCOMPARE(n.drawn().size(), std::size_t{1});
    for (const std::string& name : strangers) {
        const auto node = key_of(name + "'s node");
        if (node.public_key() == n.drawn()[0].public_key()) continue;
        QVERIFY(is(n.pass(node), core::Code::refused));
        QVERIFY(is(n.fail(node), core::Code::refused));
        QVERIFY(is(n.fail(key_of(name)), core::Code::refused));
    }
    for (const core::SigningKey* other : {&n.world.node, &n.world.owner, &n.world.caller})
        QVERIFY(is(n.pass(*other), core::Code::refused));
    QVERIFY(n.reward().state == RewardState::pending);
    QVERIFY(n.pass(n.drawn()[0]));
    QVERIFY(n.reward().state == RewardState::confirmed);
}

void TestVerdict::nobodyJudgesWhatWasNotDrawn() {
    Network n;
    QVERIFY(is(n.pass(key_of("ann's node")), core::Code::refused)); // not yet drawn
    n.end_epoch(n.id, false);
    QVERIFY(n.reward().state == RewardState::confirmed);
    for (const std::string& name : strangers) {
        QVERIFY(is(n.fail(key_of(name + "'s node")), core::Code::conflict));
        QVERIFY(is(n.pass(key_of(name + "'s node")), core::Code::conflict));
    }
    QVERIFY(n.reward().state == RewardState::confirmed && n.reward().level == Level::signature);
    QVERIFY(is(n.run(key_of("ann's node"), PostVerdict{{}, Level::none, false, 1, 0}), core::Code::not_found));
}

void TestVerdict::anOperatorSpeaksForItsNode() {
    Network n;
    n.end_epoch(n.id, true);
    const core::PublicKey node = n.drawn()[0].public_key();
    for (const std::string& name : strangers)
        if (n.state.node(node)->operator_key == key_of(name).public_key()) QVERIFY(n.pass(key_of(name)));
    QVERIFY(n.reward().state == RewardState::confirmed);
}

void TestVerdict::executorsAreNeverDrawnForThemselves() {
    std::set<core::PublicKey> seen;
    for (int i = 0; i < 60; ++i) {
        Network n;
        const auto second_node = key_of("second node " + std::to_string(i));
        QVERIFY(n.run(n.world.owner, world::World::registration(second_node, n.world.owner)));
        n.context.epoch = static_cast<core::Epoch>(i);
        n.end_until(n.context.epoch, world::hash_of("x" + std::to_string(i)));
        if (!n.reward().drawn) continue;
        QCOMPARE(n.drawn().size(), std::size_t{1});
        seen.insert(n.drawn()[0].public_key());
    }
    QVERIFY2(seen.size() >= 3, qPrintable(QString::number(seen.size()))); // the beacon spreads the work
}

void TestVerdict::levelsAreThoseOfTheProfile() {
    for (const proof::Profile& profile : proof::profiles()) {
        Network n{std::string(profile.name)};
        n.end_epoch(n.id, true);
        const core::SigningKey auditor = n.first_drawn();
        for (const Level level : {Level::none, Level::statistical, Level::attested, Level::exact})
            if (level != profile.reachable)
                QVERIFY2(!n.run(auditor, PostVerdict{n.id, level, true, 20, 20}), profile.name.data());
        QVERIFY(is(n.run(auditor, PostVerdict{n.id, Level::statistical, false, 20, 1}), core::Code::invalid_argument));
        if (profile.exact)
            QVERIFY(is(n.run(auditor, PostVerdict{n.id, Level::exact, true, 20, 19}), core::Code::refused));
        QVERIFY(n.pass(auditor));
        QVERIFY(n.reward().level == profile.reachable);
    }
}

void TestVerdict::aWindowThatPassesDrawsAnother() {
    Network n;
    n.end_epoch(n.id, true);
    const core::SigningKey first = n.first_drawn();
    const core::Epoch last = n.reward().window_end;
    while (n.context.epoch <= last)
        n.end_epochs(1);
    QCOMPARE(n.drawn().size(), std::size_t{1}); // perhaps the same one again
    // Late but before the epoch's end, nobody is heard.
    n.context.epoch = n.reward().window_end + 1;
    QVERIFY(is(n.pass(n.drawn()[0]), core::Code::refused));
    std::set<core::PublicKey> drawn{first.public_key()};
    for (int i = 0; i < 20; ++i) {
        n.end_until(n.context.epoch, world::hash_of("w" + std::to_string(i)));
        drawn.insert(n.drawn().at(0).public_key());
        n.context.epoch = n.reward().window_end + 1;
    }
    QVERIFY(drawn.size() > 1);
    QVERIFY(n.reward().state == RewardState::pending); // a check that could not run is no pass
}

void TestVerdict::oneFailureTakesNobodysMoney() {
    Network n;
    n.end_epoch(n.id, true);
    const std::uint64_t before = n.balance(n.world.caller.public_key());
    const auto auditor = n.first_drawn();
    QVERIFY(n.fail(auditor));
    QVERIFY(n.reward().state == RewardState::disputed);
    QVERIFY(n.happened(EventKind::disputed) && !n.happened(EventKind::lost));
    QCOMPARE(n.balance(n.world.caller.public_key()), before);
    QCOMPARE(n.state.node(n.world.node.public_key())->failed, std::uint64_t{0});
    QVERIFY(n.state.check_conservation());
    QVERIFY(is(n.fail(auditor), core::Code::refused)); // it has spoken
    n.end_epochs(1);
    QCOMPARE(n.drawn().size(), std::size_t{3});
    for (const core::SigningKey& juror : n.drawn())
        QVERIFY(juror.public_key() != auditor.public_key());
    // What waits for a jury survives a snapshot.
    const auto again = State::from_cbor(core::cbor::decode(core::cbor::encode(n.state.to_cbor())).value());
    QVERIFY2(again.ok(), again ? "" : again.error().message.c_str());
    QCOMPARE(again->app_hash(), n.state.app_hash());
    QCOMPARE(again->duties_of(n.drawn()[0].public_key()), std::vector{n.id});
}

void TestVerdict::aJuryDecides_data() {
    QTest::addColumn<QString>("votes");
    QTest::addColumn<bool>("lost");
    QTest::newRow("all fail") << "ff" << true; // the third is not needed
    QTest::newRow("two of three fail") << "fpf" << true;
    QTest::newRow("two of three pass") << "pfp" << false;
    QTest::newRow("all pass") << "pp" << false;
    QTest::newRow("two of three pass, one doubts") << "dpp" << false;
    QTest::newRow("two of three fail, one doubts") << "fdf" << true;
}

void TestVerdict::aJuryDecides() {
    QFETCH(QString, votes);
    QFETCH(bool, lost);
    Network n{"ci8.1"};
    n.end_epoch(n.id, true);
    QVERIFY(n.fail(n.drawn()[0]));
    n.end_epochs(1);
    const auto jury = n.drawn();
    QCOMPARE(jury.size(), std::size_t{3});
    for (int i = 0; i < votes.size(); ++i) {
        QVERIFY(n.reward().state == RewardState::disputed);
        const core::SigningKey& juror = jury[static_cast<std::size_t>(i)];
        QVERIFY(votes[i] == 'f' ? n.fail(juror) : votes[i] == 'd' ? n.doubt(juror) : n.pass(juror));
    }
    QVERIFY(n.reward().state == (lost ? RewardState::lost : RewardState::confirmed));
    QCOMPARE(n.balance(n.world.caller.public_key()), world::allotment - (lost ? 0 : 9000));
    QCOMPARE(n.state.node(n.world.node.public_key())->failed, std::uint64_t{lost});
    if (!lost) QVERIFY(n.reward().level == Level::exact);
    n.end_epochs(30);
    QVERIFY(n.reward().state == (lost ? RewardState::lost : RewardState::paid));
    QVERIFY(n.state.check_conservation());
}

void TestVerdict::jurorsWhoStaySilentAreReplaced() {
    Network n;
    n.end_epoch(n.id, true);
    QVERIFY(n.fail(n.drawn()[0]));
    n.end_epochs(1);
    QVERIFY(n.fail(n.drawn()[0]));
    QCOMPARE(n.drawn().size(), std::size_t{2});
    for (const core::Epoch last = n.reward().window_end; n.context.epoch <= last;)
        n.end_epochs(1);
    QCOMPARE(n.drawn().size(), std::size_t{2}); // one voice stands, two are asked anew
    QVERIFY(n.fail(n.drawn()[0]));
    QVERIFY(n.reward().state == RewardState::lost);

    // Of two jurors only one is left and passes it: those who answered decide.
    Network few{"fp32", 5};
    few.end_epoch(few.id, true);
    const auto first = few.first_drawn();
    QVERIFY(few.fail(first));
    few.end_epochs(1);
    QCOMPARE(few.drawn().size(), std::size_t{4}); // five are wanted; the first auditor is not asked again
    for (const core::SigningKey& juror : few.drawn())
        QVERIFY(few.pass(juror) || few.reward().state == RewardState::confirmed);
    QVERIFY(few.reward().state == RewardState::confirmed);
}

void TestVerdict::aDoubtPaysNobodyAndBlamesNobody_data() {
    QTest::addColumn<QString>("votes");
    for (const char* votes : {"dd", "dpd", "dfd", "pfd"})
        QTest::newRow(votes) << votes;
}

/// One token outside the filters is more than rounding explains and less than proof.
void TestVerdict::aDoubtPaysNobodyAndBlamesNobody() {
    QFETCH(QString, votes);
    Network n{"fp32"};
    n.end_epoch(n.id, true);
    QVERIFY(n.doubt(n.first_drawn()));
    QVERIFY(n.reward().state == RewardState::disputed); // not paid on the word of its signature
    n.end_epochs(1);
    const auto jury = n.drawn();
    for (int i = 0; i < votes.size(); ++i) {
        const core::SigningKey& juror = jury.at(static_cast<std::size_t>(i));
        QVERIFY(votes[i] == 'f' ? n.fail(juror) : votes[i] == 'd' ? n.doubt(juror) : n.pass(juror));
    }
    QVERIFY(n.reward().state == RewardState::lost);
    QCOMPARE(n.balance(n.world.caller.public_key()), world::allotment);
    QCOMPARE(n.state.node(n.world.node.public_key())->failed, std::uint64_t{0});
    QVERIFY(n.state.check_conservation());
}

void TestVerdict::aMachineAloneJudgesTwice() {
    Machine m; // solo rules: one's own receipts, a jury of one
    QVERIFY(m.register_node() && m.run(m.world.caller, m.world.escrow("a")) && m.settle("a"));
    const auto id = m.world.receipt_id("a");
    const PostVerdict failed{id, Level::none, false, 20, 3};
    m.end_epoch(id, true);
    QVERIFY(m.run(m.world.owner, failed));
    QVERIFY(is(m.run(m.world.owner, failed), core::Code::refused)); // the second replay is drawn first
    QVERIFY(m.state.reward(id)->state == RewardState::disputed);
    m.end_epochs(1);
    QVERIFY(m.run(m.world.owner, failed));
    QVERIFY(m.state.reward(id)->state == RewardState::lost);
    QCOMPARE(m.balance(m.world.caller.public_key()), world::allotment);
    QCOMPARE(m.state.node(m.world.node.public_key())->failed, std::uint64_t{1});
    m.end_epochs(30);
    QCOMPARE(m.balance(m.world.owner.public_key()), std::uint64_t{0});
    QVERIFY(m.state.check_conservation());
}

void TestVerdict::aNetworkWithoutAuditorsWaits() {
    Machine m{Network::rules(3)};
    QVERIFY(m.register_node() && m.run(m.world.caller, m.world.escrow("a")) && m.settle("a"));
    const auto id = m.world.receipt_id("a");
    m.end_epoch(id, true);
    m.end_epochs(20);
    QVERIFY(m.state.reward(id)->state == RewardState::pending && m.drawn_auditors(id, {"ann"}).empty());
    QVERIFY(m.register_stranger("ann"));
    m.end_epochs(static_cast<int>(m.state.params().get("audit.window_epochs")));
    QVERIFY(m.run(key_of("ann"), PostVerdict{id, Level::statistical, true, 20, 20}));
    QVERIFY(m.state.reward(id)->state == RewardState::confirmed);
}

void TestVerdict::manyKeysGiveNobodyMoreVoices() {
    for (int i = 0; i < 20; ++i) {
        Network n;
        // The payer and one of the strangers bring fifty keys each, and the stranger some more once a dispute is open.
        const auto bring = [&](const core::SigningKey& owner, const std::string& name) {
            for (int k = 0; k < 50; ++k)
                QVERIFY(n.run(owner, world::World::registration(key_of(name + std::to_string(k)), owner)));
        };
        bring(n.world.caller, "payer's ");
        bring(key_of("ann"), "more of ann's ");
        n.context.epoch = static_cast<core::Epoch>(i);
        n.end_epoch(n.id, true);
        const auto auditor_of = [&](const AuditDuty& duty) { return n.state.node(duty.auditor)->operator_key; };
        QVERIFY(auditor_of(n.reward().audits.at(0)) != n.world.caller.public_key());
        const core::PublicKey accuser = auditor_of(n.reward().audits.at(0));
        for (const std::string& name : strangers)
            if (key_of(name).public_key() == accuser) QVERIFY(n.fail(key_of(name)));
        bring(key_of("ben"), "late " + std::to_string(i));
        n.end_epochs(1);
        std::set<core::PublicKey> operators;
        for (const AuditDuty& duty : n.reward().audits)
            QVERIFY(operators.insert(auditor_of(duty)).second);
        QCOMPARE(operators.size(), std::size_t{4}); // the accuser and three others
    }
}

QTEST_GUILESS_MAIN(TestVerdict)
#include "tst_ledger_verdict.moc"
