// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/api_call.h"
#include "gateway/edge/known_fields.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace hearth::gateway;

namespace {

const char chat_open[] = R"({"model":"m","messages":[{"role":"user","content":"hi"}])";

/// A member that `members` begins with replaces the usual one: no key may stand twice.
std::string chat_with(const std::string& members) {
    if (members.starts_with("\"messages\"")) return R"({"model":"m",)" + members + "}";
    return chat_open + (members.empty() ? "" : "," + members) + "}";
}
std::string completion_with(const std::string& members) {
    if (members.starts_with("\"prompt\"")) return R"({"model":"m",)" + members + "}";
    return R"({"model":"m","prompt":"hi",)" + members + "}";
}

std::variant<ApiCall, ApiError> parse(CallKind kind, const std::string& body, const std::string& profile = {}) {
    return parse_call(kind, body, profile, CallLimits{});
}

ApiCall good(CallKind kind, const std::string& body) {
    auto parsed = parse(kind, body);
    if (auto* error = std::get_if<ApiError>(&parsed)) qWarning("%s: %s", error->param.c_str(), error->message.c_str());
    return std::holds_alternative<ApiCall>(parsed) ? std::get<ApiCall>(parsed) : ApiCall{};
}

ApiError bad(CallKind kind, const std::string& body) {
    auto parsed = parse(kind, body);
    return std::holds_alternative<ApiError>(parsed) ? std::get<ApiError>(parsed) : ApiError{};
}

std::string nested(unsigned depth) {
    return R"({"messages":[],"x":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
}

} // namespace

class TestGatewayParse : public QObject {
    Q_OBJECT

private slots:
    void refuses_and_names_the_parameter_data();
    void refuses_and_names_the_parameter();
    void accepts_data();
    void accepts();
    void reads_every_sampling_parameter();
    void normalises_messages();
    void reads_what_is_to_be_scored();
    void keeps_tool_definitions_in_order();
    void newer_token_limit_wins();
    void completion_defaults_and_prompts();
    void every_row_of_the_table_holds();
    void template_variables_reach_the_request();
    void profile_from_header_or_body();
    void garbage_bodies_are_refused_data();
    void garbage_bodies_are_refused();
    void settles_the_model_name();
};

