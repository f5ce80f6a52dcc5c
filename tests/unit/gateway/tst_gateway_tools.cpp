// SPDX-License-Identifier: Apache-2.0
#include "bench.h"
#include "gateway/edge/tool_reader.h"

#include <QTest>

using namespace hearth;
using namespace hearth::gateway;
using namespace hearth::test;

namespace {

const std::string tool =
    R"({"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{"city":{"type":)"
    R"("string"}},"required":["city"],"additionalProperties":false}}})";
const std::string two_calls =
    "Let me see.\n<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Os}lo\"}}\n"
    "</tool_call>\n<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"B\\\"n\"}}\n"
    "</tool_call>";

std::string with_tools(const std::string& members = {}) {
    return R"({"model":"fake-tools","messages":[{"role":"user","content":"hi"}],"tools":[)" + tool + "]" +
           (members.empty() ? "" : "," + members) + "}";
}

/// The text in pieces of `size` bytes; ASCII only.
Script saying(const std::string& text, std::size_t size = 3, const std::string& reason = "stop") {
    Script script;
    script.pieces.clear();
    for (std::size_t at = 0; at < text.size(); at += size)
        script.pieces.push_back(text.substr(at, size));
    script.finish_reason = reason;
    return script;
}

QJsonObject message(const HttpReply& reply) {
    return choice(reply.json())["message"].toObject();
}

} // namespace

/// Calls of tools and answers of a form, at the door.
class TestGatewayTools : public QObject {
    Q_OBJECT

private slots:
    void callsStandInTheMessage();
    void callsStreamAsFragments();
    void textAloneIsAnAnswer();
    void theLoneFormIsRead();
    void aCallThatNeverEndsIsCutOff();
    void whatDoesNotKeepToTheFormIsAnError_data();
    void whatDoesNotKeepToTheFormIsAnError();
    void aJsonAnswerComesWhole();
    void choicesAskForTheirGrammar();
    void resultsOfToolsGoBack();
    void anyCutOfTheTextReadsTheSame();
};

void TestGatewayTools::callsStandInTheMessage() {
    Bench bench(saying(two_calls));
    const HttpReply reply = call(bench.port(), "POST", chat_path, with_tools());
    QCOMPARE(reply.status, 200);
    QCOMPARE(choice(reply.json())["finish_reason"].toString(), QString("tool_calls"));
    QCOMPARE(message(reply)["content"].toString(), QString("Let me see.\n"));
    const QJsonArray calls = message(reply)["tool_calls"].toArray();
    QCOMPARE(calls.size(), 2);
    QCOMPARE(calls[0].toObject()["type"].toString(), QString("function"));
    QCOMPARE(calls[0].toObject()["function"].toObject()["name"].toString(), QString("weather"));
    QCOMPARE(
        object(calls[0].toObject()["function"].toObject()["arguments"].toString().toStdString())["city"].toString(),
        QString("Os}lo"));
    QVERIFY(calls[0].toObject()["id"].toString() != calls[1].toObject()["id"].toString());
    const GenerationRequest asked = bench.backend->requests().front();
    QVERIFY(asked.tools_json.find("weather") != std::string::npos);
    QVERIFY(asked.constraint.starts_with("start: TEXT?"));
}

void TestGatewayTools::callsStreamAsFragments() {
    Bench bench(saying(two_calls, 5));
    const HttpReply reply = call(bench.port(), "POST", chat_path, with_tools(R"("stream":true)"));
    QCOMPARE(reply.status, 200);
    std::map<int, QString> arguments, names, ids;
    QString text, reason;
    for (const std::string& event : reply.events()) {
        if (event == "[DONE]") continue;
        const QJsonObject one = choice(object(event));
        text += one["delta"].toObject()["content"].toString();
        if (one["finish_reason"].isString()) reason = one["finish_reason"].toString();
        for (const auto& value : one["delta"].toObject()["tool_calls"].toArray()) {
            const QJsonObject part = value.toObject();
            const int index = part["index"].toInt(-1);
            const bool first = !names.contains(index);
            QCOMPARE(part.contains("id"), first); // the name and the id once, then fragments
            QCOMPARE(part["function"].toObject().contains("name"), first);
            if (first) names[index] = part["function"].toObject()["name"].toString();
            if (first) ids[index] = part["id"].toString();
            arguments[index] += part["function"].toObject()["arguments"].toString();
        }
    }
    QCOMPARE(text, QString("Let me see.\n"));
    QCOMPARE(reason, QString("tool_calls"));
    QCOMPARE(static_cast<int>(names.size()), 2);
    QCOMPARE(arguments[0], QString(R"({"city": "Os}lo"})"));
    QCOMPARE(arguments[1], QString(R"({"city": "B\"n"})"));
    QVERIFY(ids[0].startsWith("call_") && ids[0] != ids[1]);
}

