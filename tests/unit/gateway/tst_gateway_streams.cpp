// SPDX-License-Identifier: Apache-2.0
#include "bench.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <thread>

using namespace hearth;
using namespace hearth::gateway;
using namespace hearth::test;

namespace {

const std::string stream_request = chat(R"("stream":true)");
constexpr unsigned endless = 1'000'000'000;

ServerOptions quick() {
    ServerOptions options;
    options.keep_alive_comment_s = 1;
    options.write_timeout_s = 1;
    return options;
}

bool within(Millis limit, const std::function<bool()>& holds) {
    QElapsedTimer timer;
    timer.start();
    while (!holds() && timer.elapsed() < limit.count())
        std::this_thread::sleep_for(Millis(2));
    return holds();
}

} // namespace

class TestGatewayStreams : public QObject {
    Q_OBJECT

private slots:
    void chat_chunks_shape();
    void completion_stream();
    void tokens_arrive_as_they_are_made();
    void hang_up_cancels_data();
    void hang_up_cancels();
    void failure_after_the_head_is_in_band();
    void vanished_generation_is_in_band();
    void comments_keep_a_silent_stream_alive();
    void late_choice_does_not_hold_the_head_for_ever();
    void failure_of_one_choice_ends_the_others();
    void slow_reader_is_held_back_then_dropped();
    void patient_reader_gets_every_token();
    void unread_answer_is_dropped_after_the_timeout();
    void stopping_ends_streams_honestly();
    void stopping_answers_whole_requests();
    void stopping_with_a_blocked_backend_cancels_it();
    void synchronous_backend_works();
    void many_streams_at_once();
};

void TestGatewayStreams::tokens_arrive_as_they_are_made() {
    Bench bench({.pieces = {"one", "two"}, .rounds = 1, .between = Millis(300)});
    TestClient client(bench.port());
    client.send(request_text("POST", chat_path, stream_request));
    QVERIFY(client.wait_for("\"role\":\"assistant\"", Millis(250)));
    QVERIFY(client.wait_for("\"one\"", Millis(1000)));
    QVERIFY(client.received().find("\"two\"") == std::string::npos);
    QVERIFY(client.wait_for("[DONE]", Millis(2000)));
}

void TestGatewayStreams::hang_up_cancels_data() {
    QTest::addColumn<bool>("stream");
    QTest::addColumn<int>("between_ms");
    QTest::newRow("busy stream") << true << 5;
    QTest::newRow("silent stream") << true << 60'000;
    QTest::newRow("whole answer") << false << 60'000;
}

void TestGatewayStreams::hang_up_cancels() {
    QFETCH(bool, stream);
    QFETCH(int, between_ms);
    Bench bench({.rounds = endless, .between = Millis(between_ms)});
    {
        TestClient client(bench.port());
        client.send(request_text("POST", chat_path, stream ? chat(R"("stream":true,"n":2)") : chat(R"("n":2)")));
        QVERIFY(within(Millis(1000), [&] { return bench.backend->running() == 2; }));
        if (stream) QVERIFY(client.wait_for("\"role\"", Millis(1000)));
    }
    QVERIFY(bench.backend->all_quiet(Millis(1000)));
    QCOMPARE(bench.backend->cancelled(), 2);
}

void TestGatewayStreams::failure_after_the_head_is_in_band() {
    Bench bench({.break_with = core::fail(core::Code::internal, "The worker crashed."), .break_after = 2});
    TestClient client(bench.port());
    client.send(request_text("POST", chat_path, stream_request));
    const HttpReply reply = client.reply();
    QCOMPARE(reply.status, 200);
    QVERIFY(reply.complete);
    const auto events = reply.events();
    QCOMPARE(object(events.back())["error"].toObject()["message"].toString(), QString("The worker crashed."));
    QVERIFY(reply.body.find("[DONE]") == std::string::npos);
    QVERIFY(reply.body.find("\"stop\"") == std::string::npos);
    QVERIFY(client.closed_within(Millis(1000)));
}

void TestGatewayStreams::vanished_generation_is_in_band() {
    Bench bench({.vanish = true});
    const auto events = call(bench.port(), "POST", chat_path, stream_request).events();
    QVERIFY(object(events.back()).contains("error"));
}

void TestGatewayStreams::comments_keep_a_silent_stream_alive() {
    Bench bench({.before_tokens = Millis(2500)}, quick());
    const HttpReply reply = call(bench.port(), "POST", chat_path, stream_request);
    QCOMPARE(std::count(reply.body.begin(), reply.body.end(), ':') > 0, true);
    QVERIFY(reply.body.find(": keep-alive\n\n: keep-alive\n\n") != std::string::npos);
    QCOMPARE(reply.events().back(), std::string("[DONE]"));
}

