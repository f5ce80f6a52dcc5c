// SPDX-License-Identifier: Apache-2.0
#include "bench.h"

#include <QTest>

using namespace hearth;
using namespace hearth::gateway;
using namespace hearth::test;

namespace {

const std::string path = "/v1/responses";
const std::string tool =
    R"({"type":"function","name":"weather","strict":true,"parameters":{"type":"object","properties":{"city":)"
    R"({"type":"string"}},"required":["city"],"additionalProperties":false}})";

std::string ask(const std::string& members = {}) {
    return R"({"model":"fake-tools","input":"hi")" + (members.empty() ? "" : "," + members) + "}";
}

struct Event {
    std::string name;
    QJsonObject data;
};

std::vector<Event> events_of(const std::string& body) {
    std::vector<Event> events;
    for (const QString& block : QString::fromStdString(body).split("\n\n", Qt::SkipEmptyParts)) {
        const QStringList lines = block.split('\n');
        if (lines.size() != 2 || !lines[0].startsWith("event: ") || !lines[1].startsWith("data: ")) return {};
        events.push_back({lines[0].mid(7).toStdString(), object(lines[1].mid(6).toStdString())});
    }
    return events;
}

std::vector<std::string> names_of(const std::vector<Event>& events) {
    std::vector<std::string> names;
    for (const Event& event : events)
        if (names.empty() || names.back() != event.name || !event.name.ends_with(".delta")) names.push_back(event.name);
    return names;
}

QJsonArray messages_of(const Bench& bench) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(bench.backend->requests().back().messages_json)).array();
}

Script pieces(std::vector<std::string> said, const std::string& reason = "stop") {
    Script script;
    script.pieces = std::move(said);
    script.finish_reason = reason;
    return script;
}

} // namespace

/// /v1/responses over the path that chats take.
class TestGatewayResponses : public QObject {
    Q_OBJECT

private slots:
    void answersWhole();
    void itemsBecomeAConversation();
    void streamsTypedEvents();
    void callsStreamAsItems();
    void aCutOffAnswerIsIncomplete();
    void aFailureIsAnEvent();
    void formatsHoldTheAnswer();
    void whatIsNotSupportedIsRefusedByName_data();
    void whatIsNotSupportedIsRefusedByName();
};

void TestGatewayResponses::answersWhole() {
    Bench bench;
    const HttpReply reply =
        call(bench.port(), "POST", path, ask(R"("instructions":"be kind","max_output_tokens":9,"store":false)"));
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.header("x-evidence-id"), std::string("ev-1"));
    const QJsonObject answer = reply.json();
    QCOMPARE(answer["object"].toString(), QString("response"));
    QCOMPARE(answer["status"].toString(), QString("completed"));
    QCOMPARE(answer["store"].toBool(true), false);
    QCOMPARE(answer["instructions"].toString(), QString("be kind"));
    QCOMPARE(answer["max_output_tokens"].toInt(), 9);
    QCOMPARE(answer["usage"].toObject()["input_tokens"].toInt(), 7);
    const QJsonObject item = answer["output"].toArray()[0].toObject();
    QCOMPARE(item["type"].toString(), QString("message"));
    const QJsonObject part = item["content"].toArray()[0].toObject();
    QCOMPARE(part["type"].toString(), QString("output_text"));
    QCOMPARE(part["text"].toString(), QString("Hello world."));
    QCOMPARE(bench.backend->requests().front().max_tokens.value_or(0), 9U);
    QCOMPARE(messages_of(bench)[0].toObject()["role"].toString(), QString("system"));
}

