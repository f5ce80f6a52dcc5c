// SPDX-License-Identifier: Apache-2.0
#include "bench.h"

#include <QTest>

#include <set>

using namespace hearth;
using namespace hearth::gateway;
using namespace hearth::test;

namespace {

/// The lists of a completion, or of a chat, under "tokens"; those of a stream one after the other.
struct Listed {
    QString text;
    QJsonArray tokens, offsets;
};

Listed listed(const HttpReply& reply, bool chats, bool streams) {
    Listed all;
    const auto take = [&](const QJsonObject& one) {
        const QJsonObject said = one[streams ? "delta" : "message"].toObject();
        all.text += chats ? said["content"].toString() : one["text"].toString();
        const QJsonObject logprobs = one["logprobs"].toObject();
        for (const QJsonValue& token : logprobs[chats ? "content" : "tokens"].toArray())
            all.tokens.append(chats ? token.toObject()["token"] : token);
        for (const QJsonValue& offset : logprobs["text_offset"].toArray())
            all.offsets.append(offset);
    };
    if (!streams) take(choice(reply.json()));
    if (streams)
        for (const std::string& event : reply.events())
            take(choice(object(event)));
    return all;
}

} // namespace

class TestGatewayAnswers : public QObject {
    Q_OBJECT

private slots:
    void models_list_and_one();
    void health_and_evidence();
    void chat_completion_shape();
    void several_choices();
    void chat_logprobs();
    void completion_shape_echo_and_prompts();
    void completion_logprobs();
    void different_tokens_have_different_names();
    void logprobs_end_with_the_text_data();
    void logprobs_end_with_the_text();
    void scored_prompts_come_first();
    void options_reach_the_backend();
    void keep_alive_pipelining_and_old_http();
};

void TestGatewayAnswers::models_list_and_one() {
    Bench bench;
    for (const char* path : {"/v1/models", "/v1/models/", "/v1/models?x=1", "http://localhost/v1/models"}) {
        const HttpReply reply = call(bench.port(), "GET", path);
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.json()["object"].toString(), QString("list"));
        QCOMPARE(reply.json()["data"].toArray().size(), 2);
    }
    for (const std::string& id :
         {std::string("fake/small"), std::string("fake%2Fsmall"), std::string("fake/small/"), std::string(64, 'a')}) {
        const QJsonObject card = call(bench.port(), "GET", "/v1/models/" + id).json();
        QCOMPARE(card["id"].toString(), QString("fake/small"));
        QCOMPARE(card["object"].toString(), QString("model"));
        QCOMPARE(card["created"].toInteger(), 1'700'000'000);
        QCOMPARE(card["owned_by"].toString(), QString("hearth"));
    }
    const HttpReply missing = call(bench.port(), "GET", "/v1/models/nobody");
    QCOMPARE(missing.status, 404);
    QCOMPARE(missing.error()["code"].toString(), QString("model_not_found"));
    const HttpReply head = call(bench.port(), "HEAD", "/v1/models");
    QCOMPARE(head.status, 200);
    QVERIFY(std::stoul(head.header("content-length")) > 100);
}

void TestGatewayAnswers::health_and_evidence() {
    Bench bench;
    QCOMPARE(call(bench.port(), "GET", "/healthz").json()["status"].toString(), QString("ok"));
    const HttpReply answer = call(bench.port(), "POST", chat_path, chat());
    const HttpReply evidence = call(bench.port(), "GET", "/v1/evidence/" + answer.header("x-evidence-id"));
    QCOMPARE(evidence.status, 200);
    QCOMPARE(evidence.json()["evidence_id"].toString().toStdString(), answer.header("x-evidence-id"));
    QCOMPARE(call(bench.port(), "GET", "/v1/evidence/unknown").error()["code"].toString(),
             QString("evidence_not_found"));
    QCOMPARE(call(bench.port(), "GET", "/v1/evidence/a%20b").status, 404);
    QCOMPARE(call(bench.port(), "GET", "/v1/evidence/" + std::string(500, 'a')).status, 404);
}

