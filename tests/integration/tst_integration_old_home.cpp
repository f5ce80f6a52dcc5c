// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace hearth::test;

/// Homes as older programs left them (vectors/node/home_v10 and what comes after it), under today's: nothing is lost,
/// and they go on. Weights are not kept; the model comes again from where it came from.
class IntegrationOldHome : public QObject {
    Q_OBJECT

    static QString homes() { return QStringLiteral(HEARTH_VECTORS_DIR "/node/"); }
    static void copy_into(const QString& from, const QString& to) {
        QDirIterator walk(from, QDir::Files, QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            const QString file = to + "/" + QDir(from).relativeFilePath(walk.next());
            QVERIFY(QDir().mkpath(QFileInfo(file).path()));
            QFile::remove(file);
            QVERIFY(QFile::copy(walk.filePath(), file));
            QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner));
        }
        QVERIFY(QFile::setPermissions(to + "/keys", QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    }

private slots:
    void itGoesOn_data() {
        QTest::addColumn<QString>("name");
        const QStringList names = QDir(homes()).entryList({"home_v*"}, QDir::Dirs | QDir::NoDotAndDotDot);
        QVERIFY(!names.isEmpty());
        for (const QString& home : names)
            QTest::newRow(qPrintable(home)) << home;
    }
    void itGoesOn() {
        QFETCH(QString, name);
        QFile file(homes() + name + ".json");
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject said = QJsonDocument::fromJson(file.readAll()).object();
        NodeProcess node;
        copy_into(homes() + name, node.home());
        QVERIFY2(node.start(), node.log().constData());

        int keys = 0;
        for (const QJsonValue& key : node.ctl({"--json", "keys", "show"}).json()["keys"].toArray())
            keys += said["keys"].toObject()[key["role"].toString()] == key["public_key"];
        QCOMPARE(keys, said["keys"].toObject().size());

        QCOMPARE(node.import(tiny_model("llama-tied"), "tiny").size(), 64);
        const QJsonObject receipts = said["receipts"].toObject();
        QVERIFY(receipts.size() > 3);
        for (const QString& id : receipts.keys()) {
            const CommandResult checked = node.ctl({"--json", "receipt", "verify", id, "--replay"});
            QVERIFY2(checked.exit_code == 0, (checked.out + checked.err).constData());
            QVERIFY2(checked.json()["valid"].toBool(), checked.out.constData());
        }
        // What was on its way is paid by now, or will be; what was paid stays.
        const QJsonObject earnings = node.ctl({"--json", "earnings", "--since", "24h"}).json();
        const auto in_all = [](const QJsonObject& of) {
            return of["pending"].toString().toLongLong() + of["confirmed"].toString().toLongLong() +
                   of["paid"].toString().toLongLong();
        };
        const QJsonObject before = said["earnings"].toObject();
        QVERIFY(earnings["paid"].toString().toLongLong() >= before["paid"].toString().toLongLong());
        QCOMPARE(in_all(earnings), in_all(before));

        // A year later the node's certificate has ended; with the next epoch it has a new one.
        HttpAnswer answer;
        const auto is_answered = [&] {
            answer = node.post("/chat/completions", chat_body("tiny", "And today?"));
            return answer.status == 200;
        };
        QVERIFY2(QTest::qWaitFor(is_answered, 60'000), answer.body.constData());
        const QJsonArray listed = node.ctl({"--json", "receipt", "list"}).json()["receipts"].toArray();
        QCOMPARE(listed.size(), receipts.size() + 1);
        QCOMPARE(node.terminate(), 0);
    }
};

QTEST_GUILESS_MAIN(IntegrationOldHome)
#include "tst_integration_old_home.moc"
