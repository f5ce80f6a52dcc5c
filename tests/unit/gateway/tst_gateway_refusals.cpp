// SPDX-License-Identifier: Apache-2.0
#include "calls.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace hearth::gateway;
using namespace hearth::test;

/// Requests that are refused, with the parameter that is wrong.
class TestGatewayRefusals : public QObject {
    Q_OBJECT

private slots:
    void refuses_and_names_the_parameter_data();
    void refuses_and_names_the_parameter();
    void garbage_bodies_are_refused_data();
    void garbage_bodies_are_refused();
};

void TestGatewayRefusals::refuses_and_names_the_parameter_data() {
    QTest::addColumn<bool>("chat");
    QTest::addColumn<QString>("members");
    QTest::addColumn<QString>("param");
    const auto row = [](const char* members, const char* param, bool chat = true) {
        QTest::newRow((std::string(chat ? "chat " : "completion ") + members).c_str())
            << chat << QString::fromUtf8(members) << QString::fromUtf8(param);
    };
    row(R"("max_tokens":-1)", "max_tokens");
    row(R"("max_tokens":0)", "max_tokens");
    row(R"("max_tokens":1.5)", "max_tokens");
    row(R"("max_tokens":"9")", "max_tokens");
    row(R"("max_tokens":99999999999999999999999)", "max_tokens");
    row(R"("max_tokens":18446744073709551615)", "max_tokens");
    row(R"("max_completion_tokens":-5)", "max_completion_tokens");
    row(R"("temperature":3)", "temperature");
    row(R"("temperature":-0.1)", "temperature");
    row(R"("temperature":"hot")", "temperature");
    row(R"("top_p":1.01)", "top_p");
    row(R"("min_p":2)", "min_p");
    row(R"("top_k":-2)", "top_k");
    row(R"("n":0)", "n");
    row(R"("n":9)", "n");
    row(R"("seed":1.5)", "seed");
    row(R"("seed":18446744073709551615)", "seed");
    row(R"("stop":"")", "stop");
    row(R"("stop":[1])", "stop");
    row(R"("stop":["a","b","c","d","e","f","g","h","i","j","k","l","m","n","o","p","q"])", "stop");
    row(R"("stream":"yes")", "stream");
    row(R"("stream_options":{"include_usage":true})", "stream_options");
    row(R"("stream":true,"stream_options":{"include_usage":1})", "stream_options.include_usage");
    row(R"("stream":true,"stream_options":{"continuous_usage_stats":true})", "stream_options.continuous_usage_stats");
    row(R"("frequency_penalty":2.5)", "frequency_penalty");
    row(R"("presence_penalty":-3)", "presence_penalty");
    row(R"("logit_bias":{"50256":-100})", "logit_bias");
    row(R"("response_format":{"type":"yaml"})", "response_format");
    row(R"("response_format":{"type":"json_object"},"stop":"x")", "stop");
    row(R"("response_format":{"type":"json_object"},"ignore_eos":true)", "ignore_eos");
    row(R"("response_format":{"type":"json_schema","json_schema":{"name":"x"}})", "response_format.json_schema");
    row(R"("response_format":{"type":"json_schema","json_schema":{"name":"a b","schema":{}}})",
        "response_format.json_schema");
    row(R"("top_logprobs":2)", "top_logprobs");
    row(R"("logprobs":true,"top_logprobs":21)", "top_logprobs");
    row(R"("logprobs":3)", "logprobs");
    row(R"("tool_choice":"required")", "tool_choice");
    row(R"("tool_choice":{"type":"function","function":{"name":"f"}})", "tool_choice");
    row(R"("tools":[{"type":"web_search"}])", "tools[0]");
    const std::string tool = R"({"type":"function","function":{"name":"f"}})";
    row(R"("tools":[{"type":"function","function":{"name":"f g"
}
}])",
        "tools[0]");
    row((R"("tools":[)" + tool + "," + tool + "]").c_str(), "tools[1].function.name");
    row(R"("tools":[{"type":"function","function":{"name":"f","parameters":{"type":"array"}}}])",
        "tools[0].function.parameters");
    row((R"("logprobs":true,"tools":[)" + tool + "]").c_str(), "logprobs");
    row((R"("stop":"x","tools":[)" + tool + "]").c_str(), "stop");
    row((R"("response_format":{"type":"json_object"},"tools":[)" + tool + "]").c_str(), "response_format");
    row((R"("tool_choice":{"type":"function","function":{"name":"g"}},"tools":[)" + tool + "]").c_str(), "tool_choice");
    row((R"("messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"not JSON"}}]}],"tools":[)" +
         tool + "]")
            .c_str(),
        "messages[0].tool_calls");
    row(R"("functions":[{"name":"f"}])", "functions");
    row(R"("modalities":["text","audio"])", "modalities");
    row(R"("model":7)", "model");
    row(R"("profile":"a b")", "profile");
    row(R"("messages":"hi")", "messages");
    row(R"("messages":[])", "messages");
    row(R"("messages":[7])", "messages[0]");
    row(R"("messages":[{"role":"user"}])", "messages[0].content");
    row(R"("messages":[{"role":"robot","content":"x"}])", "messages[0].role");
    row(R"("messages":[{"role":"user","content":"x"},{"role":"user","content":5}])", "messages[1].content");
    row(R"("messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}])",
        "messages[0].content[0].type");
    row(R"("messages":[{"role":"assistant","tool_calls":[{"id":"1"}]}])", "messages[0].tool_calls");
    row(R"("some_future_field":[1,{"a":2}])", "some_future_field");
    row(R"("some_future_field":0)", "some_future_field", false);
    row(R"("messages":[{"role":"tool","content":"4","secret":1}])", "messages[0].secret");
    row(R"("messages":[{"role":"user","content":"x","tool_calls":[{"id":"1"}]}])", "messages[0].tool_calls");
    row(R"("messages":[{"role":"assistant","content":"x","refusal":"no"}])", "messages[0].refusal");
    row(R"("messages":[{"role":"user","content":[{"type":"text","text":"x","cache_control":{}}]}])",
        "messages[0].content[0].cache_control");
    row(R"("parallel_tool_calls":1)", "parallel_tool_calls");
    row(R"("chat_template_kwargs":{"add_generation_prompt":false})", "chat_template_kwargs.add_generation_prompt");
    row(R"("suffix":"end")", "suffix", false);
    row(R"("logprobs":6)", "logprobs", false);
    row(R"("logprobs":true)", "logprobs", false);
    row(R"("max_tokens":0)", "max_tokens", false);
    row(R"("max_tokens":0,"logprobs":1)", "max_tokens", false);
    row(R"("max_tokens":0,"echo":true)", "max_tokens", false);
    row(R"("max_tokens":-1,"echo":true,"logprobs":1)", "max_tokens", false);
    row(R"("best_of":3)", "best_of", false);
    row(R"("prompt":[])", "prompt", false);
    row(R"("prompt":[-1])", "prompt", false);
    row(R"("prompt":[1,"a"])", "prompt", false);
    row(R"("prompt":[[]])", "prompt", false);
    row(R"("prompt":[4294967296])", "prompt", false);
    row(R"("prompt":["a","b","c","d","e"],"n":2)", "prompt", false);
    row(R"("prompt":null)", "prompt", false);
    row(R"("temperature":1,"temperature":0.5)", "temperature");
    row(R"("temperature":1,"\u0074emperature":0.5)", "temperature");
    row(R"("user":"u","metadata":{"a":"b","a":"c"})", "a");
}

