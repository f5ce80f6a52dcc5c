// SPDX-License-Identifier: Apache-2.0
#include "pages/devices/device_history.h"
#include "pages/devices/devices_reader.h"
#include "pages/settings/identity_reader.h"
#include "pages/settings/settings_reader.h"
#include "pages/work/work_reader.h"
#include "stage.h"

#include <QSignalSpy>

using namespace hearth;
using namespace hearth::desktop;
using hearth::desktop::testing::Stage;

namespace {

QVariantMap state(const WorkReader& reader, const char* rule) {
    return reader.states().value(QString::fromLatin1(rule)).toMap();
}

} // namespace

class DesktopOperator : public QObject {
    Q_OBJECT
private slots:
    void theRulesAreShownAsTheNodeSaysThem() {
        Stage stage("resting");
        WorkReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        QVERIFY(!reader.works() && reader.sentence().startsWith(QStringLiteral("Resting outside of its hours")));
        QCOMPARE(state(reader, "hours").value(QStringLiteral("word")).toString(), QStringLiteral("rests"));
        QCOMPARE(state(reader, "full screen").value(QStringLiteral("word")).toString(), QStringLiteral("unknown"));
        QVERIFY(state(reader, "full screen")
                    .value(QStringLiteral("reason"))
                    .toString()
                    .contains(QStringLiteral("Wayland")));
        QCOMPARE(state(reader, "metered").value(QStringLiteral("word")).toString(), QStringLiteral("off"));
        QCOMPARE(reader.hoursText(), QStringLiteral("Mon–Fri 18–24 · Sat–Sun 0–24"));
        QCOMPARE(reader.idleMinutes(), 15);
        QCOMPARE(reader.programs(), QStringLiteral("blender, game.exe"));
        QCOMPARE(reader.days().value(0), 0xfc0000);
        QCOMPARE(reader.days().value(6), 0xffffff);
    }

    void aChangeOfTheRulesIsTheNodesAndARefusedOneIsTold() {
        Stage stage("working");
        WorkReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        QList<int> days = reader.days();
        QCOMPARE(days, QList<int>(7, 0xffffff));
        days[5] = 0;
        reader.setDays(days);
        QTRY_VERIFY(!reader.busy());
        QCOMPARE(reader.hoursText(), QStringLiteral("Mon–Fri 0–24 · Sun 0–24"));
        reader.setDays(QList<int>(7, 0));
        QTRY_VERIFY(!reader.busy());
        QCOMPARE(reader.hoursText(), QStringLiteral("At no hour"));
        reader.setPrograms(QStringLiteral(" blender ,, game.exe"));
        QTRY_COMPARE(reader.programs(), QStringLiteral("blender, game.exe"));
        QTRY_VERIFY(!reader.busy());
        reader.setRests(QStringLiteral("metered"), true);
        QTRY_VERIFY(state(reader, "metered").value(QStringLiteral("enabled")).toBool());
        stage.node().die(core::fail(core::Code::io, "The disk is full."));
        QTRY_VERIFY(!reader.busy());
        reader.setIdleMinutes(5);
        QTRY_VERIFY(!reader.busy());
        QCOMPARE(reader.idleMinutes(), 0);
    }

