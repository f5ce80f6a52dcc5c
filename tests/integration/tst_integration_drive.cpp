// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <unistd.h>

using namespace hearth::test;

/// A home on a drive: what its service sees is a mount of its own, which goes and comes. The test reaches the same
/// files and the same control socket by the folder that is mounted there.
class IntegrationDrive : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_service;

    QString drive() const { return m_folder.filePath(QStringLiteral("drive")); }
    QString place() const { return m_folder.filePath(QStringLiteral("place")); }
    /// Without root in a namespace of users, where the kernel allows that.
    static QStringList as_user(const QStringList& words) { return ::geteuid() == 0 ? QStringList() : words; }

    void start() {
        const QString script = QStringLiteral("mount --bind \"$1\" \"$2\" && exec \"$3\" --home \"$2\" --foreground");
        m_service = std::make_unique<QProcess>();
        m_service->setStandardOutputFile(QProcess::nullDevice());
        m_service->setStandardErrorFile(m_folder.filePath(QStringLiteral("stderr.log")), QIODevice::Append);
        m_service->start("unshare", as_user({"--user", "--map-root-user"}) +
                                        QStringList{"--mount", "--propagation", "private", "sh", "-c", script, "sh",
                                                    drive(), place(), program_path("hearthd")});
    }
    /// In the service's sight of the disks.
    bool there(const QStringList& words) const {
        return run_program("nsenter", QStringList{"--target", QString::number(m_service->processId()), "--mount"} +
                                          as_user({"--user", "--preserve-credentials"}) + words)
                   .exit_code == 0;
    }
    bool take_out() const { return there({"umount", "--lazy", place()}); }
    bool put_back() const { return there({"mount", "--bind", drive(), place()}); }

    CommandResult ctl(const QStringList& words) const {
        return run_program(program_path("hearthctl"), QStringList{"--home", drive(), "--json"} + words);
    }
    QJsonObject status() const { return ctl({"status"}).json(); }
    bool serves() const { return status().value("state").toString() == "idle"; }
    bool is_away() const {
        return status().value("sentence").toString().startsWith(place() + " is not there any more");
    }
    CommandResult ask() const { return ctl({"chat", "--max-tokens", "4", "hello"}); }
    qsizetype answers() const { return ctl({"earnings", "--since", "24h"}).json().value("rows").toArray().size(); }
    QByteArray log() const {
        QFile file(m_folder.filePath(QStringLiteral("stderr.log")));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private slots:
    void initTestCase() {
        QVERIFY(QDir().mkdir(drive()) && QDir().mkdir(place()));
        QFile settings(drive() + "/hearth.toml");
        QVERIFY(settings.open(QIODevice::WriteOnly));
        settings.write("[api]\nlisten = \"127.0.0.1:0\"\n[solo]\nepoch_seconds = 2\n");
        settings.close();
        start();
        QTRY_VERIFY_WITH_TIMEOUT(m_service->state() == QProcess::NotRunning || QFile::exists(drive() + "/run/api.json"),
                                 30'000);
        if (m_service->state() == QProcess::NotRunning && (log().contains("unshare: ") || log().contains("mount: ")))
            QSKIP("The kernel gives a mount of its own to root only, and there is none here.");
        const CommandResult imported = ctl({"model", "import", tiny_model("llama-tied"), "--name", "tiny"});
        QVERIFY2(imported.exit_code == 0, (imported.err + log()).constData());
        QVERIFY2(ask().exit_code == 0, log().constData());
    }

    void aDriveThatIsTakenOutIsSaidAndNothingIsMadeInItsPlace() {
        QTRY_VERIFY(serves());
        QVERIFY(take_out());
        QTRY_VERIFY2(is_away(), qPrintable(status().value("sentence").toString()));
        const CommandResult refused = ask();
        QVERIFY(refused.exit_code != 0);
        QVERIFY2(refused.err.contains("is not there any more"), refused.err.constData());
        QVERIFY(ctl({"model", "import", tiny_model("llama-tied"), "--name", "other"}).exit_code != 0);
        QTest::qWait(1500);
        QVERIFY2(QDir(place()).isEmpty(), "what is left of the drive is not its place");
    }

    void itGoesOnWhenTheDriveIsBack() {
        QVERIFY(put_back());
        QTRY_VERIFY_WITH_TIMEOUT(serves(), 15'000);
        const CommandResult answer = ask();
        QVERIFY2(answer.exit_code == 0, answer.err.constData());
        QTRY_COMPARE(answers(), qsizetype{2});
    }

    void itStopsCleanlyWithoutTheDriveAndLosesNothing() {
        QVERIFY(take_out());
        QTRY_VERIFY(is_away());
        m_service->terminate();
        QVERIFY(m_service->waitForFinished(30'000));
        QCOMPARE(m_service->exitStatus(), QProcess::NormalExit);
        QCOMPARE(m_service->exitCode(), 0);
        QVERIFY(QDir(place()).isEmpty());
        QFile::remove(drive() + "/run/api.json"); // which the service could not reach any more
        start();
        QTRY_VERIFY2_WITH_TIMEOUT(QFile::exists(drive() + "/run/api.json"), log().constData(), 30'000);
        QTRY_COMPARE(answers(), qsizetype{2});
        QVERIFY2(ask().exit_code == 0, log().constData());
    }

    void cleanupTestCase() {
        if (!m_service || m_service->state() == QProcess::NotRunning) return;
        m_service->terminate();
        if (!m_service->waitForFinished(30'000)) m_service->kill();
    }
};

QTEST_GUILESS_MAIN(IntegrationDrive)
#include "tst_integration_drive.moc"
