// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/check.h"
#include "pages/gateway/gateway_words.h"
#include "pages/jobs/jobs_reader.h"
#include "pages/jobs/words.h"
#include "pages/playground/exchange_list_model.h"
#include "stage.h"

using namespace hearth;
using namespace hearth::desktop;
using hearth::desktop::testing::Stage;

/// What is looked for is found among all jobs, and what is found is called the same on every page.
class DesktopSearch : public QObject {
    Q_OBJECT
private slots:
    void anOldIdIsFoundAmongTenThousandJobs() {
        Stage stage("many");
        JobsReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(reader.count(), 100);
        const auto all = stage.node().jobs(10'000, {});
        const control::JobRow old = all->at(9'000);
        reader.setText(QString::fromStdString(old.job_id).left(16).toUpper());
        QTRY_COMPARE(reader.count(), 1);
        QCOMPARE(reader.jobs()->jobAt(0).toStdString(), old.job_id);
        QCOMPARE(reader.jobs()->receiptAt(0).toStdString(), old.receipt_id);
        QVERIFY(!reader.jobs()->canFetchMore({}));
        reader.setText({});
        QTRY_COMPARE(reader.count(), 100);
        QVERIFY(reader.jobs()->canFetchMore({}));
    }

    void olderPagesKeepToWhatIsLookedFor() {
        Stage stage("many");
        JobsReader reader;
        reader.setConnection(&stage.connection);
        reader.setGroup(QStringLiteral("settled"));
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.filtered() && !reader.searching() && reader.count() == 100);
        reader.more();
        QTRY_COMPARE(reader.count(), 300);
        for (const control::JobRow& job : reader.jobs()->rows())
            QCOMPARE(control::group_of(job), control::JobGroup::settled);
    }

    void anAnswerToAnEarlierWishIsNotShown() {
        Stage stage("many");
        JobsReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(reader.count(), 100);
        for (const char* group : {"failed", "running", "proving", "settled", "failed", "settled"}) {
            reader.setGroup(QString::fromLatin1(group));
            QCoreApplication::processEvents();
        }
        QTRY_VERIFY(!reader.searching() && reader.count() == 100 &&
                    control::group_of(reader.jobs()->rows().front()) == control::JobGroup::settled);
        for (int i = 0; i < 20; ++i) {
            QTest::qWait(10);
            for (const control::JobRow& job : reader.jobs()->rows())
                QCOMPARE(control::group_of(job), control::JobGroup::settled);
        }
    }

    void daysAreReadAsTheyAreWrittenHere() {
        Stage stage("many");
        JobsReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(reader.count(), 100);
        const auto all = stage.node().jobs(10'000, {});
        const QDate last = QDateTime::fromMSecsSinceEpoch(all->front().created_at / 1'000'000).date();
        reader.setTo(last.addDays(-20'000).toString(QStringLiteral("d.M.yyyy")));
        QTRY_VERIFY(!reader.searching() && reader.filtered());
        QCOMPARE(reader.count(), 0);
        QVERIFY(!reader.daysWrong());
        reader.setTo(last.toString(Qt::ISODate));
        QTRY_COMPARE(reader.count(), 100);
        reader.setFrom(QStringLiteral("1.1.1500"));
        reader.setTo(QStringLiteral("9999-12-30"));
        QTest::qWait(300);
        QTRY_VERIFY(!reader.searching());
        QCOMPARE(reader.count(), 100);
        reader.setFrom(QStringLiteral("31.2.2026"));
        QVERIFY(reader.daysWrong());
        QTest::qWait(300);
        QCOMPARE(reader.count(), 100);
    }

    void everyCheckOfEvidenceHasAName() {
        for (const char* name : gateway::evidence::check_names())
            QVERIFY2(words::check(name) != QString::fromLatin1(name), name);
        QCOMPARE(words::check("a check of tomorrow"), QStringLiteral("a check of tomorrow"));
    }

    void aLevelHasOneToneOnEveryPage() {
        QCOMPARE(words::levelTone("E3"), words::levelTone("E2"));
        QCOMPARE(words::levelTone("E3"), words::levelTone("E4"));
        QVERIFY(words::levelTone("E1").isEmpty() && words::levelTone("E0").isEmpty() && words::levelTone({}).isEmpty());
        for (const char* level : {"E0", "E1", "E2", "E3", "E4"}) {
            const QString tone = words::levelTone(level);
            control::JobRow job;
            job.job_id = "a";
            job.level = level;
            JobListModel jobs;
            jobs.replace({job});
            QCOMPARE(jobs.index(0).data(JobListModel::LevelTone).toString(), tone);
            Exchange exchange;
            exchange.id = "a";
            exchange.level = QString::fromLatin1(level);
            ExchangeListModel exchanges;
            exchanges.replace({exchange});
            QCOMPARE(exchanges.index(0).data(ExchangeListModel::LevelTone).toString(), tone);
            control::UpstreamInfo network;
            network.level = level;
            QCOMPARE(gateways::upstreams({network}).front().toMap().value(QStringLiteral("levelTone")).toString(),
                     tone);
        }
    }
};

QTEST_GUILESS_MAIN(DesktopSearch)
#include "tst_desktop_search.moc"
