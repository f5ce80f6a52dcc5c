// SPDX-License-Identifier: Apache-2.0
#include "real_window.h"

#include <QDir>
#include <QProcess>

#include <csignal>

using namespace hearth;
using namespace hearth::test;

/// The window follows a real node whose drive, service or workers go away, hang and come back.
class IntegrationDesktopFaults : public RealWindow {
    Q_OBJECT

private slots:
    void init() { fail_on_complaints(); }
    void initTestCase() { begin(); }
    void cleanupTestCase() { end(); }

    /// Both look once a second, which a machine with more to do may do late: the time is told, not promised.
    void aHomeOnADriveThatIsTakenOutIsSaid() {
        const QString drive = m_node->home() + QStringLiteral("-drive");
        QElapsedTimer time;
        time.start();
        QVERIFY(QDir().rename(m_node->home(), drive));
        const bool said = QTest::qWaitFor(
            [this] { return text_of("sentence").startsWith(m_node->home() + QLatin1String(" is not there any more")); },
            10'000);
        qInfo("said after %lld ms", static_cast<long long>(time.elapsed()));
        QVERIFY(QDir().rename(drive, m_node->home()));
        QVERIFY2(said, qPrintable(text_of("sentence")));
        QTRY_VERIFY_WITH_TIMEOUT(serves(), 60'000);
    }

    void aServiceThatHangsIsSilentAndComesBack() {
        QCOMPARE(::kill(static_cast<pid_t>(m_node->pid()), SIGSTOP), 0);
        const bool said = QTest::qWaitFor(
            [this] { return text_of("sentence") == QLatin1String("The service runs but does not answer."); },
            within_ms);
        ::kill(static_cast<pid_t>(m_node->pid()), SIGCONT);
        QVERIFY(said);
        QTRY_VERIFY(serves());
    }

    /// As a machine that sleeps: both programs are stopped and woken, the window first.
    void bothAsleepAndAwakeGoOn() {
        const auto node = static_cast<pid_t>(m_node->pid());
        const QString wake = QStringLiteral("sleep 3; kill -CONT %1; sleep 1; kill -CONT %2");
        QVERIFY(QProcess::startDetached(
            QStringLiteral("/bin/sh"), {QStringLiteral("-c"), wake.arg(QCoreApplication::applicationPid()).arg(node)}));
        QCOMPARE(::kill(node, SIGSTOP), 0);
        ::raise(SIGSTOP);
        QTRY_VERIFY_WITH_TIMEOUT(serves(), 30'000);
        QVERIFY(m_node->pid() == node && named("startService") == nullptr);
    }

    /// It is started again; while it is away the window does not call the node ready.
    void aKilledWorkerIsSaidWithinTwoSeconds() {
        core::Home home;
        home.root = m_node->home().toStdString();
        const auto client = control::connect(home.control_socket(), {});
        QVERIFY(client.ok());
        const auto status = client.value()->status();
        QVERIFY(status.ok() && !status->workers.empty() && status->workers[0].pid);
        QCOMPARE(::kill(static_cast<pid_t>(*status->workers[0].pid), SIGKILL), 0);
        QVERIFY2(QTest::qWaitFor([this] { return !serves(); }, within_ms), qPrintable(text_of("sentence")));
        QVERIFY(!text_of("sentence").isEmpty() && named("startService") == nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(serves(), 60'000);
    }

    void aKilledServiceIsSaidAndStartedAgain() {
        m_node->kill9();
        QVERIFY(QTest::qWaitFor([this] { return named("startService") != nullptr; }, within_ms));
        QCOMPARE(text_of("sentence"), "The service of " + m_node->home() + " does not run.");
        click("startService");
        QTRY_VERIFY_WITH_TIMEOUT(serves(), 60'000);
        QVERIFY(named("startService") == nullptr);
    }
};

int main(int argc, char** argv) {
    return run_window<IntegrationDesktopFaults>(argc, argv);
}

#include "tst_integration_desktop_faults.moc"
