// SPDX-License-Identifier: Apache-2.0
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace {

/// Ends the test where it fails.
QString run(const QString& folder, const QString& script) {
    QProcess bash;
    bash.setWorkingDirectory(folder);
    bash.start(QStringLiteral("bash"),
               {QStringLiteral("-euo"), QStringLiteral("pipefail"), QStringLiteral("-c"), script});
    if (!bash.waitForFinished(60'000) || bash.exitCode() != 0)
        qFatal("%s: %s", qPrintable(script), bash.readAllStandardError().constData());
    return QString::fromUtf8(bash.readAllStandardOutput()).trimmed();
}

} // namespace

/// What a contributor runs looks at what there is to look at.
class HouseSteps : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString git(const QString& command) const {
        return run(m_folder.path(), QStringLiteral("git -c user.name=a -c user.email=a@example.org ") + command);
    }
    void commit(const QString& file) const {
        run(m_folder.path(), QStringLiteral("echo 1 > ") + file);
        git(QStringLiteral("add -A"));
        git(QStringLiteral("commit -q -m ") + file);
    }
    int changed() const {
        const QString step = QStringLiteral(HEARTH_SOURCE_DIR "/installers/steps/check.sh");
        const QString found =
            run(m_folder.path(), QStringLiteral("ROOT=\"$PWD\"; source '%1'; changed_sources").arg(step));
        return static_cast<int>(found.split('\n', Qt::SkipEmptyParts).size());
    }

private slots:
    void sourcesThatChangedAreFoundOnMainToo() {
        for (const char* program : {"git", "bash"})
            if (QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty())
                QSKIP("This test needs git and bash: apt-get install git bash");
        QVERIFY(m_folder.isValid());
        git(QStringLiteral("init -q -b main"));
        for (int i = 0; i < 25; ++i)
            commit(QStringLiteral("f%1.cpp").arg(i));
        QCOMPARE(changed(), 20); // nobody else has it, and nothing was released
        git(QStringLiteral("tag v1 HEAD~3"));
        QCOMPARE(changed(), 3);
        git(QStringLiteral("update-ref refs/remotes/origin/main HEAD~5"));
        QCOMPARE(changed(), 5);
        git(QStringLiteral("checkout -q -b work"));
        commit(QStringLiteral("g.cpp"));
        QCOMPARE(changed(), 1);
        run(m_folder.path(), QStringLiteral("echo 1 > h.cpp; echo 1 > notes.txt"));
        QCOMPARE(changed(), 2); // what is not committed, too
    }
};

QTEST_GUILESS_MAIN(HouseSteps)
#include "tst_house_steps.moc"