void TestGatewayTools::textAloneIsAnAnswer() {
    const std::string text = "No tool <tool is needed {\"name";
    for (const char* stream : {"false", "true"}) {
        Bench bench(saying(text, 2));
        const HttpReply reply = call(bench.port(), "POST", chat_path, with_tools(std::string(R"("stream":)") + stream));
        QString said = message(reply)["content"].toString();
        for (const std::string& event : reply.events())
            said += choice(object(event))["delta"].toObject()["content"].toString();
        QCOMPARE(said, QString::fromStdString(text));
        QVERIFY(reply.body.find("\"finish_reason\":\"stop\"") != std::string::npos);
        QVERIFY(reply.body.find("tool_calls") == std::string::npos);
    }
}

void TestGatewayTools::theLoneFormIsRead() {
    Bench bench(saying(R"({"name": "weather", "parameters": {"city": "Rome"}})"));
    const HttpReply reply = call(bench.port(), "POST", chat_path, with_tools(R"("tool_choice":"required")"));
    QVERIFY(message(reply)["content"].isNull());
    const QJsonArray calls = message(reply)["tool_calls"].toArray();
    QCOMPARE(calls.size(), 1);
    QCOMPARE(calls[0].toObject()["function"].toObject()["arguments"].toString(), QString(R"({"city": "Rome"})"));
}

