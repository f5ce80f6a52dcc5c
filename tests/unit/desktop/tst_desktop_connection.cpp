// SPDX-License-Identifier: Apache-2.0
#include "backend/truth.h"
#include "pages/overview/status_reader.h"
#include "stage.h"

#include <QSignalSpy>

#include <condition_variable>

using namespace hearth;
using namespace hearth::desktop;
using hearth::desktop::testing::Stage;

namespace {

constexpr int within_ms = 2000;

/// The window's own pace is used where the two seconds are what is tested.
const NodeConnection::Pace quick{50, 100, 150, 20, 60};

/// Opens, hangs for long and then says nothing.
class HangingDoor final : public ServiceDoor {
public:
    core::Result<std::shared_ptr<control::Node>> open() override {
        std::unique_lock lock(mutex);
        released.wait(lock, [this] { return go; });
        return core::fail(core::Code::timed_out, "No answer in time.");
    }
    control::Diagnosis diagnose(const core::Error& error) override {
        return {control::Condition::silent, error.message, error.hint, false};
    }
    core::Status start() override { return core::fail(core::Code::conflict, "It runs already."); }
    void release() {
        const std::lock_guard lock(mutex);
        go = true;
        released.notify_all();
    }

    std::mutex mutex;
    std::condition_variable released;
    bool go = false;
};

} // namespace

class DesktopConnection : public QObject {
    Q_OBJECT
private slots:
    void connectsAndHoldsTheStatus() {
        Stage stage("working");
        QVERIFY(stage.open());
        QVERIFY(stage.connection.known());
        QCOMPARE(stage.connection.condition(), QStringLiteral("running"));
        QCOMPARE(stage.connection.status()->mode, std::string("solo"));
        QCOMPARE(stage.connection.scenario(), QStringLiteral("working"));
    }

    void aServiceThatSaidItStandsStillIsNotCalledStopped() {
        Stage stage("working", quick);
        QVERIFY(stage.open());
        stage.connection.awaitRestart();
        stage.door->strike(control::Condition::stopped);
        QTRY_COMPARE(stage.connection.condition(), QStringLiteral("connecting"));
        QTest::qWait(200); // several tries
        QCOMPARE(stage.connection.condition(), QStringLiteral("connecting"));
        QVERIFY(!stage.connection.canStart());
        QVERIFY(stage.door->start().ok());
        QTRY_VERIFY(stage.connection.online());
        // Anything else that is wrong is told at once.
        stage.door->strike(control::Condition::refused);
        QTRY_COMPARE(stage.connection.condition(), QStringLiteral("refused"));
    }

    void everyConditionIsShownWithinTwoSeconds_data() {
        QTest::addColumn<int>("condition");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("repairable");
        QTest::newRow("not installed") << int(control::Condition::not_installed) << "not installed" << false;
        QTest::newRow("stopped") << int(control::Condition::stopped) << "stopped" << true;
        QTest::newRow("other version") << int(control::Condition::other_version) << "other version" << false;
        QTest::newRow("refused") << int(control::Condition::refused) << "refused" << false;
        QTest::newRow("silent") << int(control::Condition::silent) << "silent" << false;
    }
    void everyConditionIsShownWithinTwoSeconds() {
        QFETCH(int, condition);
        QFETCH(QString, name);
        QFETCH(bool, repairable);
        Stage stage("working");
        QVERIFY(stage.open());
        QElapsedTimer timer;
        timer.start();
        stage.door->strike(static_cast<control::Condition>(condition));
        QVERIFY(QTest::qWaitFor([&] { return stage.connection.condition() == name; }, within_ms));
        QVERIFY(!stage.connection.online());
        QVERIFY(!stage.connection.conditionSentence().isEmpty());
        QCOMPARE(stage.connection.canStart(), repairable);
        QVERIFY2(stage.connection.known(), "the last data stays");
        qInfo("%s after %lld ms", qPrintable(name), static_cast<long long>(timer.elapsed()));
    }

