// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <cmath>

using namespace hearth::test;

/// The default model, a real node, the stock openai Python client.
class E2eOpenai : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeProcess> m_node;

    static QString python() { return QStringLiteral(HEARTH_CACHE_DIR "/venv-e2e/bin/python"); }
    static QString harness() { return QStringLiteral(HEARTH_CACHE_DIR "/venv-harness/bin/python"); }

    /// What lm-evaluation-harness asks for each pair of context and continuation (its model class "local-completions").
    HttpAnswer ask_as_harness(const QJsonArray& ids, const QString& profile) const {
        return m_node->post("/completions", {{"model", "smollm2"},
                                             {"prompt", QJsonArray{QJsonValue(ids)}},
                                             {"temperature", 0},
                                             {"max_tokens", 1},
                                             {"logprobs", 1},
                                             {"seed", 1234},
                                             {"echo", true},
                                             {"profile", profile}});
    }

private slots:
    void initTestCase() {
        if (default_model().isEmpty()) QSKIP("The default model is not here; installers/bootstrap test fetches it.");
        m_node = std::make_unique<NodeProcess>();
        QVERIFY2(m_node->start(), m_node->log().constData());
        QCOMPARE(m_node->import(default_model(), "smollm2").size(), 64);
        QCOMPARE(m_node->import(tiny_model("bert"), "vectors").size(), 64);
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
        const QJsonObject body{{"model", "smollm2"}, {"prompt", "The quick brown"},
                               {"max_tokens", 4},    {"temperature", 0},
                               {"logprobs", 0},      {"stop", QJsonArray{"fox jum"}}};
        const HttpAnswer answer = m_node->post("/completions", body);
        const QJsonObject choice = answer.json().value("choices").toArray().first().toObject();
        QCOMPARE(choice.value("logprobs").toObject().value("text_offset").toArray(), (QJsonArray{0, 4, 9, 11}));
    }

    void theReceiptOfARealAnswerReplays() {
        const HttpAnswer answer = m_node->post("/chat/completions", chat_body("smollm2", "Name three colours.", 40));
        QVERIFY2(answer.status == 200, answer.body.constData());
        const QString receipt =
            m_node->get("/evidence/" + answer.headers.value("x-evidence-id")).json().value("receipt_id").toString();
        const CommandResult replayed = m_node->ctl({"--json", "receipt", "verify", receipt, "--replay"});
        QVERIFY2(replayed.exit_code == 0, (replayed.out + replayed.err).constData());
        QCOMPARE(replayed.json().value("level").toString(), QString("E4"));
    }

    void anAnswerOfASchemaFitsAndReplays() {
        QJsonObject body = chat_body("smollm2", "Describe a fire.", 80);
        const QJsonObject schema{
            {"type", "object"},
            {"properties", QJsonObject{{"size", QJsonObject{{"type", "integer"}, {"maximum", 9}}},
                                       {"name", QJsonObject{{"type", "string"}, {"maxLength", 9}}}}},
            {"required", QJsonArray{"size", "name"}},
            {"additionalProperties", false}};
        body["response_format"] =
            QJsonObject{{"type", "json_schema"}, {"json_schema", QJsonObject{{"name", "fire"}, {"schema", schema}}}};
        const HttpAnswer answer = m_node->post("/chat/completions", body);
        QVERIFY2(answer.status == 200, answer.body.constData());
        const QJsonObject choice = answer.json().value("choices").toArray().first().toObject();
        QCOMPARE(choice.value("finish_reason").toString(), QString("stop"));
        const QByteArray text = choice.value("message").toObject().value("content").toString().toUtf8();
        const QJsonObject value = QJsonDocument::fromJson(text).object();
        QVERIFY2(value.size() == 2 && value["size"].isDouble() && value["name"].toString().size() <= 9,
                 text.constData());
        const QString receipt =
            m_node->get("/evidence/" + answer.headers.value("x-evidence-id")).json().value("receipt_id").toString();
        const CommandResult replayed = m_node->ctl({"--json", "receipt", "verify", receipt, "--replay"});
        QVERIFY2(replayed.exit_code == 0, (replayed.out + replayed.err).constData());
        QCOMPARE(replayed.json().value("level").toString(), QString("E4"));
    }

    void aHarnessIsToldTheLogprobsOfThePrompt() {
        // The reference: a softmax here over the whole vocabulary's logits, which another program computed.
        const CommandResult bench = run_program(program_path("hearth-bench"),
                                                {"logits", "--model", default_model(), "--profile", "fp32", "--ids",
                                                 "504,3575,282,4649,314", "--steps", "4", "--top", "100000", "--json"});
        QVERIFY2(bench.exit_code == 0, bench.err.constData());
        const QJsonObject metrics = bench.json().value("metrics").toObject();
        const QJsonArray drawn = metrics.value("ids").toArray(), rows = metrics.value("top").toArray();
        QCOMPARE(drawn.size(), 4);
        QJsonArray ids{504, 3575, 282, 4649, 314};
        const int context = static_cast<int>(ids.size());
        for (const QJsonValue& id : drawn)
            ids.append(id);
        const HttpAnswer answer = ask_as_harness(ids, "fp32");
        QVERIFY2(answer.status == 200, answer.body.constData());
        const QJsonObject logprobs =
            answer.json().value("choices").toArray().first().toObject().value("logprobs").toObject();
        const QJsonArray own = logprobs.value("token_logprobs").toArray(),
                         top = logprobs.value("top_logprobs").toArray();
        QCOMPARE(own.size(), ids.size() + 1);
        QJsonArray offsets; // of "The capital of France is" and what follows
        qsizetype characters = 0;
        for (const QJsonValue& token : logprobs.value("tokens").toArray()) {
            offsets.append(characters);
            characters += token.toString().size();
        }
        QCOMPARE(offsets.size(), ids.size() + 1);
        QCOMPARE(logprobs.value("text_offset").toArray(), offsets);
        QVERIFY(own.first().isNull() && top.first().isNull());
        for (int i = 0; i < 4; ++i) {
            double total = 0;
            for (const QJsonValue& pair : rows[i].toArray())
                total += std::exp(pair.toArray().at(1).toDouble());
            const QJsonArray likeliest = rows[i].toArray().first().toArray();
            QCOMPARE(likeliest.at(0).toInt(), drawn[i].toInt());
            const double expected = likeliest.at(1).toDouble() - std::log(total), found = own[context + i].toDouble();
            QVERIFY2(std::abs(found - expected) < 1e-3,
                     qPrintable(QString("%1: %2, not %3").arg(i).arg(found).arg(expected)));
            // How a harness knows that a greedy answer would have been the same.
            QCOMPARE(top[context + i].toObject().begin().value().toDouble(), found);
        }
    }

    void aScoredPromptHasAReceiptThatReplaysToTheBit() {
        QJsonArray ids;
        for (int i = 0; i < 200; ++i)
            ids.append(100 + 37 * i % 40'000);
        for (const int tokens : {0, 1}) {
            QJsonObject body{{"model", "smollm2"}, {"prompt", ids}, {"max_tokens", tokens},
                             {"logprobs", 5},      {"echo", true},  {"temperature", 0}};
            const HttpAnswer answer = m_node->post("/completions", body);
            QVERIFY2(answer.status == 200, answer.body.constData());
            QCOMPARE(answer.json().value("usage").toObject().value("completion_tokens").toInt(), tokens);
            const QString receipt =
                m_node->get("/evidence/" + answer.headers.value("x-evidence-id")).json().value("receipt_id").toString();
            const CommandResult replayed = m_node->ctl({"--json", "receipt", "verify", receipt, "--replay"});
            QVERIFY2(replayed.exit_code == 0, (replayed.out + replayed.err).constData());
            QCOMPARE(replayed.json().value("level").toString(), QString("E4"));
        }
    }

    void theEvaluationHarnessIsSatisfied() {
        if (!QFile::exists(harness()))
            QSKIP("The evaluation harness is not here; installers/bootstrap test fetches it.");
        QVERIFY(!m_node->import(tiny_model("llama-tied"), "tiny").isEmpty());
        const CommandResult result =
            run_program(harness(),
                        {QStringLiteral(HEARTH_SOURCE_DIR "/tests/e2e/harness_client.py"), m_node->base_url(),
                         "--model", "tiny", "--tokenizer", tiny_model("llama-tied")},
                        300'000);
        QVERIFY2(result.exit_code == 0, (result.out + result.err).right(4000).constData());
        QVERIFY(result.out.contains("9 values are equal"));
    }

    void theStockOpenaiClientIsSatisfied() {
        if (!QFile::exists(python())) QSKIP("The openai client is not here; installers/bootstrap test fetches it.");
        const CommandResult result = run_program(
            python(),
            {QStringLiteral(HEARTH_SOURCE_DIR "/tests/e2e/openai_client.py"), m_node->base_url(), "--model", "smollm2"},
            500'000);
        QVERIFY2(result.exit_code == 0, (result.out + result.err).constData());
        QVERIFY(result.out.contains(", 0 failed"));
    }
};

QTEST_GUILESS_MAIN(E2eOpenai)
#include "tst_e2e_openai.moc"
