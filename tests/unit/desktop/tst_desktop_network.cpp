// SPDX-License-Identifier: Apache-2.0
#include "pages/network/home_change_reader.h"
#include "pages/network/invitation_reader.h"
#include "pages/network/network_reader.h"
#include "stage.h"

#include <QSignalSpy>

using namespace hearth;
using namespace hearth::desktop;
using hearth::desktop::testing::Stage;

class DesktopNetwork : public QObject {
    Q_OBJECT
private slots:
    void aNetworkIsToldWithWhomItsHomeIsLinked() {
        Stage stage("network");
        NetworkReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        QVERIFY(!reader.alone());
        QCOMPARE(reader.validators().size(), 4);
        const QVariantMap guilty = reader.validators().at(3).toMap();
        QCOMPARE(guilty["word"].toString(), QStringLiteral("has no vote any more"));
        QVERIFY(guilty["offences"].toStringList().value(0).contains("41206"));
        QVERIFY(reader.peersKnown());
        QCOMPARE(reader.peers().size(), 4);
        int behind = 0;
        for (const QVariant& peer : reader.peers())
            behind += peer.toMap()["behind"].toBool() ? 1 : 0;
        QCOMPARE(behind, 1);
        QCOMPARE(reader.links().at(0).toMap()["latency"].toString(), QStringLiteral("23 ms"));
        QCOMPARE(reader.links().at(1).toMap()["latency"].toString(), QStringLiteral("—")); // nobody measured it
        QVERIFY(reader.links().at(1).toMap()["reason"].toString().contains("did not answer"));
        QVERIFY(reader.trouble().isEmpty());
        QVERIFY(reader.trust().at(1).contains("two thirds"));
        QVERIFY(!reader.lastBlock().isEmpty() && reader.lastBlock() != QStringLiteral("—"));
    }

    void channelsAndWhatValidatorsLostAreShown() {
        Stage stage("network");
        NetworkReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        QCOMPARE(reader.channels().size(), 2);
        const QVariantMap earns = reader.channels().at(0).toMap(), pays = reader.channels().at(1).toMap();
        QVERIFY(earns["word"].toString().contains("is paid") && pays["word"].toString().contains("pays"));
        QVERIFY2(earns["spent"].toString().contains("0.0339"), qPrintable(earns["spent"].toString()));
        QVERIFY(earns["settled"].toString().contains("0.0312"));
        QVERIFY(earns["ends"].toString().contains("epoch") && pays["ends"].toString().contains("closed"));
        QStringList offences;
        for (const QVariant& validator : reader.validators())
            offences += validator.toMap()["offences"].toStringList();
        QCOMPARE(offences.size(), 2);
        QVERIFY(offences.first().contains("2.5 EMB") && offences.first().contains("122"));
    }

    void whatDoesNotChangeIsNotShownAnew() {
        Stage stage("network");
        NetworkReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        QSignalSpy links(&reader, &NetworkReader::linksChanged), view(&reader, &NetworkReader::viewChanged);
        const QString before = reader.height();
        stage.node().tick();
        stage.node().tick();
        reader.refresh();
        QTRY_VERIFY(reader.height() != before);
        QCOMPARE(view.size(), 1);
        QVERIFY(links.isEmpty());
    }

    void aLedgerThatStandsSaysWhyAndWhatEndsIt() {
        Stage stage("network-stands");
        NetworkReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        QVERIFY(reader.trouble().contains("stands still"));
        QVERIFY(reader.repair().contains("two thirds"));
        QVERIFY(reader.clock().contains("3591 s behind"));
        QCOMPARE(reader.waiting(), QStringLiteral("3 transaction(s)"));
    }

    void aHomeAloneTrustsNobodyElse() {
        Stage stage("working");
        NetworkReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        QVERIFY(reader.alone());
        QVERIFY(reader.validators().isEmpty() && reader.links().isEmpty());
        QVERIFY(reader.trust().at(0).startsWith("Nobody else"));
        QVERIFY(reader.genesis().isEmpty());
    }

