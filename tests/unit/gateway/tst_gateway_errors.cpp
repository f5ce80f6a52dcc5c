// SPDX-License-Identifier: Apache-2.0
#include "bench.h"

#include <QTest>

using namespace hearth;
using namespace hearth::gateway;
using namespace hearth::test;

class TestGatewayErrors : public QObject {
    Q_OBJECT

private slots:
    void foreign_hosts_and_origins();
    void cors_preflight();
    void encoded_bodies_are_refused();
    void expectations();
    void every_answer_has_a_request_id();
    void keys_open_the_door_and_name_the_caller();
    void unknown_paths_and_methods();
    void backend_errors_map_to_statuses_data();
    void backend_errors_map_to_statuses();
    void whoKnowsHowLongToWaitSaysIt();
    void context_overflow_keeps_both_numbers();
    void cancelled_by_the_node_is_not_a_whole_answer();
    void charged_failures_ask_not_to_be_repeated();
    void validation_errors_reach_the_caller();
    void port_in_use_is_a_conflict();
};

void TestGatewayErrors::keys_open_the_door_and_name_the_caller() {
    ServerOptions options;
    const auto keys = std::make_shared<KeyRing>();
    keys->replace({{"one", KeyRing::hash_of("hearth-1"), false}});
    options.keys = keys;
    options.key_rule = KeyRule::always;
    options.allowed_origins = {"https://chat.example"};
    Bench bench(Script{}, options);
    for (const char* path : {"/v1/models", "/v1/evidence/ev-1", "/nowhere"}) {
        const HttpReply refused = call(bench.port(), "GET", path);
        QCOMPARE(refused.status, 401);
        QCOMPARE(refused.header("www-authenticate"), std::string("Bearer"));
        QCOMPARE(refused.error()["type"].toString(), QString("invalid_request_error"));
        QCOMPARE(refused.error()["code"].toString(), QString("missing_api_key"));
    }
    QCOMPARE(call(bench.port(), "POST", chat_path, chat()).status, 401);
    QCOMPARE(
        call(bench.port(), "POST", chat_path, chat(), "Authorization: Bearer hearth-2\r\n").error()["code"].toString(),
        QString("invalid_api_key"));
    QCOMPARE(bench.backend->started(), 0);
    QCOMPARE(call(bench.port(), "GET", "/healthz").status, 200);
    QCOMPARE(call(bench.port(), "OPTIONS", chat_path, {}, "Origin: https://chat.example\r\n").status, 204);
    // What needs no key takes no body without one.
    for (const char* request : {"GET /healthz", "OPTIONS /v1/chat/completions"})
        for (const char* body : {"Content-Length: 8000000", "Transfer-Encoding: chunked"}) {
            TestClient stranger(bench.port());
            QVERIFY(stranger.send(std::string(request) + " HTTP/1.1\r\nHost: localhost\r\n" + body + "\r\n\r\n"));
            QCOMPARE(stranger.reply().status, 401);
        }
    QCOMPARE(call(bench.port(), "GET", "/healthz", "{}", "Authorization: Bearer hearth-1\r\n").status, 200);
    QCOMPARE(call(bench.port(), "POST", chat_path, chat(R"("n":2)"), "Authorization: Bearer hearth-1\r\n").status, 200);
    for (const GenerationRequest& request : bench.backend->requests())
        QCOMPARE(request.caller, std::string("one"));
    keys->replace({{"one", KeyRing::hash_of("hearth-1"), true}});
    QCOMPARE(call(bench.port(), "POST", chat_path, chat(), "Authorization: Bearer hearth-1\r\n").status, 403);
}

void TestGatewayErrors::unknown_paths_and_methods() {
    Bench bench;
    for (const char* path :
         {"/", "/v1", "/v1/", "/v2/models", "/v1//models", "/v1/models/%zz", "/index.html", "/v1/chat"}) {
        const HttpReply reply = call(bench.port(), "GET", path);
        QCOMPARE(reply.status, 404);
        QVERIFY2(!reply.error()["message"].toString().isEmpty(), path);
        QCOMPARE(reply.header("content-type"), std::string("application/json"));
        QVERIFY(!reply.header("x-request-id").empty());
    }
    const HttpReply get = call(bench.port(), "GET", chat_path);
    QCOMPARE(get.status, 405);
    QVERIFY(get.header("allow").find("POST") != std::string::npos);
    QCOMPARE(call(bench.port(), "DELETE", "/v1/models").status, 405);
    QCOMPARE(call(bench.port(), "POST", "/healthz", "{}").status, 405);
}

