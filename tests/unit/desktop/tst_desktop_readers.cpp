// SPDX-License-Identifier: Apache-2.0
#include "pages/earnings/earnings_reader.h"
#include "pages/earnings/earnings_table.h"
#include "pages/earnings/energy.h"
#include "pages/earnings/series.h"
#include "pages/earnings/vesting.h"
#include "pages/jobs/jobs_reader.h"
#include "pages/jobs/receipt_reader.h"
#include "stage.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace hearth;
using namespace hearth::desktop;
using hearth::desktop::testing::Stage;

class DesktopReaders : public QObject {
    Q_OBJECT
private slots:
    void jobsComePageByPage() {
        Stage stage("many");
        JobsReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(reader.count(), 100);
        QSignalSpy reset(reader.jobs(), &QAbstractItemModel::modelReset);
        while (reader.jobs()->canFetchMore({})) {
            const int before = reader.count();
            reader.jobs()->fetchMore({});
            QTRY_VERIFY(reader.count() > before);
        }
        QCOMPARE(reader.count(), 10'000);
        QTRY_VERIFY(!reader.jobs()->canFetchMore({}));
        QVERIFY(reset.isEmpty());
    }

    void aNewJobAppearsWithoutReadingEverythingAgain() {
        Stage stage("working");
        JobsReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(reader.count(), 100);
        QSignalSpy reset(reader.jobs(), &QAbstractItemModel::modelReset);
        for (int i = 0; i < 12; ++i)
            stage.node().tick();
        QTRY_COMPARE(reader.count(), 101);
        QVERIFY(reset.isEmpty());
    }

    void aHiddenPageReadsNothing() {
        Stage stage("working");
        JobsReader reader;
        reader.setActive(false);
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTest::qWait(80);
        QCOMPARE(reader.count(), 0);
        reader.setActive(true);
        QTRY_COMPARE(reader.count(), 100);
    }

    void aReceiptIsVerifiedByAReplay() {
        Stage stage("working");
        ReceiptReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        const auto jobs = stage.node().jobs(10, {});
        reader.setReceiptId(QString::fromStdString(jobs->at(1).receipt_id));
        QTRY_VERIFY(reader.shown());
        QCOMPARE(reader.level(), QStringLiteral("E1"));
        QCOMPARE(reader.stages().size(), 7);
        reader.verify();
        QVERIFY(reader.verifying());
        QTRY_VERIFY(!reader.verifying());
        QTRY_COMPARE(reader.level(), QStringLiteral("E2"));
        QVERIFY(reader.note().startsWith(QStringLiteral("Verified")));
        QVERIFY(reader.error().isEmpty());
    }

    void aReplayCanBeBrokenOff() {
        Stage stage("working");
        stage.node().setPace(std::chrono::milliseconds(20));
        ReceiptReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        reader.setReceiptId(QString::fromStdString(stage.node().jobs(10, {})->at(1).receipt_id));
        QTRY_VERIFY(reader.shown());
        reader.verify();
        QTRY_VERIFY(reader.fraction() >= 0);
        reader.cancelVerify();
        QVERIFY(!reader.verifying());
        QTest::qWait(100);
        QCOMPARE(reader.level(), QStringLiteral("E1"));
    }

    void aFailedReceiptSaysSo() {
        Stage stage("problem");
        ReceiptReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        reader.setReceiptId(QString::fromStdString(stage.node().jobs(10, {})->at(1).receipt_id));
        QTRY_VERIFY(reader.shown());
        QVERIFY(!reader.valid());
        QCOMPARE(reader.checks().first().toMap().value("result").toString(), QStringLiteral("failed"));
        QCOMPARE(reader.moneyState(), QStringLiteral("lost"));
        reader.setReceiptId(QStringLiteral("0000"));
        QTRY_VERIFY(reader.error().contains(QStringLiteral("no receipt")));
    }

    void aReceiptIsExportedToAFile() {
        QTemporaryDir folder;
        Stage stage("working");
        ReceiptReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        reader.setReceiptId(QString::fromStdString(stage.node().jobs(10, {})->at(1).receipt_id));
        const QString path = folder.filePath(QStringLiteral("one.receipt"));
        reader.exportTo(QUrl::fromLocalFile(path));
        QTRY_VERIFY(reader.note().contains(path));
        QVERIFY(QFile::exists(path));
        reader.exportTo(QUrl::fromLocalFile(QStringLiteral("/proc/nowhere/one.receipt")));
        QTRY_VERIFY(!reader.error().isEmpty());
    }

    void earningsKeepThreeBucketsAndTheEstimateApart() {
        Stage stage("working");
        EarningsReader reader;
        reader.setConnection(&stage.connection);
        QCOMPARE(reader.pending(), QStringLiteral("—"));
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        for (const QString& figure : {reader.pending(), reader.confirmed(), reader.paid(), reader.estimate()})
            QVERIFY(figure != QStringLiteral("—") && figure != QStringLiteral("0"));
        QVERIFY(reader.estimateNote().contains(QStringLiteral("not a promise")));
        QVERIFY(reader.estimatePerBucket() > 0);
        QVERIFY(reader.any());
        QCOMPARE(reader.values().size(), 48);
        reader.setRange(QStringLiteral("all"));
        QTRY_VERIFY(reader.rows()->rowCount() == 200);
        reader.rows()->fetchMore({});
        QTRY_VERIFY(reader.rows()->rowCount() == 400);
        reader.setRange(QStringLiteral("nonsense"));
        QCOMPARE(reader.range(), QStringLiteral("all"));
    }

    void modelsAndDevicesHaveTheirSums() {
        Stage stage("gpus");
        EarningsReader reader;
        reader.setConnection(&stage.connection);
        reader.setRange(QStringLiteral("30d"));
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        const auto of = [&](int part, const char* what) { return reader.parts().at(part).toMap().value(what); };
        QVERIFY(!reader.parts().isEmpty());
        QVERIFY(!of(0, "name").toString().isEmpty() && of(0, "share").toDouble() == 1);
        double sum = 0;
        for (int i = 0; i < reader.parts().size(); ++i)
            sum += of(i, "exact").toString().section(QLatin1Char(' '), 0, 0).toDouble();
        double rows = 0;
        for (double value : reader.values())
            rows += value;
        QVERIFY2(qAbs(sum - rows) < 1e-6, qPrintable(QStringLiteral("%1 and %2").arg(sum).arg(rows)));
        QSignalSpy changed(&reader, &EarningsReader::byChanged);
        reader.setBy(QStringLiteral("device"));
        reader.setBy(QStringLiteral("nonsense"));
        QCOMPARE(reader.by(), QStringLiteral("device"));
        QCOMPARE(changed.count(), 1);
        QVERIFY(!reader.parts().isEmpty());
    }

    void whatVestsIsToldAndTheRestSummed() {
        const core::Nanoseconds now = core::system_clock().now();
        std::vector<control::VestingStep> steps{{3, std::nullopt, "5000000000", "5000000000", 1}};
        for (int i = 1; i < 9; ++i)
            steps.push_back({static_cast<std::uint64_t>(3 + i), now + i * core::second, "2000000000", "1000000000", 1});
        const QVariantList rows = vesting::steps(steps);
        const auto of = [&](int row, const char* what) { return rows.at(row).toMap().value(what).toString(); };
        QCOMPARE(rows.size(), 6);
        QCOMPARE(of(0, "when"), QStringLiteral("after its proof"));
        QCOMPARE(of(0, "note"), QStringLiteral("if its proof holds"));
        QVERIFY(of(1, "note").contains(QStringLiteral("1.00 EMB")));
        QCOMPARE(of(5, "amount"), QStringLiteral("8.00"));
        QVERIFY(of(5, "when").startsWith(QStringLiteral("then until")));
        for (control::VestingStep& step : steps)
            step.at.reset();
        QCOMPARE(vesting::steps(steps).at(5).toMap().value("when").toString(), QStringLiteral("after its proof"));
        QVERIFY(vesting::steps({}).isEmpty());
    }

    void electricityIsToldApartAndNeverInvented() {
        QVERIFY(energy::shown(std::nullopt).isEmpty());
        control::Energy taken{3'600'000, 0, "EUR", "0.32", {}, {{0, 1'800'000}, {3600 * core::second, 1'800'000}}};
        const auto of = [&](const char* what) { return energy::shown(taken).value(what).toString(); };
        QCOMPARE(of("amount"), QStringLiteral("1.00 kWh"));
        QCOMPARE(of("cost"), QStringLiteral("0.32 EUR"));
        QVERIFY(of("note").startsWith(QStringLiteral("measured")));
        QVERIFY(energy::column(taken, 1).endsWith(QStringLiteral("0.50 kWh   0.16 EUR")));
        QVERIFY(energy::column(taken, 2).isEmpty());
        taken.estimated_joules = 36'000;
        QVERIFY(of("note").contains(QStringLiteral("10.0 Wh of it estimated")));
        taken.cost = "nonsense";
        QVERIFY(of("cost").isEmpty());
        taken.cost.reset();
        QVERIFY(!energy::column(taken, 0).contains(QStringLiteral("EUR")));
    }

    void withoutWorkThereIsNoEstimateAndNoInventedZero() {
        Stage stage("first-run");
        EarningsReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        QCOMPARE(reader.estimate(), QStringLiteral("—"));
        QVERIFY(reader.estimatePerBucket() < 0);
        QVERIFY(!reader.any());
        QCOMPARE(reader.paid(), QStringLiteral("0"));
        QVERIFY(reader.estimateNote().contains(QStringLiteral("two hours")));
    }

    /// Whatever a node of another version projects from some minutes.
    void aShortSampleIsNoEstimateOfADay() {
        auto story = *fake::tell("working", core::system_clock().now());
        story.estimate_window_s = 7199;
        const auto door = std::make_shared<fake::ScriptedDoor>("working", story, core::system_clock(), false);
        BackendExecutor executor;
        NodeConnection connection(executor, door);
        EarningsReader reader;
        reader.setConnection(&connection);
        connection.begin();
        QTRY_VERIFY(reader.loaded());
        QCOMPARE(reader.estimate(), QStringLiteral("—"));
        QVERIFY(reader.estimatePerBucket() < 0);
    }

    void whatAuditsBroughtIsToldBesideTheAnswers() {
        auto story = *fake::tell("working", core::system_clock().now());
        for (const char* units : {"0", "250000000"}) {
            story.paid_for_audits = story.newly_made = units;
            const auto door = std::make_shared<fake::ScriptedDoor>("working", story, core::system_clock(), false);
            BackendExecutor executor;
            NodeConnection connection(executor, door);
            EarningsReader reader;
            reader.setConnection(&connection);
            QCOMPARE(reader.audits(), QString());
            connection.begin();
            QTRY_VERIFY(reader.loaded());
            for (const QString& aside : {reader.audits(), reader.newlyMade()})
                QCOMPARE(aside, story.paid_for_audits == "0" ? QString() : QStringLiteral("0.250"));
        }
    }

    void anAnswerThatWasCutShortIsMarked() {
        Stage stage("gpus");
        EarningsReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        int marked = 0;
        for (int row = 0; row < reader.rows()->rowCount(); ++row)
            marked += reader.rows()->index(row).data(EarningsListModel::CutShort).toBool() ? 1 : 0;
        QCOMPARE(marked, 1);
    }

    void csvQuotesAndDefusesFormulas() {
        const std::string text = table::csv(
            {{"ab", "=cmd \"x\", y", 1'763'700'000'123'000'000, control::MoneyState::paid, "15", 3, true, "cpu"}});
        QCOMPARE(
            QString::fromStdString(text),
            QStringLiteral(
                "receipt_id,model,at,state,amount_1e-9_EMB,epoch,answer,device\r\n"
                "\"ab\",\"'=cmd \"\"x\"\", y\",2025-11-21T04:40:00.123Z,\"paid\",\"15\",3,\"cut short\",\"cpu\"\r\n"));
    }

    void csvOfTenThousandRowsIsWrittenOffThread() {
        QTemporaryDir folder;
        Stage stage("many");
        EarningsReader reader;
        reader.setConnection(&stage.connection);
        reader.setRange(QStringLiteral("all"));
        QVERIFY(stage.open());
        const QString path = folder.filePath(QStringLiteral("earnings.csv"));
        QElapsedTimer timer;
        timer.start();
        reader.exportCsv(QUrl::fromLocalFile(path));
        QVERIFY2(timer.elapsed() < 50, "the call itself does not wait");
        QVERIFY(reader.exporting());
        QTRY_VERIFY_WITH_TIMEOUT(!reader.exporting(), 10'000);
        QVERIFY(reader.note().contains(QStringLiteral("9,999")));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), 10'000);
    }

    void chartsNameTheirTime() {
        std::vector<control::EarningsPoint> points;
        for (int i = 0; i < 48; ++i)
            points.push_back({1'763'700'000'000'000'000 + i * 1'800'000'000'000, std::to_string(i * 1000)});
        QCOMPARE(series::values(points).size(), 48);
        QCOMPARE(series::ticks(points).size(), 5);
        QVERIFY(series::bucketName(points, 0).contains(QStringLiteral("–")));
        QCOMPARE(series::bucketName(points, 48), QString());
        QVERIFY(series::ticks({}).isEmpty());
        control::Earnings earnings;
        earnings.series = points;
        QCOMPARE(series::estimatePerBucket(earnings), -1.0);
        earnings.estimate_value = "48000000000";
        QCOMPARE(series::estimatePerBucket(earnings), 1.0);
    }
};

QTEST_GUILESS_MAIN(DesktopReaders)
#include "tst_desktop_readers.moc"