    void wordsAreLookedAtWhileTheyAreTyped() {
        const QString three = QStringLiteral("1. Abandon  2. abandon hearthh");
        QCOMPARE(HomeChangeReader::wordCount(three), 3);
        QCOMPARE(HomeChangeReader::wordsFault(three), QString()); // the last one may go on
        QVERIFY(HomeChangeReader::wordsFault(three + QLatin1Char(' ')).contains(QStringLiteral("hearthh")));
        QCOMPARE(HomeChangeReader::wordsFault(QString()), QString());
        const QString all = QStringLiteral("abandon ").repeated(23);
        QCOMPARE(HomeChangeReader::wordsFault(all + QStringLiteral("art")), QString());
        QVERIFY(!HomeChangeReader::wordsFault(all + QStringLiteral("abandon")).isEmpty()); // the checksum
        QVERIFY(!HomeChangeReader::wordsFault(all + QStringLiteral("art art")).isEmpty());
    }

    void aChangeIsAskedForAndToldOnceTheServiceServesAgain() {
        Stage stage("network");
        HomeChangeReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        QVERIFY(reader.note().isEmpty());
        reader.lookAtHoldings();
        QVERIFY(!reader.holdingsKnown());
        QTRY_VERIFY(reader.holdingsKnown());
        QCOMPARE(reader.holdings().size(), qsizetype{6});
        QSignalSpy done(&reader, &HomeChangeReader::done);
        reader.leave();
        QVERIFY(reader.working() && !reader.canCancel());
        QTRY_COMPARE(done.size(), 1);
        QCOMPARE(done.at(0).at(0).toString(), QStringLiteral("leave"));
        QVERIFY(!reader.working() && reader.note().contains(QStringLiteral("left/solo-1")));
        // One that comes later tells of a failure only.
        HomeChangeReader later;
        later.setConnection(&stage.connection);
        QTRY_VERIFY(later.loaded());
        QVERIFY(later.note().isEmpty());
        reader.restore(QStringLiteral("no words at all"));
        QTRY_VERIFY(!reader.error().isEmpty());
        QVERIFY(!reader.working());
    }

    void aChangeThatFailedIsToldToWhoeverLooks() {
        Stage stage("join-fails");
        HomeChangeReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        reader.join(QStringLiteral("hearth-network-1.abc"));
        QTRY_COMPARE(reader.noteTone(), QStringLiteral("bad"));
        HomeChangeReader later;
        later.setConnection(&stage.connection);
        QTRY_COMPARE(later.noteTone(), QStringLiteral("bad"));
    }

    void anInvitationIsExplainedBeforeItIsFollowed() {
        Stage stage("working");
        InvitationReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(stage.connection.known());
        reader.examine(QStringLiteral("my invitation"));
        QTRY_VERIFY(reader.error().contains("no invitation"));
        QVERIFY(reader.commands().isEmpty());
        reader.examine(QStringLiteral(" hearth-network-1.abc\n+/= "));
        QTRY_VERIFY(reader.examined());
        QVERIFY(reader.error().isEmpty());
        QCOMPARE(reader.trust().size(), 4);
        QCOMPARE(reader.genesis().size(), 64);
        // A new home beside this one, quoted as a shell reads it, and the invitation without its white space.
        const QStringList commands = reader.commands();
        QCOMPARE(commands.size(), 3);
        QVERIFY2(commands.at(0).startsWith(
                     "hearthctl --home '/home/anna/.local/share/hearth-hearth-ember-1' network join") &&
                     commands.at(0).endsWith(" 'hearth-network-1.abc+/='"),
                 qPrintable(commands.at(0)));
        reader.forget();
        QVERIFY(!reader.examined() && reader.commands().isEmpty());
    }
};

QTEST_GUILESS_MAIN(DesktopNetwork)
#include "tst_desktop_network.moc"
