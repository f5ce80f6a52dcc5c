// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <atomic>
#include <QDir>
#include <QFile>
#include <QTest>
#include <thread>

using namespace hearth::test;

namespace {

struct Program {
    qint64 pid = 0, parent = 0;
    QByteArray name, shown; ///< what others may read of it: arguments and environment
};

QByteArray read_all(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray(); // gone meanwhile, or closed to others
}

/// A program and all that it started.
QList<Program> family_of(qint64 pid) {
    QList<Program> all;
    for (const QString& entry : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        Program one;
        one.pid = entry.toLongLong();
        if (one.pid == 0) continue;
        const QString folder = QStringLiteral("/proc/") + entry;
        const QByteArray stat = read_all(folder + "/stat");
        const qsizetype end = stat.lastIndexOf(')'); // of its name, which may hold anything
        if (end < 0) continue;
        one.parent = stat.mid(end + 2).split(' ').value(1).toLongLong();
        const QByteArray arguments = read_all(folder + "/cmdline");
        one.name = arguments.left(arguments.indexOf('\0')).split('/').last();
        one.shown = arguments + '\0' + read_all(folder + "/environ");
        all << one;
    }
    QList<Program> family;
    QSet<qint64> pids{pid};
    for (bool grown = true; grown;) {
        grown = false;
        for (const Program& one : all)
            if (!pids.contains(one.pid) && pids.contains(one.parent)) {
                pids.insert(one.pid);
                grown = true;
            }
    }
    for (const Program& one : all)
        if (pids.contains(one.pid)) family << one;
    return family;
}

} // namespace

/// Every user of a machine may read with what programs were started: no secret of a home may stand there.
class IntegrationSecrets : public QObject {
    Q_OBJECT

    NodeProcess m_node;
    QMap<QString, QByteArray> m_secrets;

    /// Whole, each of its lines, and as digits.
    void add_file(const QString& path) {
        constexpr qsizetype fewest = 12;
        const QByteArray bytes = read_all(path);
        QList<QByteArray> forms = bytes.split('\n');
        forms << bytes << bytes.toHex() << bytes.toBase64();
        for (qsizetype i = 0; i < forms.size(); ++i)
            if (forms[i].size() >= fewest) m_secrets[QStringLiteral("%1, form %2").arg(path).arg(i)] = forms[i];
    }

    /// The program in whose arguments or environment one was found, and which.
    QString leak(const QList<Program>& programs) const {
        for (const Program& one : programs)
            for (auto secret = m_secrets.begin(); secret != m_secrets.end(); ++secret)
                if (one.shown.contains(secret.value()))
                    return QStringLiteral("%1 shows %2").arg(QString::fromLatin1(one.name), secret.key());
        return {};
    }

private slots:
    void initTestCase() {
        QVERIFY2(m_node.start(), m_node.log().constData());
        QVERIFY(!m_node.import(roomy_model(m_node.home()), "roomy").isEmpty());
        QCOMPARE(m_node.terminate(), 0);
        QFile token(m_node.home() + "/keys/hub.token");
        QVERIFY(token.open(QIODevice::WriteOnly));
        QVERIFY(token.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        token.write("hf_planted_token_4711\n");
        token.close();
        QVERIFY2(m_node.start(), m_node.log().constData());
        const QString key =
            m_node.ctl({"--json", "keys", "api", "create", "--name", "planted"}).json()["key"].toString();
        QVERIFY(!key.isEmpty());
        m_secrets["the key of a caller"] = key.toUtf8();
        m_secrets["what was asked"] = "canary-zebra-4711";
        const QDir keys(m_node.home() + "/keys");
        for (const QString& name : keys.entryList(QDir::Files))
            add_file(keys.filePath(name));
        QVERIFY(m_secrets.size() > 4);
    }

    void noSecretStandsInArgumentsOrEnvironment() {
        std::atomic<bool> answered = false;
        std::thread caller([&] {
            QJsonObject body = chat_body("roomy", "canary-zebra-4711", 400);
            body["ignore_eos"] = true;
            m_node.post("/chat/completions", body);
            answered = true;
        });
        QSet<QByteArray> seen;
        QString found;
        int rounds = 0;
        while (found.isEmpty() && (!answered || rounds == 0)) {
            ++rounds;
            const auto programs = family_of(m_node.pid());
            for (const Program& one : programs)
                seen << one.name;
            found = leak(programs);
            QThread::msleep(5);
        }
        caller.join();
        QVERIFY2(found.isEmpty(), qPrintable(found));
        for (const char* name : {"hearthd", "hearth-worker", "hearth-probe"})
            QVERIFY2(seen.contains(name), name);
    }

    /// The test finds what it looks for.
    void aSecretThatStandsThereIsFound() {
        QProcess shows;
        shows.start(QStringLiteral("sleep"), {QStringLiteral("30")});
        shows.waitForStarted();
        m_secrets["planted in an argument"] = QByteArray("sleep\0"
                                                         "30",
                                                         8);
        const auto programs = family_of(shows.processId());
        QCOMPARE(programs.size(), 1);
        QVERIFY(leak(programs).endsWith("planted in an argument"));
        shows.kill();
        shows.waitForFinished();
    }
};

QTEST_GUILESS_MAIN(IntegrationSecrets)
#include "tst_integration_secrets.moc"
