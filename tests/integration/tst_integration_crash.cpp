// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <csignal>
#include <QJsonDocument>
#include <QSet>
#include <QTest>
#include <QThread>
#include <random>
#include <thread>

using namespace hearth::test;

/// kill −9 of the service and of the worker at arbitrary moments.
class IntegrationCrash : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeProcess> m_node;

    QStringList receipt_ids() const {
        QStringList ids;
        for (const QJsonValue& value :
             m_node->ctl({"--json", "earnings", "--since", "24h"}).json().value("rows").toArray())
            ids << value.toObject().value("receipt_id").toString();
        return ids;
    }
    /// All that a stream said; empty unless it came to its end.
    static QString streamed_text(const HttpAnswer& answer) {
        QString text;
        bool ended = false;
        for (const QByteArray& line : answer.body.split('\n')) {
            if (!line.startsWith("data: {")) continue;
            const QJsonObject choice =
                QJsonDocument::fromJson(line.mid(6)).object().value("choices").toArray().first().toObject();
            text += choice.value("delta").toObject().value("content").toString();
            ended = ended || choice.value("finish_reason").isString();
        }
        return ended ? text : QString();
    }
    /// What an exact replay in a fresh worker says.
    QString level_of(const HttpAnswer& answer) const {
        const QString receipt =
            m_node->get("/evidence/" + answer.headers.value("x-evidence-id")).json().value("receipt_id").toString();
        return m_node->ctl({"--json", "receipt", "verify", receipt, "--replay"}).json().value("level").toString();
    }

private slots:
    void cleanup() {
        if (QTest::currentTestFailed())
            qWarning("service %s, its log:\n%s", m_node->running() ? "runs" : "is gone",
                     m_node->log().right(4000).constData());
    }

    void initTestCase() {
        m_node = std::make_unique<NodeProcess>();
        QVERIFY2(m_node->start(), m_node->log().constData());
        QVERIFY(!m_node->import(tiny_model("llama-tied"), "tiny").isEmpty());
    }

    void nothingAcknowledgedIsLostAndNothingIsPaidTwice() {
        std::mt19937 random(7);
        QSet<QString> acknowledged;
        const QByteArray keys = m_node->ctl({"--json", "keys", "show"}).out;
        for (int round = 0; round < 8; ++round) {
            std::atomic<bool> done = false;
            std::atomic<int> count = 0;
            QStringList answered;
            std::thread caller([&] {
                while (!done) {
                    const HttpAnswer answer = m_node->post("/chat/completions", chat_body("tiny", "crash", 12), 5000);
                    if (answer.status != 200) break;
                    // A cut answer was not acknowledged: only whole ones count.
                    if (answer.json().value("choices").toArray().isEmpty()) break;
                    answered << answer.headers.value("x-evidence-id");
                    ++count;
                }
            });
            // At least one answer a round, then any moment of the next.
            (void)QTest::qWaitFor([&] { return count > 0; }, 20'000);
            QThread::msleep(random() % 300);
            m_node->kill9();
            done = true;
            caller.join();
            QVERIFY2(m_node->start(), m_node->log().constData());
            for (const QString& evidence : answered) {
                const HttpAnswer known = m_node->get("/evidence/" + evidence);
                QVERIFY2(known.status == 200,
                         qPrintable(
                             QString("round %1: %2 lost: %3").arg(round).arg(evidence, QString::fromUtf8(known.body))));
                acknowledged << known.json().value("receipt_id").toString();
            }
        }
        QVERIFY(acknowledged.size() >= 8);
        const auto settled = [&] { return receipt_ids(); };
        for (const QString& receipt : acknowledged)
            QTRY_VERIFY2_WITH_TIMEOUT(settled().count(receipt) == 1, qPrintable(receipt), 20'000);
        const QStringList all = settled();
        QCOMPARE(QSet<QString>(all.begin(), all.end()).size(), all.size());
        QCOMPARE(m_node->ctl({"--json", "keys", "show"}).out, keys);
    }

    void moneyIsConservedAfterTheCrashes() {
        const QJsonObject head = m_node->ctl({"--json", "ledger", "head"}).json();
        QVERIFY(head.value("supply").toString().toULongLong() > 0);
        const CommandResult doctor = m_node->ctl({"--json", "doctor"});
        QVERIFY2(doctor.exit_code == 0, doctor.out.constData());
    }

    void aWorkerKilledInMidBatchIsAPauseAndNothingElse() {
        constexpr std::size_t streams = 3;
        constexpr int tokens = 3000;
        QVERIFY(!m_node->import(roomy_model(m_node->home()), "roomy").isEmpty());
        const auto ask = [&](std::size_t i) {
            QJsonObject body = chat_body("roomy", QString("stream %1").arg(i), tokens);
            body["ignore_eos"] = true;
            body["stream"] = true;
            body["seed"] = static_cast<int>(i);
            body["temperature"] = 1;
            return m_node->post("/chat/completions", body, 120'000);
        };
        QCOMPARE(m_node->post("/chat/completions", chat_body("roomy", "warm", 4)).status, 200);
        std::vector<HttpAnswer> answers(streams);
        std::vector<std::thread> callers;
        for (std::size_t i = 0; i < streams; ++i)
            callers.emplace_back([&, i] { answers[i] = ask(i); });
        pid_t pid = 0;
        const bool all_run = QTest::qWaitFor(
            [&] {
                const QJsonObject status = m_node->status();
                pid = static_cast<pid_t>(status.value("workers").toArray().first().toObject().value("pid").toInteger());
                return status.value("jobs_running").toInt() == int{streams} && pid > 1;
            },
            30'000);
        QThread::msleep(300);
        if (pid > 1) ::kill(pid, SIGKILL);
        for (std::thread& caller : callers)
            caller.join();
        QVERIFY(all_run);
        QCOMPARE(m_node->log().count("job moves on"), int{streams});
        for (std::size_t i = 0; i < streams; ++i) {
            const QString text = streamed_text(answers[i]);
            QVERIFY2(!text.isEmpty(), answers[i].body.right(500).constData());
            const HttpAnswer undisturbed = ask(i);
            QCOMPARE(text, streamed_text(undisturbed));
            QCOMPARE(level_of(answers[i]), QString("E4"));
        }
    }

    void aFloatingPointAnswerThatWasCutShortEndsInAnError() {
        QJsonObject body = chat_body("roomy", "not exact", 30'000);
        body["ignore_eos"] = true;
        body["stream"] = true;
        body["profile"] = "fp32";
        HttpAnswer answer;
        std::thread caller([&] { answer = m_node->post("/chat/completions", body, 60'000); });
        pid_t pid = 0;
        const bool runs = QTest::qWaitFor(
            [&] {
                const QJsonObject worker = m_node->status().value("workers").toArray().first().toObject();
                pid = static_cast<pid_t>(worker.value("pid").toInteger());
                return worker.value("state").toString() == "busy" && worker.value("profile").toString() == "fp32" &&
                       pid > 1;
            },
            30'000);
        QThread::msleep(500);
        if (pid > 1) ::kill(pid, SIGKILL);
        caller.join();
        QVERIFY(runs);
        QCOMPARE(answer.status, 200);
        QVERIFY2(!answer.body.contains("finish_reason\":\""), "no stream pretends to be complete");
        QVERIFY2(answer.body.contains("signal 9"), answer.body.right(500).constData());
        QTRY_COMPARE_WITH_TIMEOUT(m_node->post("/chat/completions", chat_body("roomy", "again", 4)).status, 200,
                                  30'000);
    }
};

QTEST_GUILESS_MAIN(IntegrationCrash)
#include "tst_integration_crash.moc"