void TestGatewayStreams::late_choice_does_not_hold_the_head_for_ever() {
    Bench bench(
        [](const GenerationRequest& request) {
            return Script{.pieces = {request.choice ? "late" : "early"},
                          .before_started = Millis(request.choice ? 1800 : 0)};
        },
        quick());
    const HttpReply reply = call(bench.port(), "POST", chat_path, chat(R"("stream":true,"n":2)"));
    QVERIFY(reply.header("x-evidence-id").empty());
    const auto at = [&](const char* text) { return reply.body.find(text); };
    QVERIFY(at("\"early\"") < at(": x-evidence-id ev-1, ev-2"));
    QVERIFY(at(": x-evidence-id") < at("\"late\""));
    QCOMPARE(reply.events().back(), std::string("[DONE]"));
}

void TestGatewayStreams::failure_of_one_choice_ends_the_others() {
    Bench bench([](const GenerationRequest& request) {
        if (request.choice == 0) return Script{.rounds = endless, .between = Millis(5)};
        return Script{
            .between = Millis(20), .break_with = core::fail(core::Code::internal, "Broken."), .break_after = 3};
    });
    for (const bool stream : {true, false}) {
        const HttpReply reply =
            call(bench.port(), "POST", chat_path, stream ? chat(R"("stream":true,"n":2)") : chat(R"("n":2)"));
        QCOMPARE(reply.status, stream ? 200 : 500);
        QVERIFY(object(stream ? reply.events().back() : reply.body).contains("error"));
        QVERIFY(bench.backend->all_quiet(Millis(1000)));
    }
}

