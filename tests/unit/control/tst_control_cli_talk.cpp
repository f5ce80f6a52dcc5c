// SPDX-License-Identifier: Apache-2.0
#include "cli_terminal.h"
#include "core/file.h"
#include "core/home.h"

#include <QFile>
#include <QJsonArray>
#include <QtTest>

#include <csignal>

using namespace hearth;
using test::CliService;
using test::CliTerminal;
using test::on_terminal;
using test::Ran;

namespace {
const QString some_id = QString("00112233445566778899aabbccddeeff").repeated(2);
}

/// Conversations and secrets on a terminal, and verbs that wait.
class tst_control_cli_talk : public QObject {
    Q_OBJECT

    std::unique_ptr<CliService> m_service;

    QStringList here(const QStringList& words) const { return QStringList{"--home", m_service->home()} + words; }

private slots:
    void init() {
        m_service = std::make_unique<CliService>();
        QVERIFY(m_service->start());
    }

    void a_blank_prompt_is_never_sent_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QByteArray>("input");
        QTest::newRow("empty") << QStringList{"chat", ""} << QByteArray();
        QTest::newRow("blanks") << QStringList{"chat", " \t\n "} << QByteArray();
        QTest::newRow("standard input") << QStringList{"chat", "-"} << QByteArray("\n\n");
        QTest::newRow("nothing piped") << QStringList{"chat"} << QByteArray();
    }
    void a_blank_prompt_is_never_sent() {
        QFETCH(QStringList, words);
        QFETCH(QByteArray, input);
        m_service->stop(); // even to ask would be exit 3
        const Ran ran = m_service->ctl(QStringList{"--json"} + words, input);
        QCOMPARE(ran.exit, 2);
        QCOMPARE(ran.error()["code"].toString(), QString("invalid_argument"));
    }

    void a_network_can_be_tried_with_a_token() {
        const Ran tried = m_service->ctl({"--json", "gateway", "test", "box", "--chat"});
        QCOMPARE(tried.exit, 0);
        QVERIFY2(tried.out.contains("box/llama wrote an answer with evidence "), tried.out.constData());
        QVERIFY(m_service->ctl({"gateway", "test", "box", "--chat", "--model", "some"}).out.contains("box/some wrote"));
        QVERIFY(!m_service->ctl({"gateway", "test", "box"}).out.contains(" wrote an answer"));
        QCOMPARE(m_service->ctl({"gateway", "test", "box", "--model", "some"}).exit, 2);
        QCOMPARE(m_service->ctl({"gateway", "test", "nobody", "--chat"}).exit, 1);
        QVERIFY(m_service->ctl({"gateway", "test", "--help"}).out.contains("costs"));
    }

    void the_terms_reach_the_service_and_the_end_says_who_answered_and_what_was_checked() {
        const auto asked = m_service->ctl({"chat", "--network", "box", "--network", "home", "--min-level", "E1",
                                           "--min-tier", "P1", "--max-price", "0.5", "terms"});
        QCOMPARE(asked.exit, 0);
        QCOMPARE(asked.out, QByteArray("E1 P1 500000000 box home\n"));
        QVERIFY2(asked.err.contains("answered by the network box, evidence "), asked.err.constData());
        QVERIFY2(asked.err.contains("; checked: whole; failed: model; not checked: signature; privacy P1"),
                 asked.err.constData());
        const auto plain = m_service->ctl({"chat", "terms"});
        QCOMPARE(plain.out, QByteArray("  any\n"));
        QVERIFY2(plain.err.contains("answered by node ffffffffffff of the network; "), plain.err.constData());
        const auto here = m_service->ctl({"chat", "hello"});
        QVERIFY2(here.err.contains("answered by this home; "), here.err.constData());
    }

    void a_silence_is_told_and_what_it_waits_for() {
        CliTerminal chat(here({"chat", "hang"}));
        QVERIFY2(chat.await("Still waiting for the answer to begin"), chat.shown().constData());
        CliTerminal stuck(here({"chat", "stall word"}));
        QVERIFY2(stuck.await("stall") && stuck.await("Waiting for the node to come back"), stuck.shown().constData());
    }

    void what_is_piped_is_the_prompt() { QCOMPARE(m_service->ctl({"chat"}, "one two").out, QByteArray("one two \n")); }

    void a_conversation_remembers_until_it_is_reset() {
        CliTerminal chat(here({"chat"}));
        QVERIFY(chat.await("> "));
        chat.type("hello there\n");
        QVERIFY2(chat.await("receipt"), chat.shown().constData());
        QVERIFY(chat.await("> "));
        chat.type("recall\n");
        QVERIFY2(chat.await("1 earlier | hello there -> hello there"), chat.shown().constData());
        QVERIFY(chat.await("> "));
        chat.type("/reset\n");
        QVERIFY(chat.await("new conversation"));
        QVERIFY(chat.await("> "));
        chat.type("recall\n");
        QVERIFY2(chat.await("0 earlier"), chat.shown().constData());
        QVERIFY(chat.await("> "));
        chat.type("/hlep\n");
        QVERIFY2(chat.await("Did you mean /help?"), chat.shown().constData());
        QVERIFY(chat.await("> "));
        chat.type("/quit\n");
        QCOMPARE(chat.finish(), 0);
    }

    void interrupting_stops_the_answer_and_not_the_conversation() {
        CliTerminal chat(here({"chat"}));
        QVERIFY(chat.await("> "));
        chat.type("endless words\n");
        QVERIFY2(chat.await("words words"), chat.shown().constData());
        chat.type("\x03");
        QVERIFY2(chat.await("(stopped)"), chat.shown().constData());
        QVERIFY(chat.await("> "));
        chat.type("half a line\x03");
        QVERIFY2(chat.await("/quit"), chat.shown().constData());
        QVERIFY(chat.await("> "));
        chat.type("recall\n");
        QVERIFY2(chat.await("1 earlier | endless words -> "), chat.shown().constData());
        QVERIFY(chat.await("receipt") && chat.await("> "));
        chat.type("\x04");
        QCOMPARE(chat.finish(), 0);
    }

    void lines_can_be_edited_and_come_back() {
        CliTerminal chat(here({"chat"}));
        QVERIFY(chat.await("> "));
        chat.type("grünx\x7f\x01"
                  "so \n"); // a letter erased, a word put in front
        QVERIFY(chat.await("receipt"));
        QVERIFY(chat.await("> "));
        chat.type("\x10\n"); // the line before
        QVERIFY2(chat.await("receipt"), chat.shown().constData());
        QVERIFY(chat.await("> "));
        chat.type("recall\n");
        QVERIFY2(chat.await("2 earlier | so gr\xc3\xbcn -> so gr\xc3\xbcn  | so gr\xc3\xbcn -> so gr\xc3\xbcn "),
                 chat.shown().constData());
        QVERIFY(chat.await("receipt") && chat.await("> ")); // while an answer comes Ctrl-D is the terminal's own affair
        chat.type("\x04");
        QCOMPARE(chat.finish(), 0);
    }

    void a_refused_question_ends_nothing_a_lost_service_does() {
        CliTerminal chat(here({"chat"}));
        QVERIFY(chat.await("> "));
        chat.type("refuse\n");
        QVERIFY2(chat.await("The node is paused."), chat.shown().constData());
        QVERIFY(chat.await("> "));
        m_service->stop();
        chat.type("hello\n");
        QCOMPARE(chat.finish(), 3);
    }

    void stop_ends_the_service_and_waits_until_its_home_is_free() {
        const core::Home home = core::Home::resolve(m_service->home().toStdString()).value();
        {
            const auto lock = core::FileLock::acquire(home.lock_file());
            QVERIFY(lock.ok());
            const Ran held = m_service->ctl({"--json", "--timeout", "1", "stop"});
            QCOMPARE(held.exit, 3);
            QCOMPARE(held.error()["code"].toString(), QString("timed_out"));
        }
        m_service->stop();
        QVERIFY(m_service->start());
        const Ran ran = m_service->ctl({"--json", "stop"});
        QVERIFY2(ran.exit == 0, ran.err.constData());
        QCOMPARE(ran.json()["state"].toString(), QString("stopped"));
        QVERIFY(!ran.json()["sentence"].toString().isEmpty());
        QCOMPARE(m_service->ctl({"--json", "stop"}).exit, 3);
        m_service->stop();
        QVERIFY(m_service->start());
        const Ran told = m_service->ctl({"stop"});
        QCOMPARE(told.out, QByteArray("The service has stopped.\n"));
    }

    void status_waits_for_a_service_that_only_starts() {
        m_service->stop();
        QCOMPARE(m_service->ctl({"--json", "--timeout", "0.5", "status", "--wait"}).error()["code"].toString(),
                 QString("timed_out"));
        QProcess waiting;
        waiting.start(CliService::program(), here({"status", "--wait"}));
        QVERIFY(waiting.waitForStarted());
        QVERIFY(waiting.waitForReadyRead(10'000) || waiting.readAllStandardError().contains("does not answer"));
        QVERIFY(m_service->start());
        QVERIFY(waiting.waitForFinished(20'000));
        QCOMPARE(waiting.exitCode(), 0);
        QVERIFY(waiting.readAllStandardOutput().contains("eligible"));
    }

    void pausing_waits_until_nothing_runs() {
        QCOMPARE(m_service->ctl({"node", "pause", "--now", "--wait"}).exit, 0);
        QCOMPARE(m_service->ctl({"--timeout", "0.5", "node", "pause", "--wait"}).exit, 3); // drains for ever
    }

    void a_receipt_is_waited_for_at_most_so_long() {
        const Ran audit = m_service->ctl({"--json", "receipt", "verify", some_id, "--wait"});
        QCOMPARE(audit.exit, 0); // its job has no audit to wait for
        const Ran money = m_service->ctl({"--json", "--timeout", "0.5", "earnings", "--wait", some_id});
        QCOMPARE(money.exit, 3);
        QVERIFY(money.error()["message"].toString().contains("vested"));
        QCOMPARE(m_service->ctl({"--json", "receipt", "verify", some_id, "--wait", "--replay"}).exit, 2);
    }

    void the_beginning_of_an_id_is_enough() {
        const Ran shown = m_service->ctl({"--json", "receipt", "verify", some_id.left(12)});
        QVERIFY2(shown.exit == 0, shown.err.constData());
        const Ran several = m_service->ctl({"--json", "receipt", "verify", "cafe00"});
        QVERIFY2(several.error()["message"].toString().contains("Several"), several.err.constData());
    }

    void chat_streams_pieces_then_the_result() {
        const Ran json = m_service->ctl(
            {"--json", "chat", "--temperature", "0", "--max-tokens", "8", "--seed", "18446744073709551615", "one two"});
        QVERIFY2(json.exit == 0, json.err.constData());
        QString text;
        const QList<QByteArray> lines = json.out.trimmed().split('\n');
        QVERIFY(lines.size() >= 2);
        for (qsizetype i = 0; i + 1 < lines.size(); ++i)
            text += QJsonDocument::fromJson(lines[i])["delta"].toString();
        QCOMPARE(text, QString("one two "));
        QCOMPARE(json.json()["text"].toString(), text);
        QCOMPARE(json.json()["evidence"].toObject()["level"].toString(), QString("E1"));
        const Ran plain = m_service->ctl({"chat", "-"}, "from stdin, ünïcode");
        QCOMPARE(plain.out, QByteArray("from stdin, ünïcode \n"));
        QVERIFY(plain.err.contains("receipt"));
    }

    void chat_draws_calmly_unless_told_otherwise() {
        QCOMPARE(m_service->ctl({"--json", "chat", "settings"}).json()["text"].toString(), QString("0.7 0.9"));
        QCOMPARE(m_service->ctl({"--json", "chat", "--temperature", "1.5", "--top-p", "1", "settings"})
                     .json()["text"]
                     .toString(),
                 QString("1.5 1.0"));
        const QByteArray help = CliService::run({"chat", "--help"}).out;
        QVERIFY2(help.contains("=0.7") && help.contains("=0.9"), help.constData());
    }

    void interrupting_a_chat_cancels_it_data() {
        QTest::addColumn<QString>("prompt");
        QTest::newRow("while text comes") << "endless words";
        QTest::newRow("while nothing comes") << "hang";
    }

    void interrupting_a_chat_cancels_it() {
        QFETCH(QString, prompt);
        QProcess chat;
        chat.start(CliService::program(), {"--home", m_service->home(), "--json", "chat", prompt});
        QVERIFY(chat.waitForStarted());
        if (prompt != "hang")
            QVERIFY(chat.waitForReadyRead(10'000));
        else
            QTest::qWait(700);
        ::kill(static_cast<pid_t>(chat.processId()), SIGINT);
        QVERIFY(chat.waitForFinished(10'000));
        QCOMPARE(chat.exitStatus(), QProcess::NormalExit);
        QCOMPARE(chat.exitCode(), 1);
        QVERIFY(chat.readAllStandardError().contains("\"cancelled\""));
        QCOMPARE(m_service->ctl({"status"}).exit, 0);
    }

    void bytes_that_are_no_text_are_no_prompt() {
        const Ran ran = m_service->ctl({"--json", "chat", "-"}, "broken \xff\xfe");
        QCOMPARE(ran.exit, 2);
        QVERIFY(ran.error()["message"].toString().contains("UTF-8"));
    }

    void answers_cannot_steer_the_terminal() {
        int exit = -1;
        const QByteArray shown = on_terminal({"--home", m_service->home(), "chat",
                                              "a\x1b[31mb\x07"
                                              "c"},
                                             {}, 0, exit);
        QCOMPARE(exit, 0);
        QVERIFY2(shown.contains("a[31mbc"), shown.constData());
    }

    void the_passphrase_comes_from_a_private_file_or_a_terminal() {
        QFile secret(m_service->file("secret"));
        QVERIFY(secret.open(QIODevice::WriteOnly));
        secret.write("correct horse\n");
        secret.close();
        const QString backup = m_service->file("keys.backup");
        const QStringList line{"--json", "keys", "backup", backup, "--passphrase-file", secret.fileName()};
        secret.setPermissions(QFile::ReadOwner | QFile::ReadOther);
        QCOMPARE(m_service->ctl(line).exit, 4);
        secret.setPermissions(QFile::ReadOwner);
        const Ran done = m_service->ctl(line);
        QVERIFY2(done.exit == 0, done.err.constData());
        QCOMPARE(done.json()["file"].toString(), backup);
        QCOMPARE(m_service->ctl(line).error()["code"].toString(), QString("conflict"));

        int exit = -1;
        const QByteArray shown =
            on_terminal({"--home", m_service->home(), "keys", "backup", backup + "2"}, "tell nobody\n", 2, exit);
        QVERIFY2(exit == 0, shown.constData());
        QVERIFY(shown.contains("Once more: "));
        QVERIFY2(!shown.contains("nobody"), "the passphrase was shown");
    }

    void colours_appear_on_a_terminal_unless_told_otherwise() {
        int exit = -1;
        QVERIFY(on_terminal({"--home", m_service->home(), "status"}, {}, 0, exit).contains("\x1b[32mon"));
        qputenv("NO_COLOR", "1");
        const QByteArray plain = on_terminal({"--home", m_service->home(), "status"}, {}, 0, exit);
        qunsetenv("NO_COLOR");
        QVERIFY(!plain.contains('\x1b'));
        QVERIFY(plain.contains("service"));
    }
};

QTEST_GUILESS_MAIN(tst_control_cli_talk)
#include "tst_control_cli_talk.moc"
