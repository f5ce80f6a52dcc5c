// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <QFile>
#include <QTest>

using namespace hearth::test;

/// The default model, a real node, the stock openai Python client.
class E2eOpenai : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeProcess> m_node;

    static QString python() { return QStringLiteral(HEARTH_CACHE_DIR "/venv-e2e/bin/python"); }

private slots:
    void initTestCase() {
        if (default_model().isEmpty())
            QSKIP("The default model is not here; installers/bootstrap test fetches it.");
        m_node = std::make_unique<NodeProcess>();
        QVERIFY2(m_node->start(), m_node->log().constData());
        QCOMPARE(m_node->import(default_model(), "smollm2").size(), 64);
    }

    void theAnswerIsSensibleAndRepeatsAtTemperatureZero() {
        QJsonObject body = chat_body("smollm2", "What is the capital of France? Answer with one word.", 12);
        body["temperature"] = 0;
        const auto text = [&] {
            const HttpAnswer answer = m_node->post("/chat/completions", body);
            return answer.json()
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
        QVERIFY2(first.contains("Paris"), qPrintable(first));
        QCOMPARE(text(), first);
    }

    void offsetsAreThoseOfTheTokensNotOfWhatWasReleased() {
        const QJsonObject body{{"model", "smollm2"},  {"prompt", "The quick brown"}, {"max_tokens", 4},
                               {"temperature", 0},    {"logprobs", 0},               {"stop", QJsonArray{"fox jum"}}};
        const HttpAnswer answer = m_node->post("/completions", body);
        const QJsonObject choice = answer.json().value("choices").toArray().first().toObject();
        QCOMPARE(choice.value("logprobs").toObject().value("text_offset").toArray(), (QJsonArray{0, 4, 9, 11}));
    }

    void theReceiptOfARealAnswerReplays() {
        const HttpAnswer answer =
            m_node->post("/chat/completions", chat_body("smollm2", "Name three colours.", 40));
        QVERIFY2(answer.status == 200, answer.body.constData());
        const QString receipt = m_node->get("/evidence/" + answer.headers.value("x-evidence-id"))
                                    .json()
                                    .value("receipt_id")
                                    .toString();
        const CommandResult replayed = m_node->ctl({"--json", "receipt", "verify", receipt, "--replay"});
        QVERIFY2(replayed.exit_code == 0, (replayed.out + replayed.err).constData());
        QCOMPARE(replayed.json().value("level").toString(), QString("E4"));
    }

    void theStockOpenaiClientIsSatisfied() {
        if (!QFile::exists(python()))
            QSKIP("The openai client is not here; installers/bootstrap test fetches it.");
        const CommandResult result =
            run_program(python(),
                        {QStringLiteral(HEARTH_SOURCE_DIR "/tests/e2e/openai_client.py"), m_node->base_url(),
                         "--model", "smollm2"},
                        500'000);
        QVERIFY2(result.exit_code == 0, (result.out + result.err).constData());
        QVERIFY(result.out.contains(", 0 failed"));
    }
};

QTEST_GUILESS_MAIN(E2eOpenai)
#include "tst_e2e_openai.moc"
