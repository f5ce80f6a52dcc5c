// SPDX-License-Identifier: Apache-2.0
#include "calls.h"
#include "gateway/edge/known_fields.h"

#include <map>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace hearth::gateway;
using namespace hearth::test;

class TestGatewayParse : public QObject {
    Q_OBJECT

private slots:
    void accepts_data();
    void accepts();
    void reads_every_sampling_parameter();
    void normalises_messages();
    void reads_what_is_to_be_scored();
    void keeps_tool_definitions_in_order();
    void newer_token_limit_wins();
    void completion_defaults_and_prompts();
    void every_row_of_the_table_holds();
    void every_promise_of_compatibility_has_its_test();
    void template_variables_reach_the_request();
    void profile_from_header_or_body();
    void settles_the_model_name();
};

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
    const std::string tools =
        R"([{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"z":{},"a":{}}}}}])";
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
    std::map<CallKind, QSet<QString>> named;
    const std::map<CallKind, QString> words = {{CallKind::chat, QStringLiteral("chat")},
                                               {CallKind::completion, QStringLiteral("completions")},
                                               {CallKind::embeddings, QStringLiteral("embeddings")}};
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
        for (const auto& one : words) {
            const CallKind kind = one.first;
            const bool chat = kind == CallKind::chat, embeds = kind == CallKind::embeddings;
            const bool takes = calls == "every" || (calls == "both" && !embeds) || calls == one.second;
            if (takes) named[kind] << name;
            QString open = QStringLiteral("{");
            if (name != "messages" && chat) open += R"("messages":[{"role":"user","content":"x"}],)";
            if (name != "prompt" && !chat && !embeds) open += R"("prompt":"x",)";
            if (name != "input" && embeds) open += R"("input":"x",)";
            if (name == "top_logprobs" && !embeds) open += R"("logprobs":true,)";
            if (name == "stream_options" && !embeds) open += R"("stream":true,)";
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
            if (takes && name != "messages" && name != "prompt" && name != "input")
                QVERIFY2(std::holds_alternative<ApiCall>(outcome("null")), qPrintable(name));
        }
    }
    QVERIFY(tried > 150);
    for (const auto& [kind, word] : words) {
        QSet<QString> known;
        for (const std::string& name : known_fields(kind))
            known << QString::fromStdString(name);
        QCOMPARE(named[kind], known);
    }
}

void TestGatewayParse::every_promise_of_compatibility_has_its_test() {
    QFile document(HEARTH_SOURCE_DIR "/tests/unit/gateway/compatibility.md");
    QVERIFY(document.open(QIODevice::ReadOnly));
    static const QRegularExpression test("([\\w/]+\\.(?:cpp|py)) `(\\w+)`");
    int rows = 0;
    for (const QString& line : QString::fromUtf8(document.readAll()).split('\n')) {
        const QStringList cells = line.split('|');
        if (cells.value(1).trimmed().toInt() == 0) continue;
        QCOMPARE(cells.value(1).trimmed().toInt(), ++rows);
        QVERIFY2(cells.size() == 6 && !cells[3].trimmed().isEmpty(), qPrintable(line));
        int named = 0;
        for (auto match = test.globalMatch(cells[4]); match.hasNext(); ++named) {
            const auto found = match.next();
            QFile source(HEARTH_SOURCE_DIR "/tests/" + found.captured(1));
            QVERIFY2(source.open(QIODevice::ReadOnly), qPrintable(found.captured(1)));
            QVERIFY2(source.readAll().contains((found.captured(2) + "(").toUtf8()), qPrintable(found.captured(2)));
        }
        QVERIFY2(named > 0, qPrintable(line));
    }
    QCOMPARE(rows, 40);
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
    const ModelCard runs{"runs", "cc", 0, 0, "", false, 1, {}, true}, vectors{"vectors", "dd", 0, 0, "", false, 1, 384};
    QVERIFY(!settle_model(unnamed, {runs, vectors, cards[1]}));
    QCOMPARE(unnamed.shown_model, std::string("tooled"));
    QVERIFY(settle_model(unnamed, {runs, vectors})); // none makes texts
    ApiCall plain =
        good(CallKind::chat, R"({"model":"plain","messages":[{"role":"user","content":"x"}],)" + tools + "}");
    const auto refused = settle_model(plain, cards);
    QVERIFY(refused && refused->param == "tools");
}

QTEST_GUILESS_MAIN(TestGatewayParse)
#include "tst_gateway_parse.moc"