void TestGatewayAnswers::chat_completion_shape() {
    Bench bench({.pieces = {"Hel", "lo \"", "ü\n"}, .tail = "tail"});
    const HttpReply reply = call(bench.port(), "POST", chat_path + "/", chat());
    QCOMPARE(reply.status, 200);
    const QJsonObject body = reply.json();
    QVERIFY(body["id"].toString().startsWith("chatcmpl-"));
    QCOMPARE(body["object"].toString(), QString("chat.completion"));
    QVERIFY(body["created"].toInteger() > 1'700'000'000);
    QCOMPARE(body["model"].toString(), QString("fake/small"));
    QCOMPARE(body["system_fingerprint"].toString(), QString("fp_fake"));
    const QJsonObject first = choice(body);
    QCOMPARE(first["index"].toInt(), 0);
    QCOMPARE(first["message"].toObject()["role"].toString(), QString("assistant"));
    QCOMPARE(first["message"].toObject()["content"].toString(), QString::fromUtf8("Hello \"ü\ntail"));
    QCOMPARE(first["finish_reason"].toString(), QString("stop"));
    QVERIFY(first["logprobs"].isNull());
    const QJsonObject usage = body["usage"].toObject();
    QCOMPARE(usage["prompt_tokens"].toInt(), 7);
    QCOMPARE(usage["completion_tokens"].toInt(), 3);
    QCOMPARE(usage["total_tokens"].toInt(), 10);
    QCOMPARE(reply.header("x-evidence-id"), std::string("ev-1"));
    QVERIFY(!reply.header("x-gateway-overhead-us").empty());
    QVERIFY(std::stoul(reply.header("x-gateway-overhead-us")) < 1'000'000);
    QCOMPARE(reply.header("x-should-retry"), std::string("false"));
    QVERIFY(reply.header("x-request-id") != call(bench.port(), "POST", chat_path, chat()).header("x-request-id"));
}

void TestGatewayAnswers::several_choices() {
    Bench bench([](const GenerationRequest& request) {
        return Script{.pieces = {"c" + std::to_string(request.choice), "x"}, .between = Millis(5)};
    });
    const HttpReply reply = call(bench.port(), "POST", chat_path, chat(R"("n":3,"seed":1)"));
    QCOMPARE(reply.json()["choices"].toArray().size(), 3);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(choice(reply.json(), i)["index"].toInt(), i);
        QCOMPARE(choice(reply.json(), i)["message"].toObject()["content"].toString(), QString("c%1x").arg(i));
    }
    QCOMPARE(reply.json()["usage"].toObject()["prompt_tokens"].toInt(), 7);
    QCOMPARE(reply.json()["usage"].toObject()["completion_tokens"].toInt(), 6);
    QCOMPARE(reply.header("x-evidence-id"), std::string("ev-1, ev-2, ev-3"));

    const HttpReply stream = call(bench.port(), "POST", chat_path, chat(R"("n":2,"stream":true)"));
    QString texts[2];
    std::set<int> finished;
    for (const std::string& event : stream.events()) {
        if (event == "[DONE]") continue;
        const QJsonObject one = choice(object(event));
        const int index = one["index"].toInt();
        QVERIFY(!finished.contains(index));
        texts[index] += one["delta"].toObject()["content"].toString();
        if (one["finish_reason"].isString()) finished.insert(index);
    }
    QCOMPARE(texts[0], QString("c0x"));
    QCOMPARE(texts[1], QString("c1x"));
    QCOMPARE(finished.size(), std::size_t{2});
    QCOMPARE(stream.header("x-evidence-id"), std::string("ev-4, ev-5"));
}