void TestGatewayRefusals::refuses_and_names_the_parameter() {
    QFETCH(bool, chat);
    QFETCH(QString, members);
    QFETCH(QString, param);
    const std::string text = members.toStdString();
    const ApiError error =
        chat ? bad(CallKind::chat, chat_with(text)) : bad(CallKind::completion, completion_with(text));
    QCOMPARE(error.status, 400);
    QCOMPARE(error.type, std::string("invalid_request_error"));
    QCOMPARE(QString::fromStdString(error.param), param);
    QVERIFY(!error.message.empty());
    QCOMPARE(QJsonDocument::fromJson(QByteArray::fromStdString(error_json(error)))
                 .object()["error"]
                 .toObject()["param"]
                 .toString(),
             param);
}

void TestGatewayRefusals::garbage_bodies_are_refused_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("list") << QByteArray("[1]");
    QTest::newRow("string") << QByteArray("\"x\"");
    QTest::newRow("cut") << QByteArray(R"({"messages":[{"role":"user")");
    QTest::newRow("two documents") << QByteArray("{}{}");
    QTest::newRow("invalid utf-8") << QByteArray("{\"model\":\"\xff\xfe\"}");
    QTest::newRow("overlong utf-8") << QByteArray("{\"model\":\"\xc0\xaf\"}");
    QTest::newRow("lone surrogate") << QByteArray(R"({"model":"\ud800"})");
    QTest::newRow("infinite number") << QByteArray(R"({"temperature":1e999})");
    QTest::newRow("too deep") << QByteArray::fromStdString(nested(32));
    QTest::newRow("absurdly deep") << QByteArray::fromStdString(nested(1'000'000));
    QTest::newRow("unclosed deep") << QByteArray(100'000, '[');
    QTest::newRow("too many values") << "{\"a\":[" + QByteArray("[],").repeated(500'000) + "0]}";
    QByteArray members = "{\"messages\":[]";
    for (int i = 0; i < 2000; ++i)
        members += ",\"k" + QByteArray::number(i) + "\":1";
    QTest::newRow("too many members") << members + "}";
}

void TestGatewayRefusals::garbage_bodies_are_refused() {
    QFETCH(QByteArray, body);
    for (const CallKind kind : {CallKind::chat, CallKind::completion}) {
        const ApiError error = bad(kind, body.toStdString());
        QCOMPARE(error.status, 400);
        QVERIFY(!error.message.empty() && !error.code.empty());
    }
}

QTEST_GUILESS_MAIN(TestGatewayRefusals)
#include "tst_gateway_refusals.moc"