void TestGatewayResponses::itemsBecomeAConversation() {
    Bench bench;
    const std::string body =
        R"({"model":"fake-tools","input":[{"role":"developer","content":"be kind"},)"
        R"({"type":"message","role":"user","content":[{"type":"input_text","text":"weather?"}]},)"
        R"({"type":"function_call","id":"fc_1","status":"completed","call_id":"c1","name":"weather","arguments":"{\"city\":\"Oslo\"}"},)"
        R"({"type":"function_call","call_id":"c2","name":"weather","arguments":"{\"city\":\"Rome\"}"},)"
        R"({"type":"function_call_output","call_id":"c1","output":"-4"},)"
        R"({"type":"function_call_output","call_id":"c2","output":"20"}],"tools":[)" +
        tool + "]}";
    const HttpReply reply = call(bench.port(), "POST", path, body);
    QVERIFY2(reply.status == 200, reply.body.c_str());
    const QJsonArray messages = messages_of(bench);
    QCOMPARE(messages.size(), 5);
    QCOMPARE(messages[1].toObject()["content"].toString(), QString("weather?"));
    const QJsonArray calls = messages[2].toObject()["tool_calls"].toArray();
    QCOMPARE(calls.size(), 2);
    QCOMPARE(calls[1].toObject()["function"].toObject()["arguments"].toObject()["city"].toString(), QString("Rome"));
    QCOMPARE(messages[4].toObject()["tool_call_id"].toString(), QString("c2"));
    QVERIFY(bench.backend->requests().back().tools_json.find(R"("function":{"name":"weather")") != std::string::npos);
}

void TestGatewayResponses::streamsTypedEvents() {
    Bench bench;
    const HttpReply reply = call(bench.port(), "POST", path, ask(R"("stream":true)"));
    QCOMPARE(reply.status, 200);
    QVERIFY(reply.body.find("[DONE]") == std::string::npos);
    const auto events = events_of(reply.body);
    const std::vector<std::string> expected = {"response.created",           "response.in_progress",
                                               "response.output_item.added", "response.content_part.added",
                                               "response.output_text.delta", "response.output_text.done",
                                               "response.content_part.done", "response.output_item.done",
                                               "response.completed"};
    QVERIFY(names_of(events) == expected);
    QString text;
    for (std::size_t i = 0; i < events.size(); ++i) {
        QCOMPARE(events[i].data["sequence_number"].toInt(-1), static_cast<int>(i));
        QCOMPARE(events[i].data["type"].toString().toStdString(), events[i].name);
        if (events[i].name == "response.output_text.delta") text += events[i].data["delta"].toString();
    }
    QCOMPARE(text, QString("Hello world."));
    const QJsonObject last = events.back().data["response"].toObject();
    QCOMPARE(last["status"].toString(), QString("completed"));
    QCOMPARE(last["id"], events.front().data["response"].toObject()["id"]);
    QCOMPARE(last["usage"].toObject()["total_tokens"].toInt(), 11);
    QCOMPARE(last["output"].toArray()[0].toObject()["content"].toArray()[0].toObject()["text"].toString(), text);
}

void TestGatewayResponses::callsStreamAsItems() {
    Bench bench(pieces({"Look:\n<tool", "_call>\n{\"name\": \"weather\", \"argu", "ments\": {\"city\": \"O",
                        "slo\"}}\n</tool_call>"}));
    const HttpReply reply = call(bench.port(), "POST", path, ask("\"stream\":true,\"tools\":[" + tool + "]"));
    const auto events = events_of(reply.body);
    QVERIFY2(!events.empty(), reply.body.c_str());
    const QJsonArray output = events.back().data["response"].toObject()["output"].toArray();
    QCOMPARE(output.size(), 2);
    QCOMPARE(output[0].toObject()["type"].toString(), QString("message"));
    const QJsonObject made = output[1].toObject();
    QCOMPARE(made["type"].toString(), QString("function_call"));
    QCOMPARE(made["name"].toString(), QString("weather"));
    QCOMPARE(made["arguments"].toString(), QString(R"({"city": "Oslo"})"));
    QVERIFY(!made["call_id"].toString().isEmpty());
    QString arguments;
    for (const Event& event : events)
        if (event.name == "response.function_call_arguments.delta") {
            arguments += event.data["delta"].toString();
            QCOMPARE(event.data["output_index"].toInt(), 1);
        }
    QCOMPARE(arguments, made["arguments"].toString());
    const QJsonObject whole =
        call(bench.port(), "POST", path, ask("\"tool_choice\":\"required\",\"tools\":[" + tool + "]")).json();
    QCOMPARE(whole["output"].toArray().size(), 2);
    QCOMPARE(whole["output"].toArray()[1].toObject()["arguments"].toString(), arguments);
}