    void aServiceThatHangsIsCalledSilentWithinTwoSeconds() {
        auto door = std::make_shared<HangingDoor>();
        BackendExecutor executor;
        NodeConnection connection(executor, door);
        connection.begin();
        QVERIFY(QTest::qWaitFor([&] { return connection.condition() == QLatin1String("silent"); }, within_ms));
        door->release();
    }

    void startingTheServiceBringsTheNodeBack() {
        Stage stage("working", quick);
        QVERIFY(stage.open());
        stage.door->strike(control::Condition::stopped);
        QTRY_COMPARE(stage.connection.condition(), QStringLiteral("stopped"));
        QSignalSpy changed(&stage.connection, &NodeConnection::changed);
        stage.connection.startService();
        QVERIFY(stage.connection.starting());
        QTRY_VERIFY(stage.connection.online());
        QTRY_VERIFY(!stage.connection.starting());
        QVERIFY2(!changed.isEmpty() && changed.first().at(0).toString().isEmpty(), "everything is read again");
    }

    void aFailedStartSaysWhy() {
        Stage stage("offline-not-installed", quick);
        stage.connection.begin();
        QTRY_COMPARE(stage.connection.condition(), QStringLiteral("not installed"));
        stage.connection.startService();
        QTRY_VERIFY(!stage.connection.starting());
        QVERIFY(stage.connection.conditionSentence().contains(QStringLiteral("hearthd")));
    }

    void eventsArriveAndAGapMeansEverything() {
        Stage stage("working", quick);
        QVERIFY(stage.open());
        QSignalSpy changed(&stage.connection, &NodeConnection::changed);
        stage.node().tick();
        QTRY_VERIFY(!changed.isEmpty());
        QCOMPARE(changed.first().at(0).toString(), QStringLiteral("status"));
    }

