// SPDX-License-Identifier: Apache-2.0
#include "bench.h"

#include <QElapsedTimer>
#include <QTest>

#include <random>
#include <thread>

using namespace hearth;
using namespace hearth::gateway;
using namespace hearth::test;

namespace {

ServerOptions impatient() {
    ServerOptions options;
    options.header_timeout_s = options.body_timeout_s = options.idle_timeout_s = 1;
    options.max_body_bytes = 64 * 1024;
    return options;
}

std::string large_chat(std::size_t bytes) {
    return R"({"messages":[{"role":"user","content":")" + std::string(bytes, 'u') + "\"}]}";
}

} // namespace

/// After each attack the server must still answer.
class TestGatewayHostile : public QObject {
    Q_OBJECT

private slots:
    void large_bodies_are_refused_and_the_answer_arrives();
    void large_headers_are_refused();
    void chunked_bodies();
    void smuggling_is_refused_and_the_connection_closes();
    void garbage_gets_an_error_or_a_close();
    void half_requests_time_out_data();
    void half_requests_time_out();
    void trickled_header_times_out();
    void endless_chunk_headers_are_cut();
    void a_large_request_behind_another_waits_its_turn();
    void faults_behind_a_request_leave_its_answer();
    void flood_behind_a_running_request_waits_unread();
    void a_closed_half_still_gets_its_answers();
    void the_turned_away_read_why();
    void three_hundred_connections();
    void beyond_the_cap_with_all_busy();
    void random_bytes();
};

