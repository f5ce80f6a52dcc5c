// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QTest>

#include <atomic>
#include <csignal>
#include <thread>

using namespace hearth::test;

/// hearthctl beside a real service: what it refuses, abbreviates, waits for and ends.
class IntegrationCli : public QObject {
    Q_OBJECT

    NodeProcess m_node;

    int jobs() const {
        const QJsonObject status = m_node.status();
        return status["jobs_done"].toInt() + status["jobs_failed"].toInt() + status["jobs_running"].toInt();
    }

private slots:
    void initTestCase() {
        QVERIFY2(m_node.start(), m_node.log().constData());
        const CommandResult without = m_node.ctl({"--json", "--timeout", "100", "status", "--wait"});
        QCOMPARE(without.exit_code, 1); // not after 100 seconds: nothing comes of waiting
        QVERIFY2(without.err.contains("no model yet") && without.err.contains("model pull"), without.err.constData());
        QCOMPARE(m_node.import(tiny_model("llama-tied"), "tiny").size(), 64);
        const CommandResult ready = m_node.ctl({"--json", "--timeout", "100", "status", "--wait"});
        QVERIFY2(ready.exit_code == 0, ready.err.constData());
        QCOMPARE(ready.json()["lamps"].toObject()["eligible"].toObject()["state"].toString(), QString("on"));
    }

    void nothingAskedIsNothingBilled() {
        const int before = jobs();
        QCOMPARE(m_node.ctl({"chat", ""}).exit_code, 2);
        for (const char* content : {"", " \n\t"}) {
            QJsonObject body = chat_body("tiny", content);
            QCOMPARE(m_node.post("/chat/completions", body).status, 400);
        }
        QCOMPARE(m_node.post("/chat/completions", QJsonObject{{"model", "tiny"}, {"messages", QJsonArray()}}).status,
                 400);
        QCOMPARE(jobs(), before);
    }

    void theLastLineOfAChatHoldsTheWholeOfIt() {
        const CommandResult chat = m_node.ctl({"--json", "chat", "--max-tokens", "8", "hello"});
        QVERIFY2(chat.exit_code == 0, chat.err.constData());
        const QJsonObject last = chat.json();
        QVERIFY(last["text"].isString());
        QCOMPARE(last["token_ids"].toArray().size(), last["usage"].toObject()["completion_tokens"].toInt());
        QCOMPARE(last["receipt_id"].toString().size(), 64);
        QVERIFY(last["evidence"].toObject()["level"].isString());
        QVERIFY(!last["evidence"].toObject()["checks"].toArray().isEmpty());
    }

    void theReceiptOfAColumnIsUnderstoodEverywhere() {
        const CommandResult earned = m_node.ctl({"--timeout", "100", "earnings"});
        const QString id = m_node.ctl({"--json", "receipt", "list"})
                               .json()["receipts"]
                               .toArray()[0]
                               .toObject()["receipt_id"]
                               .toString();
        const QString column = id.left(12);
        QVERIFY2(earned.out.contains(column.toUtf8()), earned.out.constData());
        for (const QString& given : {column, id.left(6), column.toUpper()})
            QCOMPARE(m_node.ctl({"--json", "receipt", "show", given}).json()["receipt_id"].toString(), id);
        const QString file = m_node.home() + "/column.receipt";
        QCOMPARE(m_node.ctl({"--json", "receipt", "export", column, file}).json()["receipt_id"].toString(), id);
        QCOMPARE(m_node.ctl({"receipt", "export", column, file}).exit_code, 1);
        QCOMPARE(m_node.ctl({"receipt", "export", column, file, "--force"}).exit_code, 0);
        QCOMPARE(m_node.ctl({"--json", "receipt", "verify", column, "--replay"}).json()["receipt_id"].toString(), id);
        QCOMPARE(m_node.ctl({"receipt", "show", id.left(5)}).exit_code, 1);
        QVERIFY(m_node.ctl({"receipt", "show", column}).out.contains(" EMB"));
    }