void TestGatewayAnswers::chat_logprobs() {
    Bench bench({.pieces = {"ü", "b"}});
    const std::string asked = R"("logprobs":true,"top_logprobs":2)";
    const HttpReply reply = call(bench.port(), "POST", chat_path, chat(asked));
    const QJsonArray content = choice(reply.json())["logprobs"].toObject()["content"].toArray();
    QCOMPARE(content.size(), 2);
    QCOMPARE(content[0].toObject()["token"].toString(), QString::fromUtf8("ü"));
    QCOMPARE(content[0].toObject()["bytes"].toArray(), (QJsonArray{0xC3, 0xBC}));
    QCOMPARE(content[0].toObject()["logprob"].toDouble(), -0.25);
    QCOMPARE(content[0].toObject()["top_logprobs"].toArray().size(), 2);
    int streamed = 0;
    for (const std::string& event : call(bench.port(), "POST", chat_path, chat(asked + R"(,"stream":true)")).events())
        streamed += static_cast<int>(choice(object(event))["logprobs"].toObject()["content"].toArray().size());
    QCOMPARE(streamed, 2);
    const HttpReply none = call(bench.port(), "POST", chat_path, chat(R"("logprobs":true)"));
    QVERIFY(choice(none.json())["logprobs"]
                .toObject()["content"]
                .toArray()[0]
                .toObject()["top_logprobs"]
                .toArray()
                .isEmpty());
}

void TestGatewayAnswers::completion_shape_echo_and_prompts() {
    Bench bench;
    const HttpReply reply = call(bench.port(), "POST", "/v1/completions", R"({"prompt":"Say: ","echo":true})");
    QVERIFY(reply.json()["id"].toString().startsWith("cmpl-"));
    QCOMPARE(reply.json()["object"].toString(), QString("text_completion"));
    QCOMPARE(choice(reply.json())["text"].toString(), QString("Say: Hello world."));
    const HttpReply several =
        call(bench.port(), "POST", "/v1/completions", R"({"prompt":["a","b"],"n":2,"echo":true})");
    QCOMPARE(several.json()["choices"].toArray().size(), 4);
    QCOMPARE(choice(several.json(), 1)["text"].toString(), QString("aHello world."));
    QCOMPARE(choice(several.json(), 2)["text"].toString(), QString("bHello world."));
    QCOMPARE(several.json()["usage"].toObject()["prompt_tokens"].toInt(), 14);
    QCOMPARE(bench.backend->requests()[3].choice, 0u);
    QCOMPARE(bench.backend->requests()[4].choice, 1u);
}

void TestGatewayAnswers::completion_logprobs() {
    Bench bench({.pieces = {"ab", "c"}});
    const QJsonObject logprobs =
        choice(call(bench.port(), "POST", "/v1/completions", R"({"prompt":[5,6],"logprobs":2})").json())["logprobs"]
            .toObject();
    QCOMPARE(logprobs["tokens"].toArray(), (QJsonArray{"ab", "c"}));
    QCOMPARE(logprobs["text_offset"].toArray(), (QJsonArray{0, 2}));
    QCOMPARE(logprobs["top_logprobs"].toArray()[0].toObject().size(), 2);
    QCOMPARE(bench.backend->requests()[0].prompt_ids.size(), std::size_t{2});
}