void TestGatewayStreams::slow_reader_is_held_back_then_dropped() {
    ServerOptions options;
    options.max_stream_backlog_bytes = 1 << 20;
    Bench bench({.pieces = {std::string(20'000, 'x')}, .rounds = endless, .between = Millis(1)}, options);
    TestClient client(bench.port(), 4096);
    client.send(request_text("POST", chat_path, stream_request));
    QVERIFY(within(Millis(1000), [&] { return bench.backend->running() == 1; }));
    QVERIFY(bench.backend->all_quiet(Millis(8000)));
    QCOMPARE(bench.backend->cancelled(), 1);
    QVERIFY(client.closed_within(Millis(5000)));
}

void TestGatewayStreams::patient_reader_gets_every_token() {
    // More than the socket takes at once, all of it before the reader begins.
    Bench bench({.pieces = {std::string(1000, 'Q')}, .rounds = 3000});
    TestClient client(bench.port(), 4096);
    client.send(request_text("POST", chat_path, stream_request));
    std::this_thread::sleep_for(Millis(300));
    const HttpReply reply = client.reply(Millis(10'000));
    QVERIFY(reply.complete);
    QCOMPARE(std::count(reply.body.begin(), reply.body.end(), 'Q'), 3'000'000);
    QCOMPARE(reply.events().size(), std::size_t{3000 + 3});
}

void TestGatewayStreams::unread_answer_is_dropped_after_the_timeout() {
    Bench bench({.pieces = {std::string(16'000'000, 'z')}}, [] {
        ServerOptions options = quick();
        options.max_stream_backlog_bytes = std::size_t{64} << 20;
        return options;
    }());
    TestClient client(bench.port(), 4096);
    client.send(request_text("POST", chat_path, chat()));
    QVERIFY(client.wait_for("HTTP/1.1 200", Millis(30'000)));
    std::this_thread::sleep_for(Millis(2500));
    const HttpReply reply = client.reply(Millis(3000));
    QVERIFY(!reply.complete);
}

void TestGatewayStreams::stopping_ends_streams_honestly() {
    Bench bench({.rounds = endless, .between = Millis(10)});
    TestClient client(bench.port()), idle(bench.port());
    client.send(request_text("POST", chat_path, stream_request));
    QVERIFY(client.wait_for("world", Millis(2000)));
    QElapsedTimer timer;
    timer.start();
    bench.server.reset();
    QVERIFY(timer.elapsed() < 2000);
    const auto events = client.reply().events();
    QVERIFY(object(events.back()).contains("error"));
    QVERIFY(idle.closed_within(Millis(500)));
    QCOMPARE(bench.backend->running(), 0);
}

void TestGatewayStreams::stopping_answers_whole_requests() {
    Bench bench({.between = Millis(60'000)});
    TestClient client(bench.port());
    client.send(request_text("POST", chat_path, chat()));
    QVERIFY(within(Millis(1000), [&] { return bench.backend->running() == 1; }));
    bench.server.reset();
    QCOMPARE(client.reply().status, 503);
    QCOMPARE(bench.backend->cancelled(), 1);
}

void TestGatewayStreams::stopping_with_a_blocked_backend_cancels_it() {
    // start() itself takes its time; the server must wait for it and let go of what it returns.
    Bench bench([](const GenerationRequest&) {
        std::this_thread::sleep_for(Millis(300));
        return Script{.rounds = endless, .between = Millis(5)};
    });
    TestClient client(bench.port());
    client.send(request_text("POST", chat_path, stream_request));
    std::this_thread::sleep_for(Millis(100));
    bench.server.reset();
    QCOMPARE(bench.backend->running(), 0);
    QCOMPARE(client.reply().status, 503);
}

void TestGatewayStreams::synchronous_backend_works() {
    Bench bench({.synchronous = true});
    QCOMPARE(call(bench.port(), "POST", chat_path, chat()).status, 200);
    QCOMPARE(call(bench.port(), "POST", chat_path, chat(R"("stream":true,"n":3)")).events().back(),
             std::string("[DONE]"));
}

void TestGatewayStreams::many_streams_at_once() {
    Bench bench({.rounds = 20, .between = Millis(1)});
    std::vector<std::unique_ptr<TestClient>> clients;
    for (int i = 0; i < 60; ++i) {
        clients.push_back(std::make_unique<TestClient>(bench.port()));
        clients.back()->send(request_text("POST", chat_path, stream_request));
    }
    for (const auto& client : clients) {
        const HttpReply reply = client->reply(Millis(15'000));
        QCOMPARE(reply.events().size(), std::size_t{80 + 3});
        QCOMPARE(reply.events().back(), std::string("[DONE]"));
    }
}

void TestGatewayStreams::chat_chunks_shape() {
    Bench bench({.pieces = {"Hel", "", "lo"}, .tail = "!", .finish_reason = "length"});
    const HttpReply plain = call(bench.port(), "POST", chat_path, chat(R"("stream":true)"));
    QCOMPARE(plain.status, 200);
    QVERIFY(plain.complete);
    QVERIFY(plain.header("content-type").starts_with("text/event-stream"));
    QCOMPARE(plain.header("x-evidence-id"), std::string("ev-1"));
    const auto events = plain.events();
    QCOMPARE(events.back(), std::string("[DONE]"));
    QCOMPARE(events.size(), std::size_t{6});
    QString text;
    for (std::size_t i = 0; i + 1 < events.size(); ++i) {
        const QJsonObject chunk = object(events[i]);
        QCOMPARE(chunk["object"].toString(), QString("chat.completion.chunk"));
        QCOMPARE(chunk["id"], object(events[0])["id"]);
        QCOMPARE(chunk["created"], object(events[0])["created"]);
        QVERIFY(!chunk.contains("usage"));
        const QJsonObject delta = choice(chunk)["delta"].toObject();
        QCOMPARE(delta.contains("role"), i == 0);
        QCOMPARE(choice(chunk)["finish_reason"].toString(), QString(i == 4 ? "length" : ""));
        text += delta["content"].toString();
    }
    QCOMPARE(text, QString("Hello!"));

    const auto with_usage =
        call(bench.port(), "POST", chat_path, chat(R"("stream":true,"stream_options":{"include_usage":true})"))
            .events();
    QCOMPARE(with_usage.size(), std::size_t{7});
    QVERIFY(object(with_usage[0])["usage"].isNull() && object(with_usage[0]).contains("usage"));
    QVERIFY(object(with_usage[5])["choices"].toArray().isEmpty());
    QCOMPARE(object(with_usage[5])["usage"].toObject()["total_tokens"].toInt(), 10);
}

void TestGatewayStreams::completion_stream() {
    Bench bench;
    const auto events =
        call(bench.port(), "POST", "/v1/completions", R"({"prompt":">","echo":true,"stream":true,"logprobs":null})")
            .events();
    QString text;
    for (const std::string& event : events)
        text += choice(object(event))["text"].toString();
    QCOMPARE(text, QString(">Hello world."));
    QCOMPARE(object(events[0])["object"].toString(), QString("text_completion"));
    QCOMPARE(choice(object(events[events.size() - 2]))["finish_reason"].toString(), QString("stop"));
}

QTEST_GUILESS_MAIN(TestGatewayStreams)
#include "tst_gateway_streams.moc"
