// SPDX-License-Identifier: Apache-2.0
#include "control/job_filter.h"
#include "control/job_stage.h"
#include "fake/story_parts.h"
#include "pages/earnings/earnings_list_model.h"
#include "pages/jobs/job_list_model.h"
#include "pages/jobs/words.h"
#include "pages/models/model_list_model.h"
#include "pages/overview/device_list_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace hearth;
using namespace hearth::desktop;

namespace {

constexpr core::Nanoseconds now = 1'763'700'000'000'000'000, second = fake::second;

std::vector<control::JobRow> jobs(std::size_t count) {
    return fake::past_jobs(count, now, 60 * second);
}

} // namespace

class DesktopLists : public QObject {
    Q_OBJECT
private slots:
    void newJobsAreInsertedAndTheRestStays() {
        JobListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<control::JobRow> rows = jobs(50);
        model.replace(rows);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted), reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged), removed(&model, &QAbstractItemModel::rowsRemoved);
        rows.insert(rows.begin(), fake::new_job(900, now, fake::smollm()));
        fake::bring_to(rows[3], 4, 60 * second, true);
        model.replace(rows);
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(inserted.first().at(1).toInt(), 0);
        QCOMPARE(inserted.first().at(2).toInt(), 0);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().at(0).toModelIndex().row(), 3);
        QVERIFY(reset.isEmpty() && removed.isEmpty());
        QCOMPARE(model.rowCount(), 51);
    }

    void aStageThatIsUnderWayIsNotCalledReached() {
        control::JobRow row = fake::new_job(1, now, fake::smollm());
        row.state = control::JobState::done;
        for (control::Stage& stage : row.stages)
            stage.state = control::StageState::done;
        QCOMPARE(words::job(row), QStringLiteral("Vested"));
        row.stages.back().state = control::StageState::current;
        QCOMPARE(words::job(row), QStringLiteral("Vesting"));
    }

    void rowsThatVanishAreRemovedInRuns() {
        JobListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<control::JobRow> rows = jobs(20);
        model.replace(rows);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved), reset(&model, &QAbstractItemModel::modelReset);
        rows.erase(rows.begin() + 15, rows.begin() + 18);
        rows.erase(rows.begin() + 2, rows.begin() + 4);
        model.replace(rows);
        QCOMPARE(removed.count(), 2);
        QVERIFY(reset.isEmpty());
        for (int i = 0; i < model.rowCount(); ++i)
            QCOMPARE(model.index(i).data(JobListModel::JobId).toString().toStdString(),
                     rows[static_cast<std::size_t>(i)].job_id);
    }

    void anotherOrderResetsAndDoubleKeysDoNoHarm() {
        JobListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<control::JobRow> rows = jobs(10);
        model.replace(rows);
        std::reverse(rows.begin(), rows.end());
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.replace(rows);
        QCOMPARE(reset.count(), 1);
        rows.push_back(rows.front());
        model.replace(rows);
        QCOMPARE(model.rowCount(), 11);
    }

    void tenThousandRowsAreUpdatedInPlace() {
        JobListModel model;
        std::vector<control::JobRow> rows = jobs(10'000);
        model.replace(rows);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset), inserted(&model, &QAbstractItemModel::rowsInserted);
        rows.insert(rows.begin(), fake::new_job(90'000, now, fake::smollm()));
        model.replace(rows);
        QCOMPARE(inserted.count(), 1);
        QVERIFY(reset.isEmpty());
        std::vector<control::JobRow> newest(rows.begin(), rows.begin() + 100);
        newest.insert(newest.begin(), fake::new_job(90'001, now, fake::smollm()));
        model.mergeNewest(newest);
        QCOMPARE(inserted.count(), 2);
        QCOMPARE(model.rowCount(), 10'002);
        QVERIFY(reset.isEmpty());
    }

    /// A window that is open for weeks does not grow by what it is told.
    void whatComesByItselfDoesNotPileUp() {
        JobListModel model;
        model.replace(jobs(JobListModel::most_followed));
        for (std::uint64_t i = 0; i < 20; ++i) {
            std::vector<control::JobRow> newest(model.rows().begin(), model.rows().begin() + 3);
            newest.insert(newest.begin(), fake::new_job(90'001 + i, now, fake::smollm()));
            model.mergeNewest(newest);
        }
        QCOMPARE(model.rowCount(), static_cast<int>(JobListModel::most_followed));
        QVERIFY2(model.canFetchMore({}), "what was let go can be read again");
        QCOMPARE(model.rows().front().job_id, fake::new_job(90'020, now, fake::smollm()).job_id);
    }

    void aGapDropsWhatIsNotKnownToFollow() {
        JobListModel model;
        model.replace(jobs(30));
        std::vector<control::JobRow> strangers;
        for (std::uint64_t i = 0; i < 5; ++i)
            strangers.push_back(fake::new_job(7000 + i, now, fake::smollm()));
        model.mergeNewest(strangers);
        QCOMPARE(model.rowCount(), 5);
    }

    void aJobShowsItsStagesAndItsFailure() {
        JobListModel model;
        std::vector<control::JobRow> rows = jobs(12);
        fake::fail_replay(rows[1]);
        model.replace(rows);
        const QVariantList stages = model.index(1).data(JobListModel::Stages).toList();
        QCOMPARE(stages.size(), 7);
        QCOMPARE(stages[4].toMap().value("tone").toString(), QStringLiteral("bad"));
        QVERIFY(stages[4].toMap().value("detail").toString().contains("An exact replay gave other tokens"));
        QCOMPARE(model.index(1).data(JobListModel::State).toString(), QStringLiteral("Replay failed"));
        QCOMPARE(model.index(1).data(JobListModel::MoneyState).toString(), QStringLiteral("lost"));
        QCOMPARE(model.index(0).data(JobListModel::Earned).toString(), QStringLiteral("—"));
    }

    void aJobThatItsCallerCutShortShowsBothThatAndItsMoney() {
        JobListModel model;
        std::vector<control::JobRow> rows = jobs(12);
        control::JobRow& cut = rows[10];
        fake::bring_to(cut, 7, 60 * second, false);
        cut.state = control::JobState::cancelled;
        control::stage_of(cut.stages, control::JobStage::running).state = control::StageState::cancelled;
        control::JobRow& nothing = rows[11];
        nothing = fake::new_job(3, now, fake::smollm());
        nothing.state = control::JobState::cancelled;
        control::stage_of(nothing.stages, control::JobStage::assigned).state = control::StageState::cancelled;
        control::skip_stages_after(nothing.stages, control::JobStage::assigned, "There is nothing to sign.");
        model.replace(rows);
        const QModelIndex paid = model.index(10), unpaid = model.index(11);
        const QVariantList stages = paid.data(JobListModel::Stages).toList();
        QCOMPARE(stages[1].toMap().value("tone").toString(), QStringLiteral("warn"));
        QCOMPARE(stages[6].toMap().value("tone").toString(), QStringLiteral("good"));
        QCOMPARE(paid.data(JobListModel::State).toString(), QStringLiteral("Cancelled"));
        QCOMPARE(paid.data(JobListModel::MoneyState).toString(), QStringLiteral("paid"));
        QCOMPARE(paid.data(JobListModel::Tone).toString(), QStringLiteral("warn"));
        QCOMPARE(unpaid.data(JobListModel::Tone).toString(), QString());
        QCOMPARE(control::group_of(rows[11]), control::JobGroup::settled);
    }

    void devicesShowUnknownAsUnknown() {
        DeviceListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        control::DeviceStatus bare;
        bare.id = "gpu:0";
        bare.kind = "gpu";
        bare.state = control::DeviceState::driver_missing;
        model.replace({fake::processor(now), bare});
        QCOMPARE(model.index(1).data(DeviceListModel::LoadFraction).toDouble(), -1.0);
        QCOMPARE(model.index(1).data(DeviceListModel::Load).toString(), QStringLiteral("—"));
        QCOMPARE(model.index(1).data(DeviceListModel::Memory).toString(), QStringLiteral("—"));
        QVERIFY(!model.index(1).data(DeviceListModel::Measured).toBool());
        QVERIFY(model.index(0).data(DeviceListModel::Measured).toBool());
        QCOMPARE(model.index(1).data(DeviceListModel::Power).toString(), QStringLiteral("—"));
        QCOMPARE(model.index(1).data(DeviceListModel::State).toString(), QStringLiteral("driver missing"));
        QCOMPARE(model.index(1).data(DeviceListModel::Speeds).toString(), QString());
        QCOMPARE(model.index(1).data(DeviceListModel::Limits).toString(), QString());
        QVERIFY(model.index(0).data(DeviceListModel::LoadFraction).toDouble() > 0);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.replace({fake::processor(now), bare});
        QVERIFY(changed.isEmpty());
    }

    void aLoadedProcessorWithoutAnAnswerSaysWhose() {
        DeviceListModel model;
        control::DeviceStatus busy = fake::processor(now);
        model.replace({busy});
        QCOMPARE(model.index(0).data(DeviceListModel::LoadNote).toString(), QString());
        busy.state = control::DeviceState::idle;
        busy.load_ppm = 1'000'000;
        model.replace({busy});
        QCOMPARE(model.index(0).data(DeviceListModel::State).toString(), QStringLiteral("waiting"));
        QVERIFY(model.index(0).data(DeviceListModel::LoadNote).toString().contains(QStringLiteral("all programs")));
        busy.load_ppm = 20'000;
        model.replace({busy});
        QCOMPARE(model.index(0).data(DeviceListModel::LoadNote).toString(), QString());
    }

    void aGpuShowsWhatItsDriverGivesAndTheLimitsThatWait() {
        DeviceListModel model;
        model.replace({fake::busy_card(now), fake::graphics_card(), fake::sleeping_card()});
        QCOMPARE(model.index(0).data(DeviceListModel::Detail).toString(),
                 QStringLiteral("amdgpu 6.8.5 · 0000:0b:00.0"));
        QCOMPARE(model.index(0).data(DeviceListModel::Speeds).toString(),
                 QStringLiteral("2254 MHz · memory 1218 MHz · fan 40 %"));
        QCOMPARE(model.index(0).data(DeviceListModel::HeldBack).toString(), QStringLiteral("power"));
        QVERIFY(model.index(0).data(DeviceListModel::Limits).toString().startsWith("212 W · "));
        QCOMPARE(model.index(0).data(DeviceListModel::LimitsWait).toBool(), true);
        QCOMPARE(model.index(1).data(DeviceListModel::HeldBack).toString(), QString());
        QCOMPARE(model.index(1).data(DeviceListModel::LimitsWait).toBool(), false);
        QCOMPARE(model.index(2).data(DeviceListModel::State).toString(), QStringLiteral("asleep"));
        QVERIFY(model.index(2).data(DeviceListModel::Memory).toString().startsWith(QStringLiteral("— / ")));
    }

    void modelsAndEarningsHoldTogether() {
        ModelListModel models;
        const QAbstractItemModelTester one(&models, QAbstractItemModelTester::FailureReportingMode::QtTest);
        models.replace({fake::smollm(), fake::tinyllama()});
        QCOMPARE(models.index(0).data(ModelListModel::Parameters).toString(), QStringLiteral("135 M"));
        QCOMPARE(models.index(1).data(ModelListModel::Quality).toString(), QString());
        models.replace({fake::tinyllama()});
        QCOMPARE(models.rowCount(), 1);
        QCOMPARE(models.index(0).data(ModelListModel::Kind).toString(), QStringLiteral("text"));
        models.replace({fake::minilm()});
        QCOMPARE(models.index(0).data(ModelListModel::Kind).toString(), QStringLiteral("embedding"));

        EarningsListModel earnings;
        const QAbstractItemModelTester two(&earnings, QAbstractItemModelTester::FailureReportingMode::QtTest);
        earnings.replace({{"ab", "m", now, control::MoneyState::pending, "1500000000", 7}});
        QCOMPARE(earnings.index(0).data(EarningsListModel::Amount).toString(), QStringLiteral("1.50"));
        QCOMPARE(earnings.index(0).data(EarningsListModel::AmountExact).toString(), QStringLiteral("1.500000000 EMB"));
        QSignalSpy changed(&earnings, &QAbstractItemModel::dataChanged);
        earnings.replace({{"ab", "m", now, control::MoneyState::paid, "1500000000", 7}});
        QCOMPARE(changed.count(), 1);
        QCOMPARE(earnings.index(0).data(EarningsListModel::State).toString(), QStringLiteral("paid"));
    }
};

QTEST_GUILESS_MAIN(DesktopLists)
#include "tst_desktop_lists.moc"