void TestGatewayParse::refuses_and_names_the_parameter_data() {
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
    row(R"("response_format":{"type":"json_object"})", "response_format");
    row(R"("response_format":{"type":"json_schema","json_schema":{"name":"x"}})", "response_format");
    row(R"("top_logprobs":2)", "top_logprobs");
    row(R"("logprobs":true,"top_logprobs":21)", "top_logprobs");
    row(R"("logprobs":3)", "logprobs");
    row(R"("tool_choice":"required")", "tool_choice");
    row(R"("tool_choice":{"type":"function","function":{"name":"f"}})", "tool_choice");
    row(R"("tools":[{"type":"web_search"}])", "tools");
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
    row(R"("tools":[{"type":"function","function":{"name":"f"}}],"parallel_tool_calls":false)", "parallel_tool_calls");
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

void TestGatewayParse::refuses_and_names_the_parameter() {
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

void TestGatewayParse::accepts_data() {
    QTest::addColumn<QString>("members");
    for (
        const char* members :
        {"", R"("temperature":0)", R"("temperature":2)", R"("top_p":0)", R"("stop":[])", R"("stop":null)",
         R"("seed":-1)", R"("logit_bias":{})", R"("response_format":{"type":"text"})", R"("tools":[])",
         R"("tool_choice":"none","tools":[{"type":"function","function":{"name":"f"}}])",
         R"("user":"u","metadata":{"a":"b"},"store":false,"service_tier":"auto","parallel_tool_calls":true)",
         R"("messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y","refusal":null,"annotations":[],"audio":null,"function_call":null,"tool_calls":null,"reasoning_content":"z"},{"role":"user","content":"x"}])",
         R"("max_tokens":null,"n":null,"stream":null)",
         R"("messages":[{"role":"user","content":"x"},{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"1","content":"4"}])"})
        QTest::newRow(members) << QString::fromUtf8(members);
}

void TestGatewayParse::accepts() {
    QFETCH(QString, members);
    const ApiCall call = good(CallKind::chat, chat_with(members.toStdString()));
    QCOMPARE(call.prompts.size(), std::size_t{1});
    QVERIFY(!call.prompts.front().messages_json.empty());
}

void TestGatewayParse::reads_every_sampling_parameter() {
    const ApiCall call =
        good(CallKind::chat, chat_with(R"("temperature":0.5,"top_p":0.25,"min_p":0.125,"top_k":40,"seed":-1,
        "frequency_penalty":-1.5,"presence_penalty":1.5,"repetition_penalty":1.25,"stop":["\n","END"],"max_tokens":77,
        "n":3,"stream":true,"stream_options":{"include_usage":true},"logprobs":true,"top_logprobs":5,"ignore_eos":true)"));
    const GenerationRequest& request = call.prompts.front();
    QCOMPARE(request.temperature, 0.5);
    QCOMPARE(request.top_p, 0.25);
    QCOMPARE(request.min_p, 0.125);
    QCOMPARE(request.top_k, 40u);
    QCOMPARE(*request.seed, UINT64_MAX);
    QCOMPARE(request.frequency_penalty, -1.5);
    QCOMPARE(request.presence_penalty, 1.5);
    QCOMPARE(request.repetition_penalty, 1.25);
    QVERIFY((request.stop == std::vector<std::string>{"\n", "END"}));
    QCOMPARE(*request.max_tokens, 77u);
    QCOMPARE(*request.top_logprobs, 5u);
    QVERIFY(request.ignore_eos);
    QCOMPARE(call.choices, 3u);
    QVERIFY(call.stream && call.include_usage && call.logprobs);
    const ApiCall plain = good(CallKind::chat, chat_with(""));
    QVERIFY(!plain.prompts.front().seed && !plain.prompts.front().max_tokens && !plain.prompts.front().top_logprobs);
    QVERIFY(good(CallKind::chat, chat_with(R"("top_p":0)")).prompts.front().top_p > 0);
}

void TestGatewayParse::reads_what_is_to_be_scored() {
    const ApiCall call =
        good(CallKind::completion, completion_with(R"("prompt":[[1,2],"b"],"echo":true,"logprobs":5,"max_tokens":0)"));
    QCOMPARE(call.prompts.size(), std::size_t{2});
    for (const GenerationRequest& request : call.prompts)
        QVERIFY(request.score_prompt && request.top_logprobs == 5u && request.max_tokens == 0u);
    QVERIFY(call.echo.empty());
    const ApiCall text = good(CallKind::completion, completion_with(R"("prompt":"a","echo":true)"));
    QVERIFY(!text.prompts.front().score_prompt && text.echo == std::vector<std::string>{"a"});
}

void TestGatewayParse::normalises_messages() {
    const ApiCall call = good(CallKind::chat, R"({"messages":[{"role":"developer","content":"be kind"},
        {"role":"user","content":[{"type":"text","text":"one"},{"type":"text","text":"two"}],"name":"ann"},
        {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"c1","content":"4"}]})");
    const QJsonArray messages =
        QJsonDocument::fromJson(QByteArray::fromStdString(call.prompts.front().messages_json)).array();
    QCOMPARE(messages.size(), 4);
    QCOMPARE(messages[0].toObject()["role"].toString(), QString("system"));
    QCOMPARE(messages[1].toObject()["content"].toString(), QString("one\ntwo"));
    QCOMPARE(messages[1].toObject()["name"].toString(), QString("ann"));
    QCOMPARE(messages[2].toObject()["tool_calls"].toArray().size(), 1);
    QCOMPARE(messages[2].toObject()["content"].toString(), QString(""));
    QCOMPARE(messages[3].toObject()["tool_call_id"].toString(), QString("c1"));
}

void TestGatewayParse::keeps_tool_definitions_in_order() {
    const std::string tools = R"([{"type":"function","function":{"name":"f","parameters":{"z":1,"a":2}}}])";
    const ApiCall call = good(CallKind::chat, chat_with(R"("tools":)" + tools));
    QCOMPARE(call.prompts.front().tools_json, tools);
    QVERIFY(
        good(CallKind::chat, chat_with(R"("tool_choice":"none","tools":)" + tools)).prompts.front().tools_json.empty());
}

void TestGatewayParse::newer_token_limit_wins() {
    const ApiCall call = good(CallKind::chat, chat_with(R"("max_tokens":5,"max_completion_tokens":9)"));
    QCOMPARE(*call.prompts.front().max_tokens, 9u);
}

void TestGatewayParse::completion_defaults_and_prompts() {
    const ApiCall text = good(CallKind::completion, R"({"prompt":"hi"})");
    QCOMPARE(*text.prompts.front().prompt, std::string("hi"));
    QCOMPARE(*text.prompts.front().max_tokens, 16u);
    const ApiCall ids = good(CallKind::completion, R"({"prompt":[1,2,4294967295]})");
    QVERIFY(!ids.prompts.front().prompt);
    QVERIFY((ids.prompts.front().prompt_ids == std::vector<std::uint32_t>{1, 2, UINT32_MAX}));
    const ApiCall several = good(CallKind::completion, R"({"prompt":["a","b"],"n":2,"echo":true,"suffix":""})");
    QCOMPARE(several.prompts.size(), std::size_t{2});
    QVERIFY((several.echo == std::vector<std::string>{"a", "b"}));
    const ApiCall lists = good(CallKind::completion, R"({"prompt":[[1],[2,3]],"best_of":1})");
    QCOMPARE(lists.prompts[1].prompt_ids.size(), std::size_t{2});
    QCOMPARE(*good(CallKind::completion, R"({"prompt":"a","logprobs":0})").prompts.front().top_logprobs, 0u);
}

void TestGatewayParse::every_row_of_the_table_holds() {
    QFile document(HEARTH_SOURCE_DIR "/resources/schema/openai.md");
    QVERIFY(document.open(QIODevice::ReadOnly));
    QSet<QString> named[2];
    int tried = 0;
    static const QRegularExpression code("`([^`]*)`");
    const auto codes = [](const QString& cell) {
        QStringList found;
        for (auto match = code.globalMatch(cell); match.hasNext();)
            found << match.next().captured(1);
        return found;
    };
    for (const QString& line : QString::fromUtf8(document.readAll()).split('\n')) {
        if (!line.startsWith("| `")) continue;
        const QStringList cells = line.split('|');
        QVERIFY2(cells.size() == 7, qPrintable(line));
        const QString name = codes(cells[1]).value(0), calls = cells[2].trimmed();
        for (const CallKind kind : {CallKind::chat, CallKind::completion}) {
            const bool chat = kind == CallKind::chat;
            const bool takes = calls == "both" || calls == (chat ? "chat" : "completions");
            if (takes) named[chat] << name;
            QString open = QStringLiteral("{");
            if (name != "messages" && chat) open += R"("messages":[{"role":"user","content":"x"}],)";
            if (name != "prompt" && !chat) open += R"("prompt":"x",)";
            if (name == "top_logprobs") open += R"("logprobs":true,)";
            if (name == "stream_options") open += R"("stream":true,)";
            const auto outcome = [&](const QString& value) {
                return parse(kind, (open + "\"" + name + "\":" + value + "}").toStdString());
            };
            for (const QString& value : codes(cells[3])) {
                const auto parsed = outcome(value);
                QVERIFY2(std::holds_alternative<ApiCall>(parsed) == takes, qPrintable(name + " " + value));
                ++tried;
            }
            for (const QString& value : codes(cells[4])) {
                const auto parsed = outcome(value);
                QVERIFY2(std::holds_alternative<ApiError>(parsed), qPrintable(name + " " + value));
                const ApiError& error = std::get<ApiError>(parsed);
                QCOMPARE(error.status, 400);
                QVERIFY2(QString::fromStdString(error.param).startsWith(name), qPrintable(name + " " + value));
                QVERIFY(QString::fromStdString(error.message).size() > name.size());
                ++tried;
            }
            if (takes && name != "messages" && name != "prompt")
                QVERIFY2(std::holds_alternative<ApiCall>(outcome("null")), qPrintable(name));
        }
    }
    QVERIFY(tried > 150);
    for (const CallKind kind : {CallKind::chat, CallKind::completion}) {
        QSet<QString> known;
        for (const std::string& name : known_fields(kind))
            known << QString::fromStdString(name);
        QCOMPARE(named[kind == CallKind::chat], known);
    }
}

void TestGatewayParse::template_variables_reach_the_request() {
    const ApiCall call = good(CallKind::chat, chat_with(R"("chat_template_kwargs":{"z":1,"enable_thinking":false})"));
    QCOMPARE(call.prompts.front().template_kwargs_json, std::string(R"({"z":1,"enable_thinking":false})"));
    QVERIFY(
        good(CallKind::chat, chat_with(R"("chat_template_kwargs":{})")).prompts.front().template_kwargs_json.empty());
}

void TestGatewayParse::profile_from_header_or_body() {
    const auto profile = [](const std::string& header, const std::string& members) {
        auto parsed = parse(CallKind::chat, chat_with(members), header);
        return std::holds_alternative<ApiCall>(parsed) ? std::get<ApiCall>(parsed).prompts.front().profile : "refused";
    };
    QCOMPARE(profile("bf16", ""), std::string("bf16"));
    QCOMPARE(profile("", R"("profile":"ci8.1")"), std::string("ci8.1"));
    QCOMPARE(profile("fp32", R"("profile":"fp32")"), std::string("fp32"));
    QCOMPARE(profile("bf16", R"("profile":"fp32")"), std::string("refused"));
    QCOMPARE(profile("bf 16", ""), std::string("refused"));
}

void TestGatewayParse::garbage_bodies_are_refused_data() {
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

void TestGatewayParse::garbage_bodies_are_refused() {
    QFETCH(QByteArray, body);
    for (const CallKind kind : {CallKind::chat, CallKind::completion}) {
        const ApiError error = bad(kind, body.toStdString());
        QCOMPARE(error.status, 400);
        QVERIFY(!error.message.empty() && !error.code.empty());
    }
}

void TestGatewayParse::settles_the_model_name() {
    const std::vector<ModelCard> cards = {{"plain", "aa", 0, 0, "", false}, {"tooled", "bb", 0, 0, "", true}};
    const std::string tools = R"("tools":[{"type":"function","function":{"name":"f"}}])";
    ApiCall by_hash =
        good(CallKind::chat, R"({"model":"bb","messages":[{"role":"user","content":"x"}],)" + tools + "}");
    QVERIFY(!settle_model(by_hash, cards));
    QCOMPARE(by_hash.shown_model, std::string("tooled"));
    ApiCall unnamed = good(CallKind::chat, R"({"messages":[{"role":"user","content":"x"}]})");
    QVERIFY(!settle_model(unnamed, cards));
    QCOMPARE(unnamed.shown_model, std::string("plain"));
    ApiCall plain =
        good(CallKind::chat, R"({"model":"plain","messages":[{"role":"user","content":"x"}],)" + tools + "}");
    const auto refused = settle_model(plain, cards);
    QVERIFY(refused && refused->param == "tools");
}

QTEST_GUILESS_MAIN(TestGatewayParse)
#include "tst_gateway_parse.moc"