void TestGatewayAnswers::different_tokens_have_different_names() {
    // Halves of characters; a text as it would be written for one of them; the same bytes from two tokens.
    Bench bench({.pieces = {"\xE2\x80", "\xE2\x81", "a"},
                 .shown = {"?", "?", "a"},
                 .alternatives = {"\xE2\x80", "\xE2\x81", " \\\xF0", "\\xf0", "a", "a", "\xEF\xBF\xBD"}});
    const QJsonObject logprobs =
        choice(call(bench.port(), "POST", "/v1/completions", R"({"prompt":[5,6],"logprobs":5})").json())["logprobs"]
            .toObject();
    QCOMPARE(logprobs["tokens"].toArray(), (QJsonArray{R"(bytes:\xe2\x80)", R"(bytes:\xe2\x81)", "a"}));
    for (const QJsonValue& top : logprobs["top_logprobs"].toArray())
        QCOMPARE(top.toObject().size(), 7);
    const QStringList keys = logprobs["top_logprobs"].toArray()[2].toObject().keys();
    for (const char* name : {R"(bytes:\xe2\x80)", R"(bytes:\xe2\x81)", R"(bytes: \\\xf0)", R"(\xf0)"})
        QVERIFY2(keys.contains(name), qPrintable(keys.join('\n')));
    // The drawn token has its name for itself; both others with its bytes go by their numbers.
    QVERIFY2(keys.contains("token_id:104") && keys.contains("token_id:105"), qPrintable(keys.join('\n')));

    const QJsonArray content =
        choice(call(bench.port(), "POST", chat_path, chat(R"("logprobs":true)")).json())["logprobs"]
            .toObject()["content"]
            .toArray();
    QCOMPARE(content[0].toObject()["token"].toString(), QString(R"(\xe2\x80)"));
    QCOMPARE(content[1].toObject()["token"].toString(), QString(R"(\xe2\x81)"));
}

void TestGatewayAnswers::logprobs_end_with_the_text_data() {
    QTest::addColumn<bool>("chats");
    QTest::addColumn<bool>("streams");
    for (const bool chats : {false, true})
        for (const bool streams : {false, true})
            QTest::addRow("%s, %s", chats ? "chat" : "completion", streams ? "stream" : "whole") << chats << streams;
}

void TestGatewayAnswers::logprobs_end_with_the_text() {
    QFETCH(bool, chats);
    QFETCH(bool, streams);
    const std::string path = chats ? chat_path : "/v1/completions", stream = streams ? R"(,"stream":true)" : "";
    const std::string body =
        chats ? chat(R"("logprobs":true)" + stream) : R"({"prompt":"x","logprobs":0)" + stream + "}";
    // "fox jum" was the stop text; its first token begins before it.
    Bench stopped({.pieces = {"The", " fox", " jum"}, .shown = {"The", " ", ""}, .at_stop_text = true});
    Listed list = listed(call(stopped.port(), "POST", path, body), chats, streams);
    QCOMPARE(list.text, QString("The "));
    QCOMPARE(list.tokens, (QJsonArray{"The", " fox"}));
    QCOMPARE(list.offsets, chats ? QJsonArray{} : (QJsonArray{0, 3}));
    // What was held back for it comes after all.
    Bench held({.pieces = {"The", " fox", " sat"}, .shown = {"The", " ", "fox sat"}});
    list = listed(call(held.port(), "POST", path, body), chats, streams);
    QCOMPARE(list.text, QString("The fox sat"));
    QCOMPARE(list.tokens, (QJsonArray{"The", " fox", " sat"}));
    // At the end, too; then comes the token that ended the answer, which is no content of a message.
    Bench ended({.pieces = {"The", " fox", "<|end|>"}, .shown = {"The", " ", ""}, .tail = "fox"});
    list = listed(call(ended.port(), "POST", path, body), chats, streams);
    QCOMPARE(list.text, QString("The fox"));
    QCOMPARE(list.tokens, chats ? (QJsonArray{"The", " fox"}) : (QJsonArray{"The", " fox", "<|end|>"}));
    QCOMPARE(list.offsets, chats ? QJsonArray{} : (QJsonArray{0, 3, 7}));
}