    void limitsAreTriedCountedDownAndKept() {
        Stage stage("gpus");
        DevicesReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.known());
        const auto facts = [&] { return reader.facts().value(QStringLiteral("cpu")).toMap(); };
        QVERIFY(facts().value(QStringLiteral("canPause")).toBool());
        reader.tryLimits(QStringLiteral("cpu"), {}, {}, QStringLiteral("warm"));
        QVERIFY(reader.error().contains(QStringLiteral("warm")) && reader.errorDevice() == QStringLiteral("cpu"));
        QVERIFY(!reader.busy());
        reader.tryLimits(QStringLiteral("cpu"), {}, {}, QStringLiteral("80"));
        QTRY_COMPARE(facts().value(QStringLiteral("pauseAt")).toString(), QStringLiteral("80"));
        QVERIFY(facts().value(QStringLiteral("waits")).toBool());
        QTRY_VERIFY(!reader.busy());
        const int left = reader.left().value(QStringLiteral("cpu")).toInt();
        QVERIFY(left > 20 && left <= 30);
        QTRY_VERIFY(reader.left().value(QStringLiteral("cpu")).toInt() < left);
        reader.keepLimits(QStringLiteral("cpu"));
        QTRY_VERIFY(!reader.left().contains(QStringLiteral("cpu")));
        QTRY_VERIFY(!reader.busy());
        QCOMPARE(facts().value(QStringLiteral("pauseAt")).toString(), QStringLiteral("80"));
        reader.keepLimits(QStringLiteral("cpu"));
        QTRY_VERIFY(reader.error().contains(QStringLiteral("fallen back")));
    }

    void aHistoryHoldsOnlyWhatWasHeard() {
        DeviceHistory history;
        control::DeviceStatus gpu, cpu, silent;
        gpu.id = "gpu:0";
        gpu.power_milliwatts = 120'000;
        gpu.load_ppm = 500'000;
        cpu.id = "cpu";
        cpu.load_ppm = 250'000;
        silent.id = "gpu:1";
        for (qint64 at = 1'000'000; at < 1'060'000; at += 1000)
            history.take({gpu, cpu, silent}, at);
        const QVariantMap line = history.lines().value(QStringLiteral("gpu:0")).toMap();
        QCOMPARE(line.value(QStringLiteral("kind")).toString(), QStringLiteral("power"));
        QCOMPARE(line.value(QStringLiteral("most")).toDouble(), 120.0);
        QCOMPARE(line.value(QStringLiteral("points")).toList().size(), qsizetype{15});
        QCOMPARE(history.lines().value(QStringLiteral("cpu")).toMap().value(QStringLiteral("kind")).toString(),
                 QStringLiteral("load"));
        QVERIFY(!history.lines().contains(QStringLiteral("gpu:1"))); // no figure, no line at 0
        // A time without an answer leaves a gap.
        history.take({gpu}, 1'200'000);
        const QVariantList points =
            history.lines().value(QStringLiteral("gpu:0")).toMap().value(QStringLiteral("points")).toList();
        QVERIFY(!points.last().toMap().value(QStringLiteral("joined")).toBool());
        QVERIFY(points.at(1).toMap().value(QStringLiteral("joined")).toBool());
        // Ten minutes later nothing of it is left.
        history.take({gpu}, 1'900'000);
        QCOMPARE(history.lines().value(QStringLiteral("gpu:0")).toMap().value(QStringLiteral("points")).toList().size(),
                 qsizetype{1});
    }

    void settingsThatWaitSaySoAndRefusedOnesWhy() {
        Stage stage("working");
        SettingsReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        QVERIFY(!reader.waits());
        reader.change(QStringLiteral("api.listen"), QStringLiteral("nowhere"));
        QTRY_VERIFY(reader.error().contains(QStringLiteral("not an address and a port")));
        reader.change(QStringLiteral("api.listen"), QStringLiteral("127.0.0.1:9000"));
        QTRY_VERIFY(reader.waits());
        QCOMPARE(reader.settings().value(QStringLiteral("api.listen")).toMap().value(QStringLiteral("text")).toString(),
                 QStringLiteral("127.0.0.1:9000"));
        QCOMPARE(reader.models().size(), qsizetype{2});
        QCOMPARE(reader.defaultModel(), 0);
        QCOMPARE(
            reader.settings().value(QStringLiteral("node.gateway")).toMap().value(QStringLiteral("text")).toString(),
            QStringLiteral("true"));
    }

    void wordsAreShownOnceAndABackupIsWhatSomebodyCanSay() {
        Stage stage("working");
        IdentityReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        QCOMPARE(reader.account().size(), qsizetype{64});
        QVERIFY(!reader.backedUp() && !reader.backup().isEmpty());
        QSignalSpy shown(&reader, &IdentityReader::wordsShown), confirmed(&reader, &IdentityReader::wordsConfirmed);
        reader.showWords();
        QTRY_COMPARE(shown.size(), qsizetype{1});
        QCOMPARE(reader.words().size(), qsizetype{24});
        QCOMPARE(QSet<int>(reader.places().begin(), reader.places().end()).size(), qsizetype{3});
        QStringList right;
        for (const int place : reader.places()) {
            QVERIFY(place >= 1 && place <= 24);
            right << QStringLiteral(" ") + reader.words().at(place - 1).toUpper();
        }
        reader.forgetWords();
        QVERIFY(reader.words().isEmpty());
        reader.confirmWords({QStringLiteral("zebra"), right.at(1), right.at(2)});
        QTRY_VERIFY(reader.error().contains(QStringLiteral("is another one")));
        QVERIFY(!reader.backedUp() && confirmed.isEmpty());
        reader.confirmWords(right);
        QTRY_COMPARE(confirmed.size(), qsizetype{1});
        QVERIFY(reader.backedUp() && reader.error().isEmpty());
        QVERIFY(reader.backup().startsWith(QStringLiteral("The words were written down")));
    }
};

QTEST_GUILESS_MAIN(DesktopOperator)
#include "tst_desktop_operator.moc"