void TestGatewayErrors::backend_errors_map_to_statuses_data() {
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("name");
    const auto row = [](core::Code code, int status, const char* name) {
        QTest::newRow(core::code_name(code)) << static_cast<int>(code) << status << name;
    };
    row(core::Code::not_found, 404, "model_not_found");
    row(core::Code::too_large, 400, "context_length_exceeded");
    row(core::Code::invalid_argument, 400, "");
    row(core::Code::unsupported, 400, "unsupported");
    row(core::Code::refused, 403, "refused");
    row(core::Code::busy, 429, "rate_limit_exceeded");
    row(core::Code::conflict, 402, "insufficient_quota");
    row(core::Code::unavailable, 503, "unavailable");
    row(core::Code::out_of_memory, 503, "out_of_memory");
    row(core::Code::internal, 500, "internal");
    row(core::Code::corrupt, 500, "corrupt");
}

void TestGatewayErrors::backend_errors_map_to_statuses() {
    QFETCH(int, code);
    QFETCH(int, status);
    QFETCH(QString, name);
    const core::Error error{static_cast<core::Code>(code), "Because.", "Do this."};
    Bench refusing({.refuse = error}), breaking({.break_with = error});
    for (const Bench* bench : {&refusing, &breaking}) {
        // A stream whose head is not out yet still gets the right status when start() itself refuses.
        for (const char* members : {"", R"("stream":true,"n":2)"}) {
            if (bench == &breaking && *members) continue;
            const HttpReply reply = call(bench->port(), "POST", chat_path, chat(members));
            QCOMPARE(reply.status, status);
            QCOMPARE(reply.error()["code"].toString(), name);
            QCOMPARE(reply.error()["message"].toString(), QString("Because. Do this."));
            QCOMPARE(reply.header("retry-after").empty(), status != 429);
        }
    }
}

void TestGatewayErrors::whoKnowsHowLongToWaitSaysIt() {
    core::Error error = core::fail(core::Code::busy, "Too fast.");
    error.retry_after_s = 17;
    Bench bench({.refuse = error});
    const HttpReply refused = call(bench.port(), "POST", chat_path, chat());
    QCOMPARE(refused.header("retry-after"), std::string("17"));
    QCOMPARE(refused.header("retry-after-ms"), std::string("17000"));
    QVERIFY(refused.headers.count("x-ratelimit-limit-requests") == 0); // nobody limits it
}

void TestGatewayErrors::context_overflow_keeps_both_numbers() {
    Bench bench({.refuse = core::fail(core::Code::too_large, "The prompt has 3000 tokens, the context holds 2048.")});
    const HttpReply reply = call(bench.port(), "POST", chat_path, chat());
    QVERIFY(reply.error()["message"].toString().contains("3000"));
    QVERIFY(reply.error()["message"].toString().contains("2048"));
    QCOMPARE(reply.error()["param"].toString(), QString("messages"));
    QCOMPARE(call(bench.port(), "POST", "/v1/completions", R"({"prompt":"x"})").error()["param"].toString(),
             QString("prompt"));
}

void TestGatewayErrors::cancelled_by_the_node_is_not_a_whole_answer() {
    Bench bench({.finish_reason = "cancelled"});
    const HttpReply whole = call(bench.port(), "POST", chat_path, chat());
    QCOMPARE(whole.status, 503);
    const auto events = call(bench.port(), "POST", chat_path, chat(R"("stream":true)")).events();
    QVERIFY(object(events.back()).contains("error"));
}

void TestGatewayErrors::charged_failures_ask_not_to_be_repeated() {
    const core::Error error = core::fail(core::Code::internal, "The worker crashed.");
    Bench charged({.break_with = error, .break_after = 2}), free({.break_with = error});
    QCOMPARE(call(charged.port(), "POST", chat_path, chat()).header("x-should-retry"), std::string("false"));
    QVERIFY(call(free.port(), "POST", chat_path, chat()).header("x-should-retry").empty());
    Bench vanished({.vanish = true});
    QCOMPARE(call(vanished.port(), "POST", chat_path, chat()).status, 500);
}

void TestGatewayErrors::validation_errors_reach_the_caller() {
    Bench bench;
    const HttpReply reply = call(bench.port(), "POST", chat_path, chat(R"("max_tokens":-1)"));
    QCOMPARE(reply.status, 400);
    QCOMPARE(reply.error()["param"].toString(), QString("max_tokens"));
    QCOMPARE(reply.error()["type"].toString(), QString("invalid_request_error"));
    QCOMPARE(call(bench.port(), "POST", chat_path, "{oops").error()["code"].toString(), QString("invalid_json"));
    const HttpReply tools =
        call(bench.port(), "POST", chat_path, chat(R"("tools":[{"type":"function","function":{"name":"f"}}])"));
    QCOMPARE(tools.error()["param"].toString(), QString("tools"));
    const HttpReply unknown =
        call(bench.port(), "POST", chat_path, R"({"model":"nobody","messages":[{"role":"user","content":"x"}]})");
    QCOMPARE(unknown.status, 404);
    QCOMPARE(unknown.error()["code"].toString(), QString("model_not_found"));
    QCOMPARE(bench.backend->started(), 0);
}