void TestGatewayHostile::large_bodies_are_refused_and_the_answer_arrives() {
    Bench bench(Script{}, impatient());
    const std::string large(1'000'000, ' ');
    QCOMPARE(call(bench.port(), "POST", chat_path, large).status, 413);
    QCOMPARE(raw(bench.port(), "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: "
                               "chunked\r\n\r\nf4240\r\n" +
                                   large + "\r\n0\r\n\r\n")
                 .status,
             413);
    QCOMPARE(raw(bench.port(), "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n"
                               "Expect: 100-continue\r\n\r\n")
                 .status,
             413);
    QCOMPARE(call(bench.port(), "POST", chat_path, large_chat(60'000)).status, 200);
}

void TestGatewayHostile::large_headers_are_refused() {
    Bench bench;
    const HttpReply one = call(bench.port(), "GET", "/healthz", {}, "X-Big: " + std::string(100'000, 'a') + "\r\n");
    QCOMPARE(one.status, 431);
    std::string many;
    for (int i = 0; i < 5000; ++i)
        many += "X-" + std::to_string(i) + ": 1\r\n";
    QCOMPARE(call(bench.port(), "GET", "/healthz", {}, many).status, 431);
    QCOMPARE(call(bench.port(), "GET", "/" + std::string(50'000, 'p')).status, 431);
    QCOMPARE(call(bench.port(), "GET", "/healthz", {}, "X-Fine: " + std::string(8000, 'a') + "\r\n").status, 200);
}

void TestGatewayHostile::chunked_bodies() {
    Bench bench;
    TestClient client(bench.port());
    client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (const char c : chat())
        client.send(std::string("1\r\n") + c + "\r\n");
    client.send("0\r\n\r\n");
    QCOMPARE(client.reply().status, 200);
    client.send(request_text("GET", "/healthz"));
    QCOMPARE(client.reply().status, 200);
}

void TestGatewayHostile::smuggling_is_refused_and_the_connection_closes() {
    Bench bench;
    const std::string hidden = "GET /v1/evidence/ev-1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for (const std::string& headers : {std::string("Content-Length: 0\r\nContent-Length: 5\r\n"),
                                       std::string("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
                                       std::string("Transfer-Encoding: xchunked\r\n"),
                                       std::string("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"),
                                       std::string("Content-Length: +5\r\n"), std::string("Content-Length : 5\r\n")}) {
        TestClient client(bench.port());
        client.send("POST /healthz HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n0\r\n\r\n" + hidden);
        const HttpReply reply = client.reply();
        QVERIFY2(reply.status == 400 || reply.status == 501, headers.c_str());
        QCOMPARE(client.reply(Millis(300)).status, 0);
        QVERIFY(client.closed_within(Millis(3000)));
    }
}

void TestGatewayHostile::garbage_gets_an_error_or_a_close() {
    Bench bench(Script{}, impatient());
    for (const std::string& bytes :
         {std::string("\x16\x03\x01\x02", 4), std::string("\r\n\r\n\r\n"), std::string("\0\0\0\0", 4),
          std::string("GET\r\n\r\n"), std::string("GET / HTTP/9.9\r\n\r\n"),
          std::string("GET /\x01 HTTP/1.1\r\nHost: localhost\r\n\r\n"), std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
          std::string(100'000, 'A'), "GET " + std::string(100'000, '/'),
          std::string("CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n"), std::string("nonsense\r\n\r\n")}) {
        const HttpReply reply = raw(bench.port(), bytes);
        QVERIFY2(reply.status >= 400 && reply.status < 600, bytes.substr(0, 20).c_str());
        QVERIFY(reply.json().contains("error"));
    }
    QCOMPARE(call(bench.port(), "GET", "/healthz").status, 200);
}

void TestGatewayHostile::half_requests_time_out_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("nothing") << QByteArray() << 0;
    QTest::newRow("half a line") << QByteArray("GET /hea") << 408;
    QTest::newRow("half a header") << QByteArray("GET /healthz HTTP/1.1\r\nHost: loc") << 408;
    QTest::newRow("no body") << QByteArray(
                                    "POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n")
                             << 408;
    QTest::newRow("half a chunk") << QByteArray("POST /v1/completions HTTP/1.1\r\nHost: "
                                                "localhost\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{")
                                  << 408;
}

void TestGatewayHostile::half_requests_time_out() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    Bench bench(Script{}, impatient());
    TestClient client(bench.port());
    client.send(bytes.toStdString());
    QCOMPARE(client.reply(Millis(2500)).status, status);
    QVERIFY(client.closed_within(Millis(3000)));
    TestClient leaver(bench.port());
    leaver.send(bytes.toStdString());
    leaver.half_close();
    QVERIFY(leaver.closed_within(Millis(500)));
}

void TestGatewayHostile::trickled_header_times_out() {
    Bench bench(Script{}, impatient());
    TestClient client(bench.port());
    QElapsedTimer timer;
    timer.start();
    const std::string head = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
    std::size_t sent = 0;
    while (timer.elapsed() < 3000 && client.send(sent < head.size() ? head.substr(sent, 1) : "a")) {
        ++sent;
        if (client.wait_for("408", Millis(30))) break;
    }
    QVERIFY(client.received().find("HTTP/1.1 408") == 0);
    QVERIFY(timer.elapsed() < 2500);
}

void TestGatewayHostile::endless_chunk_headers_are_cut() {
    Bench bench;
    TestClient client(bench.port());
    client.send("POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1;");
    const std::string extension(64 * 1024, 'e');
    for (int i = 0; i < 100 && client.send(extension); ++i)
        std::this_thread::sleep_for(Millis(1));
    QCOMPARE(client.reply().status, 400);
    QVERIFY(client.closed_within(Millis(3000)));
    QCOMPARE(call(bench.port(), "GET", "/healthz").status, 200);
}

void TestGatewayHostile::a_large_request_behind_another_waits_its_turn() {
    Bench bench({.between = Millis(100)});
    for (const char* coding : {"", "chunked"}) {
        TestClient client(bench.port());
        const std::string large = large_chat(70'000);
        std::string second = request_text("POST", chat_path, large);
        if (*coding)
            second = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" +
                     QByteArray::number(qulonglong(large.size()), 16).toStdString() + "\r\n" + large + "\r\n0\r\n\r\n";
        QVERIFY(client.send(request_text("POST", chat_path, chat()) + second + request_text("GET", "/healthz")));
        QCOMPARE(client.reply().status, 200);
        QCOMPARE(client.reply().status, 200);
        QCOMPARE(client.reply().json()["status"].toString(), QString("ok"));
    }
}

void TestGatewayHostile::faults_behind_a_request_leave_its_answer() {
    Bench bench({.between = Millis(100)}, impatient());
    const std::string first = request_text("POST", chat_path, chat());
    const std::string head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n";
    const std::pair<std::string, int> seconds[] = {
        {request_text("GET", "/healthz", {}, "X-Big: " + std::string(100'000, 'a') + "\r\n"), 431},
        {request_text("POST", chat_path, std::string(1'000'000, ' ')), 413},
        {std::string(200'000, '\1'), 400},
        {head + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(200'000, 'e'), 400},
        {head + "Content-Length: 9\r\nExpect: 100-continue\r\n\r\n", 100}};
    for (const auto& [second, status] : seconds) {
        TestClient client(bench.port());
        client.send(first + second);
        QCOMPARE(client.reply().status, 200);
        QCOMPARE(client.reply(Millis(5000), true).status, status);
    }
}

void TestGatewayHostile::flood_behind_a_running_request_waits_unread() {
    const std::string one = request_text("GET", "/healthz", {}, "X-Fill: " + std::string(2000, 'f') + "\r\n");
    const auto flood = [&](int count) {
        std::string text = request_text("POST", chat_path, chat());
        for (int i = 0; i < count; ++i)
            text += one;
        return text;
    };
    Bench bench({.pieces = {"a"}, .rounds = 20, .between = Millis(20)});
    TestClient client(bench.port());
    QVERIFY(client.send(flood(250)));
    for (int i = 0; i < 251; ++i)
        QCOMPARE(client.reply().status, 200);
    Bench endless({.rounds = 100'000, .between = Millis(10)});
    {
        TestClient leaver(endless.port());
        QVERIFY(leaver.send(flood(70)));
        std::this_thread::sleep_for(Millis(200));
    }
    QVERIFY(endless.backend->all_quiet(Millis(2000))); // whoever leaves is noticed behind the flood, too
    QCOMPARE(endless.backend->cancelled(), 1);
}

void TestGatewayHostile::a_closed_half_still_gets_its_answers() {
    Bench bench({.between = Millis(150)});
    TestClient whole(bench.port()), streamed(bench.port());
    whole.send(request_text("POST", chat_path, chat()) + request_text("GET", "/healthz"));
    whole.half_close();
    QVERIFY(whole.wait_for("\r\n\r\n", Millis(5000)));
    if (whole.received().starts_with("HTTP/1.1 100")) QCOMPARE(whole.reply(Millis(5000), true).status, 100);
    const HttpReply reply = whole.reply();
    QCOMPARE(reply.status, 200);
    QVERIFY(reply.complete);
    QCOMPARE(whole.reply().json()["status"].toString(), QString("ok"));
    QVERIFY(whole.closed_within(Millis(1000)));
    streamed.send(request_text("POST", chat_path, chat(R"("stream":true)")));
    QVERIFY(streamed.wait_for("Hello", Millis(2000)));
    streamed.half_close();
    QCOMPARE(streamed.reply().events().back(), std::string("[DONE]"));
}

void TestGatewayHostile::the_turned_away_read_why() {
    ServerOptions options;
    options.max_connections = 1;
    Bench bench({.rounds = 100'000, .between = Millis(10)}, options);
    TestClient busy(bench.port());
    busy.send(request_text("POST", chat_path, chat(R"("stream":true)")));
    QVERIFY(busy.wait_for("role", Millis(2000)));
    for (int i = 0; i < 20; ++i) {
        TestClient extra(bench.port());
        extra.send(request_text("POST", chat_path, std::string(50'000, 'x')));
        std::this_thread::sleep_for(Millis(20));
        QCOMPARE(extra.reply(Millis(2000)).status, 503);
    }
}

void TestGatewayHostile::three_hundred_connections() {
    Bench bench;
    std::vector<std::unique_ptr<TestClient>> silent;
    for (int i = 0; i < 300; ++i) {
        silent.push_back(std::make_unique<TestClient>(bench.port()));
        if (i % 2) silent.back()->send("POST /v1/chat/completions HT");
    }
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 20; ++i)
        QCOMPARE(call(bench.port(), "POST", chat_path, chat()).status, 200);
    QVERIFY(timer.elapsed() < 3000);
    QVERIFY(silent.front()->closed_within(Millis(500)));
}

void TestGatewayHostile::beyond_the_cap_with_all_busy() {
    ServerOptions options;
    options.max_connections = 3;
    Bench bench({.rounds = 100'000, .between = Millis(10)}, options);
    std::vector<std::unique_ptr<TestClient>> busy;
    for (int i = 0; i < 3; ++i) {
        busy.push_back(std::make_unique<TestClient>(bench.port()));
        busy.back()->send(request_text("POST", chat_path, chat(R"("stream":true)")));
        QVERIFY(busy.back()->wait_for("role", Millis(2000)));
    }
    TestClient extra(bench.port());
    const HttpReply reply = extra.reply(Millis(2000));
    QCOMPARE(reply.status, 503);
    QVERIFY(!reply.header("retry-after").empty());
    busy.pop_back();
    QVERIFY(bench.backend->running() >= 2);
    QTRY_COMPARE_WITH_TIMEOUT(call(bench.port(), "GET", "/healthz").status, 200, 2000);
}

void TestGatewayHostile::random_bytes() {
    Bench bench(Script{}, impatient());
    std::mt19937 random(7);
    const std::string seed =
        request_text("POST", chat_path, chat(), "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n");
    for (int i = 0; i < 300; ++i) {
        std::string bytes = request_text("POST", chat_path, chat());
        if (i % 3 == 0) bytes = seed;
        const int edits = 1 + static_cast<int>(random() % 8);
        for (int e = 0; e < edits; ++e)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        if (i % 5 == 0) bytes.resize(random() % bytes.size());
        TestClient client(bench.port());
        client.send(bytes);
        client.half_close();
        QVERIFY(client.closed_within(Millis(3000)));
    }
    QCOMPARE(call(bench.port(), "POST", chat_path, chat()).status, 200);
    QVERIFY(bench.backend->all_quiet(Millis(1000)));
}

QTEST_GUILESS_MAIN(TestGatewayHostile)
#include "tst_gateway_hostile.moc"
