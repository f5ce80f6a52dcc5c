// SPDX-License-Identifier: Apache-2.0
#include "cli_terminal.h"
#include "core/file.h"
#include "core/home.h"
#include "core/operator_key.h"
#include "core/recovery_words.h"
#include "ledger/offline_transaction.h"

#include <QFile>
#include <QRegularExpression>
#include <QtTest>

#include <sys/stat.h>

using namespace hearth;
using test::CliService;
using test::CliTerminal;
using test::Ran;

/// The operator's key as words, and kept away from its home, at the command line.
class tst_control_cli_keys : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    const core::SigningKey m_key = core::SigningKey::from_seed(core::Bytes(32, 3));

    QString file(const QString& name) const { return m_folder->path() + "/" + name; }
    core::Home home(const QString& name = "home") const { return {file(name).toStdString(), false}; }
    QStringList at(const QStringList& words, const QString& name = "home") const {
        return QStringList{"--home", file(name)} + words;
    }
    QByteArray words() const {
        QByteArray text;
        for (const std::string& word : m_key.recovery_words())
            text += QByteArray::fromStdString(word) + " ";
        return text;
    }
    QString write(const QString& name, const QByteArray& content) const {
        const std::string text = content.toStdString();
        return core::write_file_atomic(file(name).toStdString(), core::as_bytes(text), 0600) ? file(name) : QString();
    }
    core::PublicKey operator_of(const QString& name) const {
        return core::OperatorKey::load(home(name).keys())->account;
    }
    /// A transfer of the key's account.
    QString unsigned_file() const {
        ledger::OfflineTransaction made;
        made.chain_id = "hearth-test";
        made.made_at = 9;
        made.transaction.sender = m_key.public_key();
        made.transaction.sequence = 4;
        made.transaction.valid_until = 1000;
        made.transaction.message = ledger::Transfer{core::SigningKey::from_seed(core::Bytes(32, 5)).public_key(),
                                                    core::Amount::from_units(1'500'000'000)};
        return write("pay.tx", QByteArray::fromStdString(made.text()));
    }
    ledger::OfflineTransaction read(const QString& path) const {
        QFile in(path);
        if (!in.open(QIODevice::ReadOnly)) return {};
        return ledger::OfflineTransaction::parse(in.readAll().toStdString()).value();
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(home().create().ok());
        QVERIFY(core::restore_operator(home().keys(), m_key, false).ok());
    }

    void the_words_are_shown_on_the_terminal_alone_and_three_are_asked_for() {
        CliTerminal terminal(at({"keys", "backup", "--words"}));
        QVERIFY(terminal.await("written down. "));
        const std::vector<std::string> right = m_key.recovery_words();
        for (const std::string& word : right)
            QVERIFY2(terminal.shown().contains(QByteArray::fromStdString(word)), word.c_str());
        terminal.type("\n");
        for (int i = 0; i < 3; ++i) {
            QVERIFY(terminal.await("Word "));
            QVERIFY(terminal.await(": "));
            static const QRegularExpression question("Word (\\d+): $");
            const auto match = question.match(QString::fromUtf8(terminal.shown()));
            QVERIFY2(match.hasMatch(), terminal.shown().constData());
            if (i == 0) { // one slip is forgiven
                terminal.type("zebra\n");
                QVERIFY(terminal.await("Look at your paper."));
                QVERIFY(terminal.await(": "));
            }
            const auto place = static_cast<std::size_t>(match.captured(1).toInt());
            terminal.type(QByteArray::fromStdString(right[place - 1]) + "\n");
        }
        QCOMPARE(terminal.finish(), 0);
        QVERIFY(terminal.shown().contains(QByteArray::fromStdString(m_key.public_key().hex())));
        const auto note = core::backup_note(home().keys(), m_key.public_key());
        QVERIFY(note.ok() && note->has_value());
        QCOMPARE((*note)->kind, std::string("words"));
    }

    void words_that_nobody_wrote_down_are_no_backup() {
        CliTerminal terminal(at({"keys", "backup", "--words"}));
        QVERIFY(terminal.await("written down. "));
        terminal.type("\n");
        for (int i = 0; i < 3 && terminal.await(": "); ++i)
            terminal.type("perhaps\n");
        QCOMPARE(terminal.finish(), 4);
        QVERIFY(!core::backup_note(home().keys(), m_key.public_key())->has_value());
    }

    void a_file_with_the_words_is_its_owners_and_no_output_holds_them() {
        const Ran ran = CliService::run(at({"--json", "keys", "backup", "--words", file("words")}));
        QVERIFY2(ran.exit == 0, ran.err.constData());
        QCOMPARE(ran.json()["account"].toString().toStdString(), m_key.public_key().hex());
        QVERIFY(ran.json()["covers_accounts"].toBool());
        struct stat info {};
        QCOMPARE(::stat(file("words").toStdString().c_str(), &info), 0);
        QCOMPARE(info.st_mode & 0777, 0600u);
        for (const std::string& word : m_key.recovery_words())
            QVERIFY(!(ran.out + ran.err).contains(QByteArray::fromStdString(" " + word)));
        QCOMPARE(CliService::run(at({"keys", "backup", "--words", file("words")})).exit, 1);
        const Ran back = CliService::run(at({"--json", "keys", "restore", "--words", file("words")}, "other"));
        QVERIFY2(back.exit == 0, back.err.constData());
        QCOMPARE(operator_of("other"), m_key.public_key());
    }

    void the_words_come_from_standard_input_and_bring_the_same_accounts() {
        const Ran ran = CliService::run(at({"--json", "keys", "restore", "--words"}, "new"), words());
        QVERIFY2(ran.exit == 0, ran.err.constData());
        QCOMPARE(ran.json()["account"].toString().toStdString(), m_key.public_key().hex());
        const auto caller = core::SigningKey::load(home("new").keys() / "caller.key");
        QVERIFY(caller.ok());
        QCOMPARE(caller->public_key(), core::SigningKey::load(home().keys() / "caller.key")->public_key());
    }

    void wrong_words_are_said_and_restore_nothing_data() {
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<QByteArray>("said");
        QByteArray misspelt = words();
        misspelt.insert(misspelt.indexOf(' '), "q");
        QTest::newRow("misspelt") << misspelt << QByteArray("Word 1, ");
        QTest::newRow("one missing") << words().mid(words().indexOf(' ')) << QByteArray("these are 23");
        QTest::newRow("another word") << QByteArray("abandon ").repeated(24) << QByteArray("together they are no key");
        QTest::newRow("nothing") << QByteArray() << QByteArray("these are 0");
    }
    void wrong_words_are_said_and_restore_nothing() {
        QFETCH(QByteArray, typed);
        QFETCH(QByteArray, said);
        const Ran ran = CliService::run(at({"keys", "restore", "--words"}, "new"), typed);
        QCOMPARE(ran.exit, 2);
        QVERIFY2(ran.err.contains(said), ran.err.constData());
        QVERIFY(!QFile::exists(file("new/keys/operator.key")));
    }

    void another_operators_home_is_kept_unless_its_keys_are_moved_by_name() {
        const auto theirs = core::SigningKey::from_seed(core::Bytes(32, 4));
        QVERIFY(core::restore_operator(home("theirs").keys(), theirs, false).ok());
        const Ran refused = CliService::run(at({"keys", "restore", "--words"}, "theirs"), words());
        QCOMPARE(refused.exit, 1);
        QVERIFY(refused.err.contains("--replace"));
        QCOMPARE(operator_of("theirs"), theirs.public_key());
        const Ran moved = CliService::run(at({"--json", "keys", "restore", "--words", "--replace"}, "theirs"), words());
        QVERIFY2(moved.exit == 0, moved.err.constData());
        const QString aside = moved.json()["moved_to"].toString();
        QCOMPARE(core::OperatorKey::load(aside.toStdString())->account, theirs.public_key());
        QCOMPARE(operator_of("theirs"), m_key.public_key());
    }

    void a_home_with_jobs_of_another_operator_is_never_taken() {
        const auto theirs = core::SigningKey::from_seed(core::Bytes(32, 4));
        QVERIFY(core::restore_operator(home("theirs").keys(), theirs, false).ok());
        QVERIFY(!write("theirs/node.sqlite", "jobs").isEmpty());
        const Ran refused = CliService::run(at({"keys", "restore", "--words", "--replace"}, "theirs"), words());
        QCOMPARE(refused.exit, 1);
        QCOMPARE(operator_of("theirs"), theirs.public_key());
    }

    void the_key_goes_into_a_file_and_signs_there() {
        const Ran away = CliService::run(at({"--json", "keys", "offline", file("stick.key")}));
        QVERIFY2(away.exit == 0, away.err.constData());
        QVERIFY(!QFile::exists(file("home/keys/operator.key")));
        QCOMPARE(operator_of("home"), m_key.public_key());
        QCOMPARE(CliService::run(at({"keys", "backup", "--words", file("words")})).exit, 4);
        const QString path = unsigned_file();
        const Ran ran =
            CliService::run({"--home", "/nowhere", "ledger", "tx-sign", path, "--key", file("stick.key"), "--yes"});
        QVERIFY2(ran.exit == 0, ran.err.constData());
        QVERIFY2(ran.out.contains("Sends 1.5 EMB"), ran.out.constData());
        QVERIFY(read(path).signed_by_sender().ok());
        QCOMPARE(CliService::run({"ledger", "tx-sign", path, "--key", file("stick.key"), "--yes"}).exit, 1);
    }

    void words_sign_too_and_somebody_is_asked_first() {
        const QString path = unsigned_file();
        int exit = -1;
        const QString secret = write("words", words());
        const QStringList line{"ledger", "tx-sign", path, "--words", secret};
        const QByteArray shown = test::on_terminal(line, "no\n", 1, exit);
        QCOMPARE(exit, 1);
        QVERIFY2(shown.contains("Sends 1.5 EMB"), shown.constData());
        QVERIFY(!read(path).signature);
        const QByteArray of_program = test::on_terminal(QStringList{"--json"} + line, "no\n", 1, exit);
        const auto said = of_program.indexOf("Sends 1.5 EMB");
        QVERIFY2(said >= 0 && said < of_program.indexOf("Sign this?"), of_program.constData());
        test::on_terminal(line, "yes\n", 1, exit);
        QCOMPARE(exit, 0);
        QVERIFY(read(path).signed_by_sender().ok());
    }

    void another_key_signs_nothing() {
        const QString path = unsigned_file();
        QVERIFY(core::SigningKey::from_seed(core::Bytes(32, 4)).save(file("wrong.key").toStdString()).ok());
        const Ran ran = CliService::run({"--json", "ledger", "tx-sign", path, "--key", file("wrong.key"), "--yes"});
        QCOMPARE(ran.exit, 4);
        QVERIFY(!read(path).signature);
        QCOMPARE(CliService::run({"ledger", "tx-sign", path}).exit, 2);
    }

    void what_is_not_signed_is_not_sent() {
        CliService service;
        QVERIFY(service.start());
        const QString path = unsigned_file();
        QCOMPARE(service.ctl({"ledger", "tx-send", path}).exit, 4);
        QCOMPARE(CliService::run({"ledger", "tx-sign", path, "--words", write("words", words()), "--yes"}).exit, 0);
        const Ran sent = service.ctl({"--json", "ledger", "tx-send", path});
        QVERIFY2(sent.exit == 0, sent.err.constData());
        QVERIFY(sent.json().contains("tx"));
        QCOMPARE(service.ctl({"ledger", "tx-export", file("new.tx"), "dance"}).exit, 2);
        QCOMPARE(service.ctl({"ledger", "tx-export", file("new.tx"), "vote", "7"}).exit, 2);
        QCOMPARE(service.ctl({"ledger", "tx-export", file("new.tx"), "send", "nobody", "1,5"}).exit, 2);
        QCOMPARE(service.ctl({"ledger", "tx-export", file("new.tx"), "veto", "7"}).exit, 4);
        QCOMPARE(service.ctl({"ledger", "tx-export", file("new.tx"), "open-channel", "nobody", "1"}).exit, 2);
        QCOMPARE(service.ctl({"ledger", "tx-export", file("new.tx"), "open-channel", "nobody", "1", "soon"}).exit, 2);
        QCOMPARE(service.ctl({"ledger", "tx-export", file("new.tx"), "redeem", file("none")}).exit, 1);
        QVERIFY(!QFile::exists(file("new.tx")));
    }
};

QTEST_GUILESS_MAIN(tst_control_cli_keys)
#include "tst_control_cli_keys.moc"