void TestGatewayAnswers::scored_prompts_come_first() {
    Bench bench({.pieces = {"c", "d"}, .prompt = {"a", "\xC3\xA9", "b"}});
    const QJsonArray tokens{"a", "\u00e9", "b", "c", "d"}, offsets{0, 1, 2, 3, 4};
    const std::string body = R"({"prompt":[7,8,9],"echo":true,"logprobs":1,"max_tokens":2)";
    const QJsonObject whole = call(bench.port(), "POST", "/v1/completions", body + "}").json();
    const QJsonObject logprobs = choice(whole)["logprobs"].toObject();
    QCOMPARE(choice(whole)["text"].toString(), QString("a\u00e9bcd"));
    QCOMPARE(logprobs["tokens"].toArray(), tokens);
    QCOMPARE(logprobs["text_offset"].toArray(), offsets);
    QCOMPARE(logprobs["token_logprobs"].toArray(), (QJsonArray{QJsonValue::Null, -0.25, -0.25, -0.25, -0.25}));
    QVERIFY(logprobs["top_logprobs"].toArray()[0].isNull());
    QCOMPARE(logprobs["top_logprobs"].toArray()[1].toObject(), (QJsonObject{{"\u00e9", -0.25}}));
    QCOMPARE(whole["usage"].toObject()["completion_tokens"].toInt(), 2);
    QVERIFY(bench.backend->requests()[0].score_prompt);

    QString text;
    QJsonArray streamed, streamed_offsets;
    for (const std::string& event :
         call(bench.port(), "POST", "/v1/completions", body + R"(,"stream":true})").events()) {
        const QJsonObject one = choice(object(event));
        text += one["text"].toString();
        for (const QJsonValue& token : one["logprobs"].toObject()["tokens"].toArray())
            streamed.append(token);
        for (const QJsonValue& offset : one["logprobs"].toObject()["text_offset"].toArray())
            streamed_offsets.append(offset);
    }
    QCOMPARE(text, QString("a\u00e9bcd"));
    QCOMPARE(streamed, tokens);
    QCOMPARE(streamed_offsets, offsets);

    // The text of ids is known to the model alone.
    const QJsonObject plain =
        choice(call(bench.port(), "POST", "/v1/completions", R"({"prompt":["x",[7,8,9]],"echo":true})").json());
    QCOMPARE(plain["text"].toString(), QString("a\u00e9bcd"));
    QVERIFY(plain["logprobs"].isNull());
}

void TestGatewayAnswers::options_reach_the_backend() {
    Bench bench;
    call(bench.port(), "POST", chat_path, chat(R"("seed":5,"stop":"END","max_completion_tokens":9)"),
         "X-Hearth-Profile: bf16\r\n");
    const GenerationRequest request = bench.backend->requests().front();
    QCOMPARE(request.model, std::string("fake/small"));
    QCOMPARE(request.profile, std::string("bf16"));
    QCOMPARE(*request.seed, std::uint64_t{5});
    QCOMPARE(*request.max_tokens, 9u);
    QCOMPARE(request.stop.front(), std::string("END"));
}

void TestGatewayAnswers::keep_alive_pipelining_and_old_http() {
    Bench bench;
    TestClient client(bench.port());
    std::string burst;
    for (int i = 0; i < 20; ++i)
        burst += request_text("POST", chat_path, chat()) + request_text("GET", "/healthz");
    client.send(burst);
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(client.reply().json()["object"].toString(), QString("chat.completion"));
        QCOMPARE(client.reply().json()["status"].toString(), QString("ok"));
    }
    client.send(request_text("GET", "/healthz", {}, "Connection: close\r\n"));
    QCOMPARE(client.reply().header("connection"), std::string("close"));
    QVERIFY(client.closed_within(Millis(1000)));

    TestClient old(bench.port());
    const std::string body = chat(R"("stream":true)");
    old.send("POST " + chat_path + " HTTP/1.0\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    const HttpReply reply = old.reply();
    QVERIFY(reply.complete);
    QVERIFY(reply.header("transfer-encoding").empty());
    QCOMPARE(reply.events().back(), std::string("[DONE]"));
}

QTEST_GUILESS_MAIN(TestGatewayAnswers)
#include "tst_gateway_answers.moc"
