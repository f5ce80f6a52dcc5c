// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace hearth::test;

/// One honest life of a node: import, ask, check, replay, earn, stop, start again.
class IntegrationFirstLight : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeProcess> m_node;
    QString m_model;
    QString m_receipt;

    QString file(const QString& name) const { return m_node->home() + "/" + name; }

private slots:
    void initTestCase() {
        m_node = std::make_unique<NodeProcess>();
        QVERIFY2(m_node->start(), m_node->log().constData());
        m_model = m_node->import(tiny_model("llama-tied"), "tiny");
        QCOMPARE(m_model.size(), 64);
    }

    void statusHoldsEveryPromisedMember() {
        const QJsonObject status = m_node->status();
        for (const char* member : {"state", "sentence", "lamps", "mode", "height", "epoch", "models", "workers",
                                   "devices", "api", "version"})
            QVERIFY2(status.contains(member), member);
        for (const char* lamp : {"service", "gpu", "eligible", "earning"})
            QVERIFY2(status.value("lamps").toObject().contains(lamp), lamp);
        QCOMPARE(status.value("mode").toString(), QString("solo"));
        QCOMPARE(status.value("api").toString(), m_node->base_url());
    }

    void importingTheSameModelAgainGivesTheSameId() {
        const CommandResult again = m_node->ctl({"--json", "model", "import", tiny_model("llama-tied")});
        const CommandResult list = m_node->ctl({"--json", "model", "list"});
        QVERIFY(again.exit_code == 0 || again.err.contains("already"));
        QVERIFY(list.out.contains(m_model.toUtf8()));
    }

    void anAnswerCarriesItsEvidence() {
        const HttpAnswer answer = m_node->post("/chat/completions", chat_body("tiny", "hello"));
        QVERIFY2(answer.status == 200, answer.body.constData());
        QVERIFY(!answer.headers.value("x-evidence-id").isEmpty());
        QVERIFY(!answer.headers.value("x-request-id").isEmpty());
        const QJsonObject usage = answer.json().value("usage").toObject();
        QVERIFY(usage.value("prompt_tokens").toInt() > 0);
        QCOMPARE(usage.value("total_tokens").toInt(),
                 usage.value("prompt_tokens").toInt() + usage.value("completion_tokens").toInt());

        const HttpAnswer evidence = m_node->get("/evidence/" + answer.headers.value("x-evidence-id"));
        QVERIFY2(evidence.status == 200, evidence.body.constData());
        m_receipt = evidence.json().value("receipt_id").toString();
        QCOMPARE(m_receipt.size(), 64);
        QCOMPARE(evidence.json().value("level").toString(), QString("E1"));
        // Neither the import nor the request named a profile.
        const QJsonObject job = m_node->ctl({"--json", "receipt", "show", m_receipt}).json().value("job").toObject();
        QCOMPARE(job.value("profile").toString(), QString("ci8.1"));
    }

    void theReceiptVerifiesFromItsFileAlone() {
        const QString exported = file("receipt.cbor");
        const CommandResult written = m_node->ctl({"receipt", "export", m_receipt, exported});
        QVERIFY2(written.exit_code == 0, written.err.constData());
        const CommandResult checked = run_program(program_path("hearthctl"), {"--json", "receipt", "verify", exported});
        QVERIFY2(checked.exit_code == 0, checked.err.constData());
        QCOMPARE(checked.json().value("valid").toBool(), true);
        QCOMPARE(checked.json().value("receipt_id").toString(), m_receipt);
    }

    void everyFlippedBitOfTheFileIsNoticed() {
        QFile honest(file("receipt.cbor"));
        QVERIFY(honest.open(QIODevice::ReadOnly));
        const QByteArray bytes = honest.readAll();
        for (int at = 0; at < bytes.size(); at += qMax<int>(1, static_cast<int>(bytes.size()) / 24)) {
            QByteArray forged = bytes;
            forged[at] = static_cast<char>(forged[at] ^ 4);
            QFile out(file("forged.cbor"));
            QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
            out.write(forged);
            out.close();
            const CommandResult checked =
                run_program(program_path("hearthctl"), {"receipt", "verify", file("forged.cbor")});
            QVERIFY2(checked.exit_code == 5,
                     qPrintable(
                         QString("byte %1: exit %2, %3").arg(at).arg(checked.exit_code).arg(checked.out.constData())));
        }
    }

    void aReplayByAFreshWorkerRaisesTheLevel() {
        const CommandResult replayed = m_node->ctl({"--json", "receipt", "verify", m_receipt, "--replay"});
        QVERIFY2(replayed.exit_code == 0, (replayed.out + replayed.err).constData());
        QCOMPARE(replayed.json().value("level").toString(), QString("E4"));
    }

    void theEarningIsBookedOnceAndMovesOn() {
        const auto row = [&] {
            for (const QJsonValue& value : m_node->ctl({"--json", "earnings"}).json().value("rows").toArray())
                if (value.toObject().value("receipt_id").toString() == m_receipt) return value.toObject();
            return QJsonObject();
        };
        QVERIFY(!row().isEmpty());
        QVERIFY(row().value("amount").toString().toULongLong() > 0);
        QTRY_VERIFY_WITH_TIMEOUT(row().value("state").toString() == "paid", 90'000);
    }

    void ctlChatStreamsAndEndsWithItsReceipt() {
        const CommandResult chat = m_node->ctl({"--json", "chat", "--max-tokens", "8", "--temperature", "0", "hello"});
        QVERIFY2(chat.exit_code == 0, chat.err.constData());
        const QJsonObject result = chat.json();
        for (const char* member : {"text", "token_ids", "usage", "receipt_id", "evidence"})
            QVERIFY2(result.contains(member), member);
        QVERIFY(!result.value("token_ids").toArray().isEmpty());
    }

    void sameSeedSameAnswer() {
        QJsonObject body = chat_body("tiny", "tell me something", 16);
        body["seed"] = 42;
        body["temperature"] = 1.3;
        const auto text = [&] {
            return m_node->post("/chat/completions", body)
                .json()
                .value("choices")
                .toArray()
                .first()
                .toObject()
                .value("message")
                .toObject()
                .value("content")
                .toString();
        };
        const QString first = text();
        QCOMPARE(text(), first);
    }

    void pausedRefusesWithTheReasonAndResumeServes() {
        QCOMPARE(m_node->ctl({"node", "pause", "--now"}).exit_code, 0);
        QCOMPARE(m_node->status().value("state").toString(), QString("paused"));
        const HttpAnswer refused = m_node->post("/chat/completions", chat_body("tiny", "hello", 4));
        QCOMPARE(refused.status, 503);
        QVERIFY(refused.json().value("error").toObject().value("message").toString().contains("pause",
                                                                                              Qt::CaseInsensitive));
        QCOMPARE(m_node->ctl({"node", "resume"}).exit_code, 0);
        QCOMPARE(m_node->post("/chat/completions", chat_body("tiny", "hello", 4)).status, 200);
    }

    void aRestartKeepsIdentityModelsAndMoney() {
        const QJsonObject before = m_node->status();
        const QByteArray keys = m_node->ctl({"--json", "keys", "show"}).out;
        QCOMPARE(m_node->terminate(), 0);
        QVERIFY(!QFile::exists(m_node->home() + "/run/api.json"));
        QCOMPARE(m_node->ctl({"status"}).exit_code, 3);
        QVERIFY2(m_node->start(), m_node->log().constData());
        QCOMPARE(m_node->ctl({"--json", "keys", "show"}).out, keys);
        QCOMPARE(m_node->status().value("models").toArray().size(), before.value("models").toArray().size());
        const CommandResult still = m_node->ctl({"--json", "receipt", "show", m_receipt});
        QVERIFY2(still.exit_code == 0, still.err.constData());
    }

    void noPromptStandsInAnyLog() {
        const QString canary = "canary-zebra-4711";
        QCOMPARE(m_node->post("/chat/completions", chat_body("tiny", canary, 4)).status, 200);
        QDir logs(m_node->home() + "/logs");
        QVERIFY(!logs.entryList(QDir::Files).isEmpty());
        for (const QString& name : logs.entryList(QDir::Files)) {
            QFile log(logs.filePath(name));
            QVERIFY(log.open(QIODevice::ReadOnly));
            QVERIFY(!log.readAll().contains(canary.toUtf8()));
        }
    }
};

QTEST_GUILESS_MAIN(IntegrationFirstLight)
#include "tst_integration_first_light.moc"