void TestGatewayTools::aCallThatNeverEndsIsCutOff() {
    const std::string endless = "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"aaaaaaaaaaaa";
    Bench bench(saying(endless, 3, "length"));
    const HttpReply reply = call(bench.port(), "POST", chat_path, with_tools(R"("max_tokens":20)"));
    QCOMPARE(reply.status, 200);
    QCOMPARE(choice(reply.json())["finish_reason"].toString(), QString("length"));
    const QJsonArray calls = message(reply)["tool_calls"].toArray();
    QCOMPARE(calls[0].toObject()["function"].toObject()["arguments"].toString(), QString(R"({"city": "aaaaaaaaaaaa)"));
}

void TestGatewayTools::whatDoesNotKeepToTheFormIsAnError_data() {
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("body");
    const QString tools = QString::fromStdString(with_tools());
    const QString json = QString::fromStdString(chat(R"("response_format":{"type":"json_object"})"));
    QTest::newRow("half a call") << "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": " << tools;
    QTest::newRow("words after a call")
        << "<tool_call>\n{\"name\": \"weather\", \"arguments\": {}}\n</tool_call> and so on" << tools;
    QTest::newRow("arguments that are no JSON")
        << "<tool_call>\n{\"name\": \"weather\", \"arguments\": {city}}\n</tool_call>" << tools;
    QTest::newRow("half an object") << "{\"a\": " << json;
    QTest::newRow("words") << "Sure! {}" << json;
}

void TestGatewayTools::whatDoesNotKeepToTheFormIsAnError() {
    QFETCH(const QString, said);
    QFETCH(QString, body);
    Bench bench(saying(said.toStdString()));
    const HttpReply whole = call(bench.port(), "POST", chat_path, body.toStdString());
    QCOMPARE(whole.status, 502);
    QCOMPARE(whole.error()["code"].toString(), QString("invalid_answer"));
    body.insert(1, R"("stream":true,)");
    const HttpReply stream = call(bench.port(), "POST", chat_path, body.toStdString());
    QVERIFY(stream.body.find("invalid_answer") != std::string::npos);
    QVERIFY(stream.body.find("[DONE]") == std::string::npos);
    QVERIFY(stream.body.find("\"finish_reason\":\"stop\"") == std::string::npos);
}

void TestGatewayTools::aJsonAnswerComesWhole() {
    Bench bench(saying(R"({"a": [1, 2]})"));
    const HttpReply reply =
        call(bench.port(), "POST", chat_path,
             chat(R"("response_format":{"type":"json_schema","json_schema":{"name":"x","strict":true,"schema":)"
                  R"({"type":"object","properties":{"a":{"type":"array","items":{"type":"integer"}}}}}})"));
    QCOMPARE(reply.status, 200);
    QCOMPARE(message(reply)["content"].toString(), QString(R"({"a": [1, 2]})"));
    QVERIFY(bench.backend->requests().front().constraint.starts_with("start: %json {\"type\":\"object\""));
}

void TestGatewayTools::choicesAskForTheirGrammar() {
    Bench bench(saying("x"));
    const auto grammar = [&](const std::string& members) {
        const std::size_t before = bench.backend->requests().size();
        call(bench.port(), "POST", chat_path, with_tools(members));
        const auto requests = bench.backend->requests();
        return requests.size() > before ? requests.back().constraint : std::string("not asked");
    };
    QVERIFY(grammar(R"("tool_choice":"none")").empty());
    QVERIFY(grammar(R"("tool_choice":"auto")").starts_with("start: TEXT?"));
    const std::string required = grammar(R"("tool_choice":"required")");
    QVERIFY(required.starts_with("start: \"<tool_call>\" call (\"\\n\""));
    QVERIFY(grammar(R"("tool_choice":"required","parallel_tool_calls":false)")
                .starts_with("start: \"<tool_call>\" call | alone"));
    QVERIFY(grammar(R"("tool_choice":{"type":"function","function":{"name":"weather"}})")
                .starts_with("start: \"<tool_call>\" call | alone"));
    const HttpReply plain = call(bench.port(), "POST", chat_path, chat("\"tools\":[" + tool + "]"));
    QCOMPARE(plain.status, 400); // a model that cannot take tools
    QCOMPARE(plain.error()["param"].toString(), QString("tools"));
}

void TestGatewayTools::resultsOfToolsGoBack() {
    Bench bench(saying("It is cold."));
    const std::string body =
        R"({"model":"fake-tools","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":null,)"
        R"("tool_calls":[{"id":"c1","type":"function","function":{"name":"weather","arguments":"{\"city\": \"Oslo\"}"}}]},)"
        R"({"role":"tool","tool_call_id":"c1","content":"-4"}],"tools":[)" +
        tool + "]}";
    const HttpReply reply = call(bench.port(), "POST", chat_path, body);
    QCOMPARE(reply.status, 200);
    const auto messages =
        QJsonDocument::fromJson(QByteArray::fromStdString(bench.backend->requests().front().messages_json)).array();
    const QJsonObject made = messages[1].toObject()["tool_calls"].toArray()[0].toObject()["function"].toObject();
    QCOMPARE(made["arguments"].toObject()["city"].toString(), QString("Oslo")); // templates write objects
    QCOMPARE(messages[2].toObject()["tool_call_id"].toString(), QString("c1"));
}

void TestGatewayTools::anyCutOfTheTextReadsTheSame() {
    const auto read = [](std::size_t cut) {
        ToolReader reader;
        std::string seen;
        const auto note = [&](const std::vector<ToolReader::Piece>& pieces) {
            for (const auto& piece : pieces)
                seen += (piece.what == ToolReader::Piece::What::call ? "|" + piece.text + "|" : piece.text);
        };
        note(reader.push(two_calls.substr(0, cut)));
        note(reader.push(two_calls.substr(cut)));
        note(reader.finish(true));
        return reader.broken() ? "broken" : seen;
    };
    for (std::size_t cut = 0; cut <= two_calls.size(); ++cut)
        QCOMPARE(read(cut), std::string("Let me see.\n|weather|{\"city\": \"Os}lo\"}|weather|{\"city\": \"B\\\"n\"}"));
}

QTEST_GUILESS_MAIN(TestGatewayTools)
#include "tst_gateway_tools.moc"
