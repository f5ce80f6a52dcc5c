// SPDX-License-Identifier: Apache-2.0
#include "pages/governance/governance_reader.h"
#include "stage.h"

#include <QSignalSpy>

using namespace hearth;
using namespace hearth::desktop;
using hearth::desktop::testing::Stage;

namespace {

QVariant of(const ProposalListModel& model, int row, ProposalListModel::Role role) {
    return model.index(row).data(role);
}

} // namespace

class DesktopGovernance : public QObject {
    Q_OBJECT
private slots:
    void whatEndsFirstStandsFirstAndWhatIsOverApart() {
        Stage stage("network");
        GovernanceReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(reader.openCount(), 4);
        QVector<int> ids;
        for (int row = 0; row < reader.openCount(); ++row)
            ids << of(*reader.open(), row, ProposalListModel::ProposalId).toInt();
        QCOMPARE(ids, QVector<int>({17, 14, 18, 13}));
        QCOMPARE(reader.overCount(), 2);
        QCOMPARE(reader.openRow(14), 1);
        QCOMPARE(reader.openRow(12), -1);
        QCOMPARE(reader.overRow(12), 0);
        reader.setShown(1);
        QCOMPARE(reader.over()->rowCount(), 1);
        QCOMPARE(reader.overCount(), 2);
        QVERIFY(!reader.alone());
    }

    void aCardSaysWhatItMovesAndHowBothHousesStand() {
        Stage stage("network");
        GovernanceReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(reader.openCount(), 4);
        const int row = reader.openRow(14);
        QVERIFY(
            of(*reader.open(), row, ProposalListModel::Summary).toString().startsWith("Epochs from the settlement"));
        const QVariantList changes = of(*reader.open(), row, ProposalListModel::Changes).toList();
        QCOMPARE(changes.at(0).toMap()["from"].toString(), QStringLiteral("10 epochs"));
        QCOMPARE(changes.at(1).toMap()["to"].toString(), QStringLiteral("1.25 % of receipts"));
        const QVariantList houses = of(*reader.open(), row, ProposalListModel::Houses).toList();
        QCOMPARE(houses.size(), 2);
        const QVariantMap stake = houses.at(0).toMap(), work = houses.at(1).toMap();
        QCOMPARE(stake["yes"].toString(), QStringLiteral("412 EMB"));
        QCOMPARE(stake["voted"].toString(), QStringLiteral("12.8 %"));
        QCOMPARE(stake["reached"].toBool(), false);
        QCOMPARE(work["reached"].toBool(), true);
        QCOMPARE(stake["own"].toString(), QStringLiteral("25.0 EMB"));
        QCOMPARE(stake["lent"].toString(), QStringLiteral("140 EMB"));
        QVERIFY(of(*reader.open(), row, ProposalListModel::When).toString().contains("29 min"));
        // Whom money would go to stands whole, not shortened in a sentence.
        const int spend = reader.openRow(13);
        QCOMPARE(of(*reader.open(), spend, ProposalListModel::Ids).toStringList().value(0).size(), 64);
        QVERIFY(!of(*reader.open(), spend, ProposalListModel::CanVote).toBool());
    }

    void aVoteIsSentOnceAndToldAsConfirmedWithItsBlock() {
        Stage stage("network");
        GovernanceReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(reader.openCount(), 4);
        reader.vote(14, QStringLiteral("yes"));
        reader.vote(14, QStringLiteral("no")); // while the first is on its way
        QCOMPARE(of(*reader.open(), 1, ProposalListModel::CastState).toString(), QStringLiteral("sending"));
        QTRY_COMPARE(of(*reader.open(), 1, ProposalListModel::CastState).toString(), QStringLiteral("confirmed"));
        QVERIFY(of(*reader.open(), 1, ProposalListModel::CastNote).toString().startsWith("Confirmed at height 48,21"));
        QCOMPARE(of(*reader.open(), 1, ProposalListModel::CastTx).toString().size(), 64);
        QTRY_COMPARE(of(*reader.open(), 1, ProposalListModel::OwnChoice).toString(), QStringLiteral("yes"));
        QCOMPARE(of(*reader.open(), 1, ProposalListModel::Houses).toList().at(0).toMap()["yes"].toString(),
                 QStringLiteral("437 EMB"));
    }

