// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace hearth::test;

/// Answers of a form and calls of tools on a real node. The model's weights are random, so that it says whatever the
/// grammar lets it say.
class IntegrationForms : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeProcess> m_node;

    static QJsonArray tools() {
        const QJsonObject properties{{"city", QJsonObject{{"enum", QJsonArray{"Oslo", "Rome"}}}},
                                     {"days", QJsonObject{{"type", "integer"}, {"minimum", 1}, {"maximum", 9}}}};
        const QJsonObject parameters{{"type", "object"},
                                     {"properties", properties},
                                     {"required", QJsonArray{"city", "days"}},
                                     {"additionalProperties", false}};
        return {QJsonObject{{"type", "function"},
                            {"function", QJsonObject{{"name", "weather"}, {"parameters", parameters}}}}};
    }
    static QJsonObject body_for(const QString& model, const QJsonValue& choice) {
        QJsonObject body = chat_body(model, "What is the weather?", 200);
        body["tools"] = tools();
        body["tool_choice"] = choice;
        return body;
    }
    static bool fits(const QString& arguments) {
        const QJsonObject value = QJsonDocument::fromJson(arguments.toUtf8()).object();
        const int days = value["days"].toInt();
        return value.size() == 2 && (value["city"] == "Oslo" || value["city"] == "Rome") && days >= 1 && days <= 9;
    }
    static QJsonObject first_choice(const HttpAnswer& answer) {
        return answer.json().value("choices").toArray().first().toObject();
    }
    void verify_replay(const HttpAnswer& answer) {
        const QString receipt =
            m_node->get("/evidence/" + answer.headers.value("x-evidence-id")).json().value("receipt_id").toString();
        const CommandResult replayed = m_node->ctl({"--json", "receipt", "verify", receipt, "--replay"});
        QVERIFY2(replayed.exit_code == 0, (replayed.out + replayed.err).constData());
        QCOMPARE(replayed.json().value("level").toString(), QString("E4"));
    }

private slots:
    void initTestCase() {
        m_node = std::make_unique<NodeProcess>();
        QVERIFY2(m_node->start(), m_node->log().constData());
        QVERIFY(!m_node->import(tiny_model("llama-tied"), "untaught").isEmpty());
        QVERIFY(!m_node->import(taught_model(m_node->home()), "taught").isEmpty());
    }

    void aCallIsDrawnAndReplays() {
        const QJsonObject named{{"type", "function"}, {"function", QJsonObject{{"name", "weather"}}}};
        const HttpAnswer answer = m_node->post("/chat/completions", body_for("taught", named));
        QVERIFY2(answer.status == 200, answer.body.constData());
        const QJsonObject choice = first_choice(answer);
        QCOMPARE(choice.value("finish_reason").toString(), QString("tool_calls"));
        const QJsonArray calls = choice.value("message").toObject().value("tool_calls").toArray();
        QCOMPARE(calls.size(), 1);
        const QJsonObject function = calls[0].toObject().value("function").toObject();
        QCOMPARE(function.value("name").toString(), QString("weather"));
        QVERIFY2(fits(function.value("arguments").toString()), answer.body.constData());
        verify_replay(answer);
        // Its result goes back.
        QJsonObject next = body_for("taught", "none");
        QJsonArray messages = next["messages"].toArray();
        messages.append(choice.value("message"));
        messages.append(
            QJsonObject{{"role", "tool"}, {"tool_call_id", calls[0].toObject()["id"]}, {"content", "cold"}});
        next["messages"] = messages;
        next["max_tokens"] = 4;
        const HttpAnswer after = m_node->post("/chat/completions", next);
        QVERIFY2(after.status == 200, after.body.constData());
    }

    void anAnswerOfASchemaFitsAndReplays() {
        QJsonObject body = chat_body("untaught", "hi", 200);
        const QJsonObject schema = tools()[0].toObject()["function"].toObject()["parameters"].toObject();
        body["response_format"] =
            QJsonObject{{"type", "json_schema"}, {"json_schema", QJsonObject{{"name", "x"}, {"schema", schema}}}};
        const HttpAnswer answer = m_node->post("/chat/completions", body);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(first_choice(answer).value("finish_reason").toString(), QString("stop"));
        QVERIFY2(fits(first_choice(answer).value("message").toObject().value("content").toString()),
                 answer.body.constData());
        verify_replay(answer);
    }

    void responsesTakeTheSamePath() {
        const QJsonObject schema = tools()[0].toObject()["function"].toObject()["parameters"].toObject();
        const QJsonObject format{{"type", "json_schema"}, {"name", "x"}, {"schema", schema}};
        const HttpAnswer answer = m_node->post(
            "/responses", {{"model", "untaught"}, {"input", "hi"}, {"text", QJsonObject{{"format", format}}}});
        QVERIFY2(answer.status == 200, answer.body.constData());
        const QJsonObject item = answer.json().value("output").toArray().first().toObject();
        QVERIFY2(fits(item.value("content").toArray().first().toObject().value("text").toString()),
                 answer.body.constData());
        verify_replay(answer);
    }

    void whatCannotBeIsRefusedBeforeAnybodyPays() {
        const HttpAnswer untaught = m_node->post("/chat/completions", body_for("untaught", "required"));
        QCOMPARE(untaught.status, 400);
        QVERIFY2(untaught.body.contains("tools"), untaught.body.constData());
        QJsonObject body = chat_body("untaught", "hi", 20);
        const QJsonObject schema{{"type", "array"}, {"minItems", 3}, {"maxItems", 2}};
        body["response_format"] =
            QJsonObject{{"type", "json_schema"}, {"json_schema", QJsonObject{{"name", "x"}, {"schema", schema}}}};
        const HttpAnswer contradicts = m_node->post("/chat/completions", body);
        QCOMPARE(contradicts.status, 400);
        QVERIFY2(contradicts.body.contains("minItems"), contradicts.body.constData());
        QCOMPARE(m_node->post("/chat/completions", chat_body("untaught", "still here", 2)).status, 200);
    }
};

QTEST_GUILESS_MAIN(IntegrationForms)
#include "tst_integration_forms.moc"