void TestGatewayErrors::port_in_use_is_a_conflict() {
    Bench bench;
    ServerOptions options;
    options.port = bench.port();
    const auto second = Server::start(options, bench.backend);
    QVERIFY(!second);
    QCOMPARE(second.error().code, core::Code::conflict);
    QVERIFY(second.error().message.find(std::to_string(bench.port())) != std::string::npos);
    options.address = "not an address";
    QCOMPARE(Server::start(options, bench.backend).error().code, core::Code::invalid_argument);
    QCOMPARE(bench.server->address(), std::string("127.0.0.1"));
    QCOMPARE(bench.server->base_url(), "http://127.0.0.1:" + std::to_string(bench.port()) + "/v1");
}

void TestGatewayErrors::foreign_hosts_and_origins() {
    Bench bench;
    QCOMPARE(raw(bench.port(), "GET /v1/models HTTP/1.1\r\nHost: evil.example\r\n\r\n").error()["code"].toString(),
             QString("host_not_allowed"));
    QCOMPARE(raw(bench.port(), "GET /v1/models HTTP/1.1\r\n\r\n").status, 400);
    QCOMPARE(raw(bench.port(), "GET http://evil.example/v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 403);
    const HttpReply foreign = call(bench.port(), "POST", chat_path, chat(), "Origin: https://evil.example\r\n");
    QCOMPARE(foreign.status, 403);
    QVERIFY(foreign.header("access-control-allow-origin").empty());
    QCOMPARE(bench.backend->started(), 0);
    const HttpReply local = call(bench.port(), "POST", chat_path, chat(), "Origin: http://localhost:5173\r\n");
    QCOMPARE(local.status, 200);
    QCOMPARE(local.header("access-control-allow-origin"), std::string("http://localhost:5173"));
    QVERIFY(local.header("access-control-expose-headers").find("x-evidence-id") != std::string::npos);
}

void TestGatewayErrors::cors_preflight() {
    ServerOptions options;
    options.allowed_origins = {"https://chat.example"};
    Bench bench(Script{}, options);
    const std::string asks = "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: "
                             "authorization,content-type\r\n";
    const HttpReply allowed = call(bench.port(), "OPTIONS", chat_path, {}, "Origin: https://chat.example\r\n" + asks);
    QCOMPARE(allowed.status, 204);
    QCOMPARE(allowed.header("access-control-allow-origin"), std::string("https://chat.example"));
    QCOMPARE(allowed.header("access-control-allow-headers"), std::string("authorization,content-type"));
    QVERIFY(allowed.header("access-control-allow-methods").find("POST") != std::string::npos);
    const HttpReply refused = call(bench.port(), "OPTIONS", chat_path, {}, "Origin: https://evil.example\r\n" + asks);
    QCOMPARE(refused.status, 403);
    QVERIFY(refused.header("access-control-allow-origin").empty());
}

void TestGatewayErrors::encoded_bodies_are_refused() {
    Bench bench;
    QCOMPARE(call(bench.port(), "POST", chat_path, chat(), "Content-Encoding: gzip\r\n").status, 415);
    QCOMPARE(call(bench.port(), "POST", chat_path, chat(), "Content-Encoding: identity\r\n").status, 200);
}

void TestGatewayErrors::expectations() {
    Bench bench;
    TestClient client(bench.port());
    const std::string body = chat();
    client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\nExpect: 100-continue\r\n\r\n");
    QVERIFY(client.wait_for("HTTP/1.1 100 Continue\r\n\r\n", Millis(1000)));
    QCOMPARE(client.reply(Millis(1000), true).status, 100);
    client.send(body);
    QCOMPARE(client.reply().status, 200);
    QCOMPARE(call(bench.port(), "GET", "/healthz", {}, "Expect: the-unexpected\r\n").status, 417);
}

void TestGatewayErrors::every_answer_has_a_request_id() {
    Bench bench;
    const std::string requests[] = {request_text("GET", "/healthz"),
                                    request_text("GET", "/nowhere"),
                                    request_text("PUT", "/v1/models"),
                                    request_text("POST", chat_path, "{}"),
                                    request_text("POST", chat_path, chat(R"("stream":true)")),
                                    std::string("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
                                    std::string("bad\r\n\r\n")};
    for (const std::string& request : requests) {
        const HttpReply reply = raw(bench.port(), request);
        QVERIFY2(reply.header("x-request-id").starts_with("req_"), request.c_str());
        QVERIFY2(!reply.header("date").empty(), request.c_str());
    }
}

QTEST_GUILESS_MAIN(TestGatewayErrors)
#include "tst_gateway_errors.moc"