    void aVoteThatIsRefusedSaysWhyAndTheNextMayTry() {
        Stage stage("network");
        GovernanceReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(reader.openCount(), 4);
        const int waiting = reader.openRow(18);
        reader.vote(18, QStringLiteral("yes"));
        QTRY_COMPARE(of(*reader.open(), waiting, ProposalListModel::CastState).toString(), QStringLiteral("failed"));
        QVERIFY(!of(*reader.open(), waiting, ProposalListModel::CastNote).toString().isEmpty());
        QVERIFY(reader.error().isEmpty()); // it stays with its proposal
    }

    void theGuardiansVetoEndsAProposalAndOthersHaveNone() {
        Stage stage("network");
        GovernanceReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(reader.openCount(), 4);
        QVERIFY(reader.mayVeto());
        reader.veto(14);
        QVERIFY(reader.vetoing());
        QTRY_VERIFY(!reader.vetoing());
        QVERIFY(!reader.vetoBad() && reader.vetoNote().contains(QStringLiteral("proposal 14 has no effect")));
        QTRY_COMPARE(reader.openCount(), 3);
        reader.veto(999);
        QTRY_VERIFY(reader.vetoBad());
        QVERIFY(!reader.vetoNote().isEmpty() && reader.error().isEmpty());
        Stage home("working");
        GovernanceReader citizen;
        citizen.setConnection(&home.connection);
        QVERIFY(home.open());
        QTRY_VERIFY(citizen.loaded());
        QVERIFY(!citizen.mayVeto());
        citizen.veto(2);
        QTRY_VERIFY(citizen.vetoBad());
    }

    void votesAreLentAndTakenBack() {
        Stage stage("network");
        GovernanceReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        const QString other = QString(64, QLatin1Char('a'));
        QVERIFY(!GovernanceReader::isAccount(QStringLiteral("anna")));
        QVERIFY(GovernanceReader::isAccount(QStringLiteral(" ") + other + QStringLiteral("\n")));
        reader.delegateTo(other);
        QVERIFY(reader.sending());
        QTRY_COMPARE(reader.delegate(), other);
        QVERIFY(reader.note().contains("holds the delegation") && !reader.noteBad());
        reader.delegateTo({});
        QTRY_VERIFY(reader.delegate().isEmpty());
    }

    void moreIsPutAtStake() {
        Stage stage("network");
        GovernanceReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        QCOMPARE(reader.staked(), QStringLiteral("25.0 EMB"));
        for (const char* wrong : {"", "0", "much", "-1", "0.0000000001", "3.49"})
            QVERIFY2(!reader.amountFault(QString::fromLatin1(wrong)).isEmpty(), wrong);
        reader.stakeMore(QStringLiteral("3.49")); // the account has 3.48
        QVERIFY(!reader.sending());
        QVERIFY(reader.amountInFull(QStringLiteral("2")).startsWith(QStringLiteral("2.000000000")));
        reader.stakeMore(QStringLiteral("2"));
        QVERIFY(reader.sending());
        QTRY_COMPARE(reader.staked(), QStringLiteral("27.0 EMB"));
        QVERIFY(reader.note().contains("at stake") && !reader.noteBad());
    }

    void aHomeAloneIsToldAsOne() {
        Stage stage("first-run");
        GovernanceReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        QVERIFY(reader.alone());
        QCOMPARE(reader.openCount(), 0);
        QCOMPARE(reader.deposit(), QStringLiteral("1.00 EMB"));
    }
};

QTEST_GUILESS_MAIN(DesktopGovernance)
#include "tst_desktop_governance.moc"