    void figuresWaitForTheirPaceAndFactsDoNot() {
        NodeConnection::Pace still = quick;
        still.figures_ms = 1'000'000;
        Stage stage("idle", still);
        QVERIFY(stage.open());
        QSignalSpy told(&stage.connection, &NodeConnection::statusChanged);
        control::NodeStatus next = *stage.connection.status();
        next.devices[0].load_ppm = 20'000;
        next.workers[0].resident_bytes = 1;
        next.height += 1;
        stage.connection.adopt(next);
        QVERIFY(told.isEmpty());
        QCOMPARE(*stage.connection.status()->devices[0].load_ppm, 20'000u);
        const auto change = [&](auto edit) {
            edit(next);
            stage.connection.adopt(next);
            return std::exchange(m_told, static_cast<int>(told.count())) + 1 == told.count();
        };
        m_told = 0;
        QVERIFY(change([](control::NodeStatus& s) { s.sentence = "Other."; }));
        QVERIFY(change([](control::NodeStatus& s) { s.lamps.gpu.reason = "Other."; }));
        QVERIFY(change([](control::NodeStatus& s) { s.devices[0].current_job = "ab"; }));
        QVERIFY(change([](control::NodeStatus& s) { s.workers[0].state = control::WorkerState::busy; }));
        QVERIFY(change([](control::NodeStatus& s) { s.models.pop_back(); }));
        QVERIFY(change([](control::NodeStatus& s) { ++s.jobs_done; }));
    }

    void aLampDoesNotRepeatTheSentenceAtTheTop() {
        Stage stage("first-run", quick);
        StatusReader status;
        status.setConnection(&stage.connection);
        QCOMPARE(status.stage(), QStringLiteral("unknown"));
        QVERIFY(stage.open());
        QTRY_COMPARE(status.stage(), QStringLiteral("new"));
        const QVariantMap eligible = status.lamps().at(2).toMap();
        QVERIFY(eligible.value("reason").toString().contains(QStringLiteral("import one")));
        QCOMPARE(eligible.value("shown").toString(), QString());
        stage.door->strike(control::Condition::stopped);
        QTRY_COMPARE(status.lamps().at(0).toMap().value("word").toString(), QStringLiteral("not reached"));
        for (const QVariant& lamp : status.lamps())
            QCOMPARE(lamp.toMap().value("shown").toString(), QString());
    }

    /// Its card stands on the same page.
    void theLampOfAGpuDoesNotRepeatItsCard() {
        Stage stage("working", quick);
        StatusReader status;
        status.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(status.devices()->rowCount(), 2);
        const QVariantMap gpu = status.lamps().at(1).toMap();
        QVERIFY(gpu.value("reason").toString().contains(QStringLiteral("Install the Vulkan part")));
        QCOMPARE(gpu.value("shown").toString(), QStringLiteral("NVIDIA GeForce RTX 3060"));
        QVERIFY(status.devices()
                    ->index(1)
                    .data(DeviceListModel::Reason)
                    .toString()
                    .contains(QStringLiteral("Install the Vulkan part")));
    }

    void theTruthNamesStateAndRepair() {
        Stage stage("working", quick);
        Truth truth;
        truth.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(truth.sentence().contains(QStringLiteral("Serving")));
        QVERIFY(truth.canPause());
        QVERIFY(truth.age().isEmpty());
        stage.door->strike(control::Condition::stopped);
        QTRY_COMPARE(truth.action(), QStringLiteral("start"));
        QVERIFY2(!truth.age().isEmpty(), "old data carries its age");
        QVERIFY(!truth.canPause());
    }

    void theVerbsChangeTheSentenceAtOnce() {
        Stage stage("working");
        Truth truth;
        truth.setConnection(&stage.connection);
        QVERIFY(stage.open());
        truth.finishThenPause();
        QTRY_VERIFY(truth.sentence().startsWith(QStringLiteral("Pausing")));
        truth.pauseNow();
        QVERIFY(truth.busy());
        QTRY_VERIFY(truth.sentence().startsWith(QStringLiteral("Paused")));
        QVERIFY(!truth.busy());
        QCOMPARE(truth.action(), QStringLiteral("resume"));
        truth.resume();
        QTRY_VERIFY(truth.canPause());
        truth.snooze(30);
        QTRY_VERIFY(truth.sentence().startsWith(QStringLiteral("Snoozed")));
        QVERIFY(truth.details().join(QLatin1Char('\n')).contains(QStringLiteral("goes on in")));
    }

    void lampsGoDarkWhenTheNodeIsAway() {
        Stage stage("working", quick);
        StatusReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(reader.lamps().value(0).toMap().value("tone").toString(), QStringLiteral("good"));
        QCOMPARE(reader.devices()->rowCount(), 2);
        stage.door->strike(control::Condition::stopped);
        QTRY_COMPARE(reader.lamps().value(0).toMap().value("tone").toString(), QStringLiteral("bad"));
        for (int i = 1; i < 4; ++i)
            QCOMPARE(reader.lamps().value(i).toMap().value("tone").toString(), QString());
        QCOMPARE(reader.devices()->rowCount(), 2);
    }

    void aConnectionMayGoWhileACallRuns() {
        Stage stage("working");
        stage.node().setPace(std::chrono::milliseconds(30));
        QVERIFY(stage.open());
        auto second = std::make_unique<NodeConnection>(stage.executor, stage.door);
        second->begin();
        QTRY_VERIFY(second->online());
        second->run(
            second.get(), [](control::Node& node) { return node.chat({}, {}); },
            [](const control::ChatResult&) { QFAIL("delivered"); }, [](const core::Error&) { QFAIL("delivered"); });
        second.reset();
        stage.node().tick();
        QTest::qWait(50);
        QVERIFY(stage.connection.online());
    }

private:
    int m_told = 0;
};

QTEST_GUILESS_MAIN(DesktopConnection)
#include "tst_desktop_connection.moc"
