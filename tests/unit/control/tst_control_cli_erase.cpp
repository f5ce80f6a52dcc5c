// SPDX-License-Identifier: Apache-2.0
#include "cli_service.h"
#include "core/file.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

using namespace hearth;
using namespace hearth::test;

/// What a home holds is deleted by who means it, and by nobody else.
class tst_control_cli_erase : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString home() const { return m_folder->path() + "/hearth"; }
    QString in_home(const QString& name) const { return home() + "/" + name; }
    bool is_there(const QString& name) const { return QFileInfo(in_home(name)).exists(); }
    Ran erase(const QStringList& options) const {
        return CliService::run(QStringList{"--json", "--home", home(), "home", "erase"} + options);
    }
    static void put(const QString& path) {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("something");
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        for (const char* name : {"hearth.toml", "node.sqlite", "node.sqlite-wal", "keys/operator.key", "keys/node.key",
                                 "ledger/chain.sqlite", "models/abc/weights", "logs/hearthd.log", "run/lock",
                                 "left/1/node.sqlite", "holiday.jpg"})
            put(in_home(name));
    }

    void nothingGoesWithoutTheRightWord() {
        for (const QStringList& options :
             {QStringList{}, {"--keys"}, {"--confirm", "hearth"}, {"--confirm", home() + "/"}, {"--confirm", "yes"}}) {
            const Ran refused = erase(options);
            QCOMPARE(refused.exit, 4);
            QVERIFY(refused.error()["hint"].toString().contains("--confirm"));
            QVERIFY(is_there("node.sqlite") && is_there("models/abc/weights") && is_there("keys/operator.key"));
        }
    }

    void keysAndWhatIsNotHearthsStay() {
        const Ran erased = erase({"--confirm", home()});
        QVERIFY2(erased.exit == 0, erased.err.constData());
        QCOMPARE(erased.json()["keys"].toString(), QString("kept"));
        QCOMPARE(QDir(home()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), (QStringList{"holiday.jpg", "keys"}));
        QVERIFY(is_there("keys/operator.key") && is_there("keys/node.key"));
        // A second wish takes them, too.
        const Ran all = erase({"--keys", "--confirm", home()});
        QVERIFY2(all.exit == 0, all.err.constData());
        QCOMPARE(all.json()["left"].toArray(), QJsonArray{"holiday.jpg"});
        QCOMPARE(erase({"--confirm", home()}).exit, 1); // there is no node any more
        QVERIFY(is_there("holiday.jpg"));
    }

    /// As the shell completes a folder's name.
    void aSlashBehindTheNameIsNoneOfIt() {
        QCOMPARE(CliService::run({"--json", "--home", home() + "/", "home", "erase", "--confirm", home()}).exit, 0);
        QVERIFY(!is_there("node.sqlite") && is_there("keys/operator.key"));
    }

    void anEmptyHomeGoesWhole() {
        QVERIFY(QFile::remove(in_home("holiday.jpg")));
        QCOMPARE(erase({"--keys", "--confirm", home()}).exit, 0);
        QVERIFY(!QDir(home()).exists());
    }

    void aHomeWhoseServiceRunsIsLeftAlone() {
        const auto lock = core::FileLock::acquire(in_home("run/lock").toStdString());
        QVERIFY(lock.ok());
        const Ran refused = erase({"--confirm", home()});
        QVERIFY(refused.exit != 0);
        QVERIFY2(refused.err.contains("is running"), refused.err.constData());
        QVERIFY(is_there("node.sqlite") && is_there("models/abc/weights"));
    }

    void whatALinkLeadsToStays() {
        const QString elsewhere = m_folder->path() + "/elsewhere";
        put(elsewhere + "/weights");
        QVERIFY(QDir(in_home("models")).removeRecursively());
        QVERIFY(QFile::link(elsewhere, in_home("models")));
        QCOMPARE(erase({"--confirm", home()}).exit, 0);
        QVERIFY(!is_there("models"));
        QVERIFY(QFileInfo::exists(elsewhere + "/weights"));
    }

    void aFolderThatIsNoHomeIsNotTouched() {
        const QString other = m_folder->path() + "/photos";
        put(other + "/models/ship.jpg");
        const Ran refused = CliService::run({"--json", "--home", other, "home", "erase", "--confirm", other});
        QCOMPARE(refused.exit, 1);
        QVERIFY(QFileInfo::exists(other + "/models/ship.jpg"));
        QVERIFY(!QFileInfo::exists(other + "/run"));
    }
};

QTEST_GUILESS_MAIN(tst_control_cli_erase)
#include "tst_control_cli_erase.moc"
