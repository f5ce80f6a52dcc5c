// SPDX-License-Identifier: Apache-2.0
#include "desktop/ballots.h"
#include "desktop/incidents.h"
#include "desktop/single_instance.h"
#include "desktop/tray.h"
#include "stage.h"

#include <QApplication>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <thread>

using namespace hearth;
using namespace hearth::desktop;
using hearth::desktop::testing::Stage;

namespace {

using Wrong = QMap<QString, Incidents::Trouble>;

const Wrong one_trouble{
    {QStringLiteral("gpu"), {QStringLiteral("The card does not work"), QStringLiteral("why"), 1000}}};

std::string state_of(Stage& stage) {
    const auto status = stage.node().status();
    return status ? control::name_of(status->state) : "gone";
}

} // namespace

class DesktopTray : public QObject {
    Q_OBJECT

    static QAction* action(Tray& tray, const char* name) {
        for (QAction* one : tray.menu().actions())
            if (one->objectName() == QLatin1String(name)) return one;
        qFatal("no %s", name);
    }

private slots:
    void theMenuSaysTheSentenceAndDoesItsVerbs() {
        Stage stage("working");
        Preferences preferences(false);
        Tray tray(stage.connection, preferences);
        QVERIFY(stage.open());
        QTRY_VERIFY(tray.menu().actions().first()->text().startsWith(QStringLiteral("Serving")));
        QVERIFY(!tray.menu().actions().first()->isEnabled());
        QVERIFY(!action(tray, "resume")->isVisible() && action(tray, "finish")->isVisible());
        action(tray, "snooze-60")->trigger();
        QTRY_COMPARE(state_of(stage), std::string("snoozed"));
        QTRY_VERIFY(action(tray, "resume")->isVisible() && !action(tray, "pause")->isVisible());
        action(tray, "resume")->trigger();
        QTRY_COMPARE(state_of(stage), std::string("idle"));
        QTRY_VERIFY(action(tray, "pause")->isVisible());
        QTest::qWait(50);
        action(tray, "pause")->trigger();
        QTRY_COMPARE(state_of(stage), std::string("paused"));
        QSignalSpy open(&tray, &Tray::openWanted), quit(&tray, &Tray::quitWanted);
        action(tray, "open")->trigger();
        action(tray, "quit")->trigger();
        QCOMPARE(open.count() + quit.count(), 2);
        QCOMPARE(state_of(stage), std::string("paused")); // the node goes on
        QTRY_VERIFY(action(tray, "stop")->isVisible());
        QTest::qWait(50);
        action(tray, "stop")->trigger();
        QTRY_COMPARE(state_of(stage), std::string("gone"));
        QTRY_VERIFY(!action(tray, "stop")->isVisible());
    }

    void withoutAPlaceForItThereIsNoneAndThePreferencesSaySo() {
        Stage stage("working");
        Preferences preferences(false);
        const Tray tray(stage.connection, preferences);
        if (QSystemTrayIcon::isSystemTrayAvailable()) QSKIP("This desktop has a tray.");
        QVERIFY(!tray.shown() && !preferences.trayThere());
    }