    /// Whatever the model is called here.
    void theExampleOfTheReadmeIsAnsweredAsWritten() {
        if (QStandardPaths::findExecutable("curl").isEmpty()) QSKIP("curl is not here: apt-get install curl");
        QFile readme(HEARTH_SOURCE_DIR "/README.md");
        QVERIFY(readme.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(readme.readAll()), usual = "http://127.0.0.1:8747/v1";
        const qsizetype from = text.indexOf("curl " + usual);
        QString command = text.mid(from, text.indexOf("\n```", from) - from);
        QVERIFY2(from > 0 && command.contains("/chat/completions"), qPrintable(command));
        const CommandResult said = run_program("bash", {"-c", command.replace(usual, m_node.base_url())});
        QVERIFY2(said.exit_code == 0 && said.out.startsWith("HTTP/1.1 200"), (said.out + said.err).constData());
        // Its header stands for the receipt.
        const qsizetype at = said.out.indexOf("X-Evidence-Id: ") + 15;
        const QString id = QString::fromLatin1(said.out.mid(at, said.out.indexOf('\r', at) - at));
        for (const QString& given : {id, id.left(8)}) {
            const CommandResult verified = m_node.ctl({"--json", "receipt", "verify", given});
            QVERIFY2(verified.exit_code == 0 && verified.json()["receipt_id"].toString().size() == 64,
                     (verified.out + verified.err).constData());
        }
    }

    void moneyAndAuditCanBeWaitedFor() {
        const QString id = m_node.ctl({"--json", "receipt", "list"})
                               .json()["receipts"]
                               .toArray()[0]
                               .toObject()["receipt_id"]
                               .toString();
        const CommandResult judged =
            m_node.ctl({"--json", "--timeout", "100", "receipt", "verify", id.left(12), "--wait"});
        QVERIFY2(judged.exit_code == 0, judged.err.constData());
        const CommandResult rested = m_node.ctl({"--json", "--timeout", "100", "earnings", "--wait", id.left(12)});
        QVERIFY2(rested.exit_code == 0, rested.err.constData());
        QCOMPARE(rested.json()["rows"].toArray()[0].toObject()["state"].toString(), QString("paid"));
    }

    void whatIsHereAlreadyIsSaidInOneLine() {
        const CommandResult plain = m_node.ctl({"model", "import", tiny_model("llama-tied")});
        QCOMPARE(plain.exit_code, 0);
        QCOMPARE(plain.out, QByteArray("already here as tiny; nothing was done\n"));
        const CommandResult json = m_node.ctl({"--json", "model", "import", tiny_model("llama-tied")});
        QCOMPARE(json.exit_code, 0);
        QCOMPARE(json.json()["note"].toString(), QString("already here as tiny; nothing was done"));
    }

    void anInterruptedImportLeavesNothing() {
        const auto kept = [this] { return QDir(m_node.home() + "/models").entryList(QDir::AllEntries | QDir::Hidden); };
        const QStringList before = kept();
        const auto begun = [this] { return m_node.log().count("import begins"); };
        const auto imports = begun();
        QProcess import;
        import.start(program_path("hearthctl"),
                     {"--home", m_node.home(), "model", "import", tiny_model("qwen2"), "--name", "other"});
        QTRY_COMPARE_WITH_TIMEOUT(begun(), imports + 1, 20'000);
        ::kill(static_cast<pid_t>(import.processId()), SIGINT);
        QVERIFY(import.waitForFinished(20'000));
        QCOMPARE(import.exitStatus(), QProcess::NormalExit);
        QCOMPARE(import.exitCode(), 1);
        QVERIFY(import.readAllStandardError().contains("cancelled"));
        QTRY_COMPARE_WITH_TIMEOUT(kept(), before, 20'000);
        QVERIFY(!m_node.ctl({"model", "list"}).out.contains("other"));
        QVERIFY(!m_node.import(tiny_model("qwen2"), "other").isEmpty());
    }

    /// What node.drain_seconds says, and no longer.
    void aStopWaitsForAnswersAsLongAsItIsTold_data() {
        QTest::addColumn<int>("drain_seconds");
        QTest::addColumn<int>("tokens");
        QTest::addColumn<bool>("whole");
        QTest::newRow("not at all") << 0 << 30'000 << false;
        QTest::newRow("to the end") << 3600 << 2'000 << true;
    }
    void aStopWaitsForAnswersAsLongAsItIsTold() {
        QFETCH(int, drain_seconds);
        QFETCH(int, tokens);
        NodeProcess other(QString("[api]\nlisten = \"127.0.0.1:0\"\n[node]\ndrain_seconds = %1\n").arg(drain_seconds));
        QVERIFY2(other.start(), other.log().constData());
        QVERIFY(!other.import(roomy_model(other.home()), "roomy").isEmpty());
        HttpAnswer answer;
        std::atomic<bool> answered = false;
        std::thread caller([&] { // this thread waits for the stop
            QJsonObject body = chat_body("roomy", "hello", tokens);
            body["ignore_eos"] = true;
            answer = other.post("/chat/completions", body, 280'000);
            answered = true;
        });
        const bool runs =
            QTest::qWaitFor([&] { return answered || other.status()["jobs_running"].toInt() == 1; }, 30'000);
        const CommandResult stopped = other.ctl({"--json", "--timeout", "280", "stop"}, 280'000);
        caller.join();
        QVERIFY(runs);
        QVERIFY2(stopped.exit_code == 0, stopped.err.constData());
        const bool whole = answer.body.contains("\"finish_reason\":\"length\"");
        QTEST(whole, "whole");
        QVERIFY2(whole || answer.body.contains("\"code\":\"cancelled\""), answer.body.right(300).constData());
    }

    void stopWaitsUntilTheServiceIsGone() {
        const CommandResult stopped = m_node.ctl({"--json", "stop"});
        QVERIFY2(stopped.exit_code == 0, stopped.err.constData());
        QVERIFY2(stopped.json()["sentence"].toString().startsWith("Stopping"), stopped.out.constData());
        QVERIFY(!QFile::exists(m_node.home() + "/run/api.json"));
        QCOMPARE(m_node.ctl({"status"}).exit_code, 3);
        QVERIFY2(m_node.start(), m_node.log().constData()); // at once: nothing holds the home any more
    }
};

QTEST_GUILESS_MAIN(IntegrationCli)
#include "tst_integration_cli.moc"
