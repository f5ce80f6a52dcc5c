// SPDX-License-Identifier: Apache-2.0
#include "control/job_stage.h"
#include "pages/earnings/earnings_reader.h"
#include "pages/earnings/earnings_table.h"
#include "pages/overview/glance_reader.h"
#include "pages/overview/recent_events.h"
#include "stage.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::desktop;
using hearth::desktop::testing::Stage;

/// What the Overview tells besides its figures.
class DesktopGlance : public QObject {
    Q_OBJECT

private slots:
    void whatWasReleasedTogetherIsOneEvent() {
        control::JobRow failed;
        failed.state = control::JobState::failed;
        failed.created_at = 3 * core::second;
        failed.reason = "the card fell off";
        failed.stages = control::fresh_stages();
        control::set_stage(failed.stages, control::JobStage::running, control::StageState::failed, 4 * core::second,
                           failed.reason);
        const QVariantList events = recent::events(
            {failed}, {{9 * core::second, "2000000000", 1}, {8 * core::second, "1000000000", 1}, {1, "500000000", 1}});
        const auto text = [&](int i) { return events.at(i).toMap().value(QStringLiteral("text")).toString(); };
        QCOMPARE(events.size(), 3);
        QVERIFY2(text(0).contains(QStringLiteral("3.00 EMB")) && text(0).startsWith(QLatin1Char('2')),
                 qPrintable(text(0)));
        QVERIFY(text(1).contains(QStringLiteral("the card fell off")));
        QCOMPARE(events.at(1).toMap().value(QStringLiteral("tone")).toString(), QStringLiteral("bad"));
        QVERIFY(text(2).contains(QStringLiteral("0.5")));
        QVERIFY(recent::events({}, {}).isEmpty());
    }

    void eventsStayFew() {
        std::vector<control::JobRow> jobs;
        std::vector<control::Payout> payouts;
        for (int i = 0; i < 20; ++i) {
            payouts.push_back({2 * i * core::second, "1", 1});
            control::JobRow failed;
            failed.stages = control::fresh_stages();
            control::set_stage(failed.stages, control::JobStage::running, control::StageState::failed,
                               (2 * i + 1) * core::second, "why");
            jobs.push_back(failed);
        }
        QCOMPARE(recent::events(jobs, payouts).size(), 4);
        QCOMPARE(recent::events(jobs, payouts, recent::Kind::all, 100).size(), 40);
    }

    void problemsAndMoneyAreToldApart() {
        control::JobRow failed;
        failed.stages = control::fresh_stages();
        control::set_stage(failed.stages, control::JobStage::running, control::StageState::failed, 4 * core::second,
                           "why");
        const std::vector<control::Payout> payouts{{9, "1000000000", 1}, {9, "1000000000", 1}, {8, "500000000", 1}};
        const auto problems = recent::events({failed}, payouts, recent::Kind::problems, 9);
        QCOMPARE(problems.size(), 1);
        QCOMPARE(problems.front().toMap().value(QStringLiteral("tone")).toString(), QStringLiteral("bad"));
        const auto money = recent::events({failed}, payouts, recent::Kind::money, 9);
        QCOMPARE(money.size(), 2);
        QVERIFY(money.front().toMap().value(QStringLiteral("text")).toString().contains(QStringLiteral("2.00 EMB")));
    }

    void whatIsLookedAtIsChosenAtOnce() {
        Stage stage("problem");
        GlanceReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        QVERIFY(reader.eventful());
        QVERIFY(reader.events().size() <= 4);
        reader.setEventKind(QStringLiteral("problems"));
        QVERIFY(!reader.events().isEmpty());
        for (const QVariant& event : reader.events())
            QCOMPARE(event.toMap().value(QStringLiteral("tone")).toString(), QStringLiteral("bad"));
        reader.setEventKind(QStringLiteral("money"));
        for (const QVariant& event : reader.events())
            QCOMPARE(event.toMap().value(QStringLiteral("tone")).toString(), QStringLiteral("good"));
        reader.setEventKind({});
        reader.setManyEvents(true);
        QCOMPARE(reader.moreEvents(), reader.events().size() > 4);
        QVERIFY(reader.eventful());
    }

    void theChartOfElectricityIsATable() {
        control::Energy taken;
        taken.series = {{0, 1'800'000}, {3600 * core::second, 36'000}};
        QCOMPARE(table::energyCsv(taken), std::string("begins,joules,kWh\r\n1970-01-01T00:00:00.000Z,1800000,0.500\r\n"
                                                      "1970-01-01T01:00:00.000Z,36000,0.010\r\n"));
        QTemporaryDir folder;
        Stage stage("working");
        EarningsReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        const QString path = folder.filePath(QStringLiteral("energy.csv"));
        reader.exportEnergyCsv(QUrl::fromLocalFile(path));
        QTRY_VERIFY(!reader.exporting());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), reader.energy().value(QStringLiteral("values")).toList().size() + 1);
    }

    void theDayTheVoteAndTheUpdateAreTold() {
        Stage stage("working");
        GlanceReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(reader.today().isEmpty() && reader.vote().isEmpty() && reader.update().isEmpty());
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        QVERIFY(reader.today().contains(QStringLiteral("amount")));
        QVERIFY(reader.vote().startsWith(QStringLiteral("Open vote: ")));
        QVERIFY2(reader.vote().contains(QStringLiteral("Your weight: ")) && reader.vote().contains(QLatin1Char('%')),
                 qPrintable(reader.vote()));
        QVERIFY(reader.update().contains(QStringLiteral("0.2.0")));
        QVERIFY(reader.running().startsWith(QStringLiteral("since ")));
        QVERIFY(!reader.events().isEmpty());
    }
};

QTEST_GUILESS_MAIN(DesktopGlance)
#include "tst_desktop_glance.moc"