    void aTroubleIsToldOnceAndItsEndOnce() {
        Incidents incidents;
        QVERIFY(incidents.look(one_trouble, 0, false).empty());
        QVERIFY(incidents.look(one_trouble, 900, false).empty());
        const auto told = incidents.look(one_trouble, 1000, false);
        QVERIFY(told.size() == 1 && !told[0].resolved && told[0].text == QStringLiteral("why"));
        QVERIFY(incidents.look(one_trouble, 60'000, false).empty());
        QVERIFY(incidents.look({}, 61'000, false).empty());
        QVERIFY(incidents.look(one_trouble, 62'000, false).empty()); // it only flickered
        const auto over = incidents.look({}, 62'000 + Incidents::calm_ms, false);
        QVERIFY(over.size() == 1 && over[0].resolved);
        QVERIFY(incidents.look({}, 90'000, false).empty());
        QVERIFY(incidents.look(one_trouble, 100'000, false).empty() &&
                incidents.look(one_trouble, 101'000, false).size() == 1);
    }

    void whatIsOverBeforeItWasToldIsNeverTold() {
        Incidents incidents;
        QVERIFY(incidents.look(one_trouble, 0, false).empty());
        QVERIFY(incidents.look({}, 20'000, false).empty());
    }

    void quietHoursHoldBackWhatLastsAndDropWhatIsOver() {
        Incidents incidents;
        QVERIFY(incidents.look(one_trouble, 0, true).empty() && incidents.look(one_trouble, 5000, true).empty());
        QCOMPARE(incidents.look(one_trouble, 6000, false).size(), std::size_t{1});
        QVERIFY(incidents.look({}, 20'000, true).empty());
        QVERIFY(incidents.look(one_trouble, 30'000, true).empty());
        QVERIFY(incidents.look({}, 50'000, false).empty());
        QVERIFY(Incidents::isQuiet(23, 22, 7) && Incidents::isQuiet(6, 22, 7) && !Incidents::isQuiet(7, 22, 7));
        QVERIFY(Incidents::isQuiet(13, 13, 15) && !Incidents::isQuiet(15, 13, 15) && !Incidents::isQuiet(3, 3, 3));
    }

    void theTroublesAreThoseOfTheNode() {
        Stage stage("problem");
        Preferences preferences(false);
        Tray tray(stage.connection, preferences);
        QVERIFY(stage.open());
        QTRY_VERIFY(tray.troubles().contains(QStringLiteral("node")));
        QVERIFY(tray.troubles().contains(QStringLiteral("device cpu")));
        // A service that goes away by itself is one trouble; those of before are not known any more.
        stage.door->strike(control::Condition::silent);
        QTRY_COMPARE_WITH_TIMEOUT(tray.troubles().keys(), QStringList{QStringLiteral("service")}, 10'000);
    }

    void anOpenVoteIsToldOnceAndNotInQuietHours() {
        Stage stage("network");
        const auto view = stage.node().governance();
        QVERIFY(view);
        QStringList told;
        QVERIFY(!Ballots::look(*view, told, true)); // quiet: nothing is said, and nothing counts as said
        QVERIFY(told.isEmpty());
        const auto both = Ballots::look(*view, told, false);
        QVERIFY(both && both->title.startsWith(QStringLiteral("2 ")) && !both->text.isEmpty());
        QCOMPARE(both->proposal, 17); // which ends first
        QCOMPARE(told.size(), 2);     // neither what is over, nor what has no vote yet, nor where nothing weighs
        QVERIFY(!Ballots::look(*view, told, false));
        auto next = *view;
        for (control::ProposalView& p : next.proposals)
            if (p.id == 17) p.own_vote = "no";
        next.proposals.push_back(next.proposals.front());
        for (control::ProposalView& p : next.proposals)
            if (p.id == 14) next.proposals.back() = p;
        next.proposals.back().id = 19;
        QVERIFY(!Ballots::look(next, told, true));
        QCOMPARE(told.size(), 1); // a vote that was cast is not waited for any more
        const auto third = Ballots::look(next, told, false);
        QVERIFY(third && third->proposal == 19 && third->title.contains(QStringLiteral("19")));
        next.proposals.back().id = 20;
        next.proposals.back().proposer = next.account; // one's own is no news
        QVERIFY(!Ballots::look(next, told, false));
        auto other = *view; // the same numbers on another chain are other proposals
        other.chain += "-2";
        QVERIFY(Ballots::look(other, told, false).has_value());
        // What weighs nothing for a while, or is not there because the chain is caught up with, is not told again.
        QStringList kept;
        QVERIFY(Ballots::look(*view, kept, false).has_value());
        auto light = *view, none = *view;
        for (control::ProposalView& p : light.proposals)
            p.houses.clear();
        none.proposals.clear();
        for (const control::GovernanceView& seen : {light, none, *view})
            QVERIFY(!Ballots::look(seen, kept, false));
        QCOMPARE(kept.size(), 2);
    }

    /// That one that comes later is told of it: tst_desktop_notices.
    void aVoteThatNobodyCanSeeIsNotTold() {
        Stage stage("network");
        Preferences preferences(false);
        preferences.setQuietTo(preferences.quietFrom()); // no hour is quiet
        Tray tray(stage.connection, preferences);
        if (tray.shown()) QSKIP("This desktop has a tray.");
        QSignalSpy told(&tray, &Tray::told);
        QVERIFY(stage.open());
        QTRY_VERIFY(tray.ballots().loaded());
        QVERIFY(!tray.ballots().view().proposals.empty());
        tray.look();
        for (const QList<QVariant>& each : told)
            QCOMPARE(each[0].value<Incidents::Notice>().proposal, 0);
        QVERIFY(preferences.proposalsTold().isEmpty());
    }

    void aServiceThatWasAskedToStopIsNoTrouble() {
        Stage stage("working");
        Preferences preferences(false);
        Tray tray(stage.connection, preferences);
        QVERIFY(stage.open());
        QTRY_VERIFY(action(tray, "stop")->isVisible());
        action(tray, "stop")->trigger();
        QTRY_VERIFY(!stage.connection.online());
        QVERIFY(tray.troubles().isEmpty());
    }

    void aSecondStartRaisesTheFirst() {
        const QTemporaryDir folder;
        core::Home home, other;
        home.root = folder.filePath(QStringLiteral("a")).toStdString();
        other.root = folder.filePath(QStringLiteral("b")).toStdString();
        auto first = std::make_unique<SingleInstance>(home);
        QVERIFY(!first->tellTheFirst({}));
        QVERIFY(first->listen());
        QSignalSpy raised(first.get(), &SingleInstance::raised);
        const auto start = [&](const core::Home& which, const QString& page) {
            std::atomic<int> told{-1};
            std::thread second([&] { told = SingleInstance(which).tellTheFirst(page) ? 1 : 0; });
            const bool done = QTest::qWaitFor([&] { return told >= 0; }, 5000);
            second.join();
            return done && told == 1;
        };
        QVERIFY(start(home, QStringLiteral("jobs")));
        QVERIFY(start(home, QStringLiteral("no such page")));
        QCOMPARE(raised.count(), 2);
        QCOMPARE(raised[0][0].toString(), QStringLiteral("jobs"));
        QCOMPARE(raised[1][0].toString(), QString());
        QVERIFY(!start(other, {}));
        QSignalSpy linked(first.get(), &SingleInstance::linked);
        const QString link =
            QStringLiteral("hearth://invitation/hearth-network-1.") + QString(20'000, QLatin1Char('A'));
        QVERIFY(start(home, link));
        QCOMPARE(linked.count(), 1);
        QCOMPARE(linked[0][0].toString(), link); // as it came: who follows it looks at it first
        QVERIFY(raised.count() == 3 && raised[2][0].toString().isEmpty());
        // One that was killed leaves its socket behind.
        first.reset();
        SingleInstance next(home);
        QVERIFY(next.listen());
    }

    void theWindowsPlaceIsKept() {
        const QTemporaryDir folder;
        const QByteArray before = qgetenv("XDG_CONFIG_HOME");
        const auto restore = qScopeGuard([&] { qputenv("XDG_CONFIG_HOME", before); });
        qputenv("XDG_CONFIG_HOME", folder.path().toUtf8());
        {
            Preferences preferences(true);
            QVERIFY(!preferences.place().isValid());
            preferences.setPlace(QRect(30, 40, 900, 600), true);
            preferences.setQuietFrom(21);
            preferences.setTrayIcon(false);
        }
        const Preferences again(true);
        QCOMPARE(again.place(), QRect(30, 40, 900, 600));
        QVERIFY(again.maximised() && again.quietFrom() == 21 && !again.trayIcon());
    }
};

QTEST_MAIN(DesktopTray)
#include "tst_desktop_tray.moc"
