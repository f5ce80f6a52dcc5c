// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <fcntl.h>
#include <filesystem>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>
#include <sys/file.h>
#include <unistd.h>

using namespace hearth::test;

/// The real service as a new version on trial, beside one before that is a shell script and says what it finds in a
/// home.
class IntegrationTrial : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    const QString m_old = "hearth-0.0.1-linux-" + QSysInfo::currentCpuArchitecture();
    const QString m_new = "hearth-99.0.0-linux-" + QSysInfo::currentCpuArchitecture();

    QString file(const QString& name) const { return m_folder.filePath(name); }
    void write(const QString& name, const QByteArray& content) const {
        QFile out(file(name));
        QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(out.write(content), content.size());
    }
    QByteArray read(const QString& name) const {
        QFile in(file(name));
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    QString shown() const { return QFileInfo(QFileInfo(file("hearth")).symLinkTarget()).fileName(); }
    void on_trial(bool tried, const QByteArray& ledger_of_old) const {
        QFile::remove(file("hearth"));
        QVERIFY(QFile::link(m_new, file("hearth")));
        write(".update-on-trial", m_old.toUtf8() + " " + m_new.toUtf8() + (tried ? " tried\n" : "\n"));
        QByteArray said = R"([{"name":"ledger","result":"@","detail":"","repair":""}])";
        write(m_old + "/bin/hearthd", "#!/bin/sh\necho '" + said.replace("@", ledger_of_old) + "'\n");
        QFile::setPermissions(file(m_old + "/bin/hearthd"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    CommandResult start_in(const QString& home) const {
        return run_program(file(m_new + "/bin/hearthd"), {"--home", home, "--foreground"});
    }

private slots:
    void initTestCase() {
        const QString programs = QFileInfo(program_path("hearthd")).absolutePath();
        for (const QString& folder : {m_old, m_new})
            QVERIFY(QDir().mkpath(file(folder + "/bin")) && QDir().mkpath(file(folder + "/lib/hearth/bundled")));
        for (const QString& folder : {m_old, m_new})
            std::filesystem::permissions(file(folder).toStdString(), std::filesystem::perms(0755));
        QVERIFY(QFile::copy(programs + "/hearthd", file(m_new + "/bin/hearthd")));
        for (const char* name : {"hearth-worker", "hearth-probe", "hearthctl"})
            QVERIFY(QFile::link(programs + "/" + name, file(m_new + "/bin/" + name)));
        qputenv("HEARTH_TEST_PROGRAMS", file(m_new + "/bin").toUtf8());
    }
    void cleanupTestCase() { qunsetenv("HEARTH_TEST_PROGRAMS"); }

    void settingsThatItDoesNotUnderstandLeadBack() {
        on_trial(false, "passed");
        const NodeProcess node("[api]\nlisten = 7\n");
        const CommandResult ended = start_in(node.home());
        QCOMPARE(ended.exit_code, 1);
        QVERIFY2(ended.err.contains("From the next start on it is version 0.0.1 again"), ended.err.constData());
        QCOMPARE(shown(), m_old);
        QCOMPARE(read(".update-gave-way"), m_new.toUtf8() + "\n");
    }

    void aStartBesideTheOneThatIsBeingTriedTouchesNothing() {
        on_trial(true, "passed");
        const int held = ::open(file(".update-on-trial.lock").toUtf8().constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        QCOMPARE(::flock(held, LOCK_EX | LOCK_NB), 0);
        const QByteArray note = read(".update-on-trial");
        const NodeProcess node("[api]\nlisten = 7\n");
        const CommandResult ended = start_in(node.home());
        ::close(held);
        QCOMPARE(ended.exit_code, 1);
        QVERIFY2(!ended.err.contains("did not start") && !ended.err.contains("without a word"), ended.err.constData());
        QCOMPARE(shown(), m_new);
        QCOMPARE(read(".update-on-trial"), note);
    }

    void whatEndedWithoutAWordIsTriedAgainWhereThereIsNoWayBack() {
        on_trial(true, "failed");
        NodeProcess node;
        QVERIFY2(node.start(), node.log().constData());
        QTRY_VERIFY2(node.log().contains("ended without a word"), node.log().constData());
        QTRY_VERIFY(!QFile::exists(file(".update-on-trial")));
        QCOMPARE(shown(), m_new);
    }

    void whereThereIsOneItGivesWay() {
        on_trial(true, "passed");
        NodeProcess node;
        QVERIFY(!node.start());
        QVERIFY2(node.log().contains("ended without a word"), node.log().constData());
        QCOMPARE(shown(), m_old);
        QVERIFY(!QFile::exists(file(".update-on-trial")));
    }
};

QTEST_GUILESS_MAIN(IntegrationTrial)
#include "tst_integration_trial.moc"