void TestGatewayResponses::aCutOffAnswerIsIncomplete() {
    Bench bench(pieces({"and so"}, "length"));
    for (const char* stream : {"false", "true"}) {
        const HttpReply reply = call(bench.port(), "POST", path, ask(std::string(R"("stream":)") + stream));
        const QJsonObject answer =
            *stream == 't' ? events_of(reply.body).back().data["response"].toObject() : reply.json();
        QCOMPARE(answer["status"].toString(), QString("incomplete"));
        QCOMPARE(answer["incomplete_details"].toObject()["reason"].toString(), QString("max_output_tokens"));
    }
}

void TestGatewayResponses::aFailureIsAnEvent() {
    Script broken = pieces({"one", "two", "three"});
    broken.break_with = core::fail(core::Code::unavailable, "The worker was lost.");
    broken.break_after = 2;
    Bench bench(broken);
    const auto events = events_of(call(bench.port(), "POST", path, ask(R"("stream":true)")).body);
    QVERIFY(!events.empty());
    QCOMPARE(events.back().name, std::string("error"));
    QCOMPARE(events.back().data["code"].toString(), QString("unavailable"));
    QCOMPARE(events.back().data["sequence_number"].toInt(), static_cast<int>(events.size()) - 1);
    QCOMPARE(call(bench.port(), "POST", path, ask()).status, 503);
}

void TestGatewayResponses::formatsHoldTheAnswer() {
    Bench bench(pieces({R"({"a": 1})"}));
    const HttpReply reply = call(bench.port(), "POST", path,
                                 ask(R"("text":{"format":{"type":"json_schema","name":"x","strict":true,"schema":)"
                                     R"({"type":"object","properties":{"a":{"type":"integer"}}}}})"));
    QVERIFY2(reply.status == 200, reply.body.c_str());
    QVERIFY(bench.backend->requests().front().constraint.starts_with("start: %json"));
    QCOMPARE(reply.json()["text"].toObject()["format"].toObject()["name"].toString(), QString("x"));
}

void TestGatewayResponses::whatIsNotSupportedIsRefusedByName_data() {
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("param");
    const auto row = [](const char* members, const char* param) {
        QTest::newRow(members) << QString::fromStdString(ask(members)) << QString(param);
    };
    row(R"("store":true)", "store");
    row(R"("background":true)", "background");
    row(R"("previous_response_id":"resp_1")", "previous_response_id");
    row(R"("conversation":"conv_1")", "conversation");
    row(R"("include":["reasoning.encrypted_content"])", "include");
    row(R"("truncation":"auto")", "truncation");
    row(R"("reasoning":{"effort":"low"})", "reasoning");
    row(R"("tools":[{"type":"web_search"}])", "tools[0].type");
    row(R"("text":{"verbosity":"low"})", "text.verbosity");
    row(R"("text":{"format":{"type":"json_schema","name":"x","schema":{"not":{}}}})", "text.format.schema.not");
    row(R"("max_output_tokens":-1)", "max_output_tokens");
    row(R"("temperature":3)", "temperature");
    row(R"("n":2)", "n");
    row(R"("some_future_field":1)", "some_future_field");
    const auto input = [](const char* value, const char* param) {
        QTest::newRow(value) << QString(R"({"input":)") + value + "}" << QString(param);
    };
    input("7", "input");
    input("[]", "input");
    input(R"([{"type":"reasoning","summary":[]}])", "input[0].type");
    input(R"([{"role":"user","content":[{"type":"input_image","image_url":"x"}]}])", "input[0].content[0].type");
    input(R"([{"type":"function_call","name":"f"}])", "input[0]");
    input(R"([{"role":"robot","content":"x"}])", "input");
    QTest::newRow("no input") << QString("{}") << QString("input");
}

void TestGatewayResponses::whatIsNotSupportedIsRefusedByName() {
    QFETCH(const QString, body);
    QFETCH(const QString, param);
    Bench bench;
    const HttpReply reply = call(bench.port(), "POST", path, body.toStdString());
    QCOMPARE(reply.status, 400);
    QCOMPARE(reply.error()["param"].toString(), param);
    QVERIFY(!reply.error()["message"].toString().isEmpty());
    QCOMPARE(bench.backend->started(), 0);
}

QTEST_GUILESS_MAIN(TestGatewayResponses)
#include "tst_gateway_responses.moc"
