// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/access.h"
#include "gateway/edge/http_parser.h"
#include "gateway/edge/http_text.h"
#include "gateway/edge/inbox.h"
#include "gateway/edge/json_text.h"
#include "gateway/edge/logprob_text.h"
#include "gateway/edge/pace.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace hearth::gateway;
using Step = HttpParser::Step;

namespace {

/// Feeds `text` in pieces of `step` bytes; the status of the failure, 0 when the request is complete, -1 when
/// not.
int outcome(const std::string& text, std::size_t step, HttpRequest* out = nullptr) {
    HttpParser parser(1024, 4096);
    std::string waiting;
    for (std::size_t at = 0; at < text.size(); at += step) {
        waiting += text.substr(at, step);
        while (true) {
            std::size_t used = 0;
            const Step result = parser.feed(waiting, used);
            waiting.erase(0, used);
            if (result == Step::failed) return parser.failure_status();
            if (result == Step::done) {
                if (out) *out = std::move(parser.request());
                return 0;
            }
            if (result == Step::need_more && (used == 0 || waiting.empty())) break;
        }
    }
    return -1;
}

QJsonObject parsed(const std::string& json) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
}

std::optional<ApiError> check(const ServerOptions& options, std::vector<std::pair<std::string, std::string>> headers,
                              const std::string& authority = {}) {
    HttpRequest request;
    request.method = "GET";
    request.headers = std::move(headers);
    return AccessPolicy(options).check(request, authority, "192.168.1.5");
}

} // namespace

class TestGatewayHttp : public QObject {
    Q_OBJECT

private slots:
    void reads_requests_whole_and_byte_by_byte();
    void refuses_ambiguous_requests_data();
    void refuses_ambiguous_requests();
    void header_stops_before_the_body();
    void keep_alive_follows_the_connection_headers();
    void splits_targets();
    void decodes_percent_escapes();
    void host_and_origin_lists();
    void callers_are_known_by_their_keys();
    void cors_answers_only_what_was_asked();
    void json_strings_survive_hostile_text();
    void json_numbers_are_json();
    void logprobs_have_bytes_and_offsets();
    void inbox_is_bounded_and_closes();
    void who_is_turned_away_hears_when_to_come_back();
    void sink_that_vanishes_reports_it();
};

void TestGatewayHttp::reads_requests_whole_and_byte_by_byte() {
    const std::string plain =
        "POST /v1/x?q=1 HTTP/1.1\r\nHost: a\r\nX-Two: 1\r\nX-Two: 2\r\nContent-Length: 5\r\n\r\nhello";
    const std::string chunked = "POST /v1/x?q=1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
                                "chunked\r\n\r\n2;ext=1\r\nhe\r\n3\r\nllo\r\n0\r\nTrailer: x\r\n\r\n";
    for (const std::string& text : {plain, chunked}) {
        for (const std::size_t step : {text.size(), std::size_t{7}, std::size_t{1}}) {
            HttpRequest request;
            QCOMPARE(outcome(text, step, &request), 0);
            QCOMPARE(request.body, std::string("hello"));
            QCOMPARE(request.target, std::string("/v1/x?q=1"));
            QCOMPARE(std::string(request.header("host")), std::string("a"));
        }
    }
}

void TestGatewayHttp::refuses_ambiguous_requests_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("status");
    const auto row = [](const char* name, const QByteArray& headers, int status) {
        QTest::newRow(name) << "POST / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n\r\nabc" << status;
    };
    row("two lengths", "Content-Length: 3\r\nContent-Length: 4", 400);
    row("same length twice", "Content-Length: 3\r\nContent-Length: 3", 400);
    row("list of lengths", "Content-Length: 3, 3", 400);
    row("negative length", "Content-Length: -3", 400);
    row("hex length", "Content-Length: 0x3", 400);
    row("huge length", "Content-Length: 99999999999999999999999999", 400);
    row("length beyond the cap", "Content-Length: 5000", 413);
    row("length and chunked", "Content-Length: 3\r\nTransfer-Encoding: chunked", 400);
    row("chunked and length", "Transfer-Encoding: chunked\r\nContent-Length: 3", 400);
    row("gzip coding", "Transfer-Encoding: gzip, chunked", 501);
    row("identity coding", "Transfer-Encoding: identity", 501);
    row("coding twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", 400);
    row("space before colon", "Content-Length : 3", 400);
    row("line without colon", "Content-Length", 400);
    row("control byte in a value", QByteArray("X-A: \x01z"), 400);
    row("large header", "X-A: " + QByteArray(3000, 'a'), 431);
    row("bad chunk size", "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc", 400);
    row("chunks beyond the cap", "Transfer-Encoding: chunked\r\n\r\n1001\r\n" + QByteArray(4097, 'a'), 413);
    QTest::newRow("HTTP/2 preface") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 505;
    QTest::newRow("TLS hello") << QByteArray("\x16\x03\x01\x02\x00\x01", 6) << 400;
    QTest::newRow("no version") << QByteArray("GET /\r\n\r\n") << 400;
    QTest::newRow("half a request") << QByteArray("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc") << -1;
}

void TestGatewayHttp::refuses_ambiguous_requests() {
    QFETCH(QByteArray, text);
    QFETCH(int, status);
    QCOMPARE(outcome(text.toStdString(), static_cast<std::size_t>(text.size())), status);
    QCOMPARE(outcome(text.toStdString(), 1), status);
    QVERIFY(outcome("GET / HTTP/1.1\nHost: a\n\n", 1000) != 0);
}

void TestGatewayHttp::header_stops_before_the_body() {
    HttpParser parser(1024, 4096);
    const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n";
    std::size_t used = 0;
    QCOMPARE(parser.feed(head + "abc", used), Step::header);
    QCOMPARE(used, head.size());
    QCOMPARE(parser.feed("abc", used), Step::done);
    QCOMPARE(parser.request().body, std::string("abc"));
}

void TestGatewayHttp::keep_alive_follows_the_connection_headers() {
    const auto keeps = [](const std::string& version, const std::string& headers) {
        HttpRequest request;
        outcome("GET / HTTP/" + version + "\r\nHost: a\r\n" + headers + "\r\n", 1000, &request);
        return request.wants_keep_alive();
    };
    QVERIFY(keeps("1.1", ""));
    QVERIFY(!keeps("1.1", "Connection: close\r\n"));
    QVERIFY(!keeps("1.1", "Connection: keep-alive\r\nConnection: Close\r\n"));
    QVERIFY(!keeps("1.0", ""));
    QVERIFY(keeps("1.0", "Connection: Keep-Alive\r\n"));
}

void TestGatewayHttp::splits_targets() {
    QCOMPARE(split_target("/v1/models?a=b")->path, std::string("/v1/models"));
    QCOMPARE(split_target("http://evil.example:80/v1/models")->authority, std::string("evil.example:80"));
    QCOMPARE(split_target("http://evil.example")->path, std::string("/"));
    QVERIFY(!split_target("v1/models"));
    QVERIFY(!split_target("ftp://x/"));
    QVERIFY(!split_target("http:///x"));
}

void TestGatewayHttp::decodes_percent_escapes() {
    QCOMPARE(*percent_decoded("a%2Fb%20c"), std::string("a/b c"));
    for (const char* wrong : {"%", "%2", "%zz", "%00", "%0a", "%7f"})
        QVERIFY2(!percent_decoded(wrong), wrong);
}

void TestGatewayHttp::host_and_origin_lists() {
    ServerOptions options;
    for (const char* host :
         {"localhost", "LOCALHOST:8747", "127.0.0.1:1", "127.9.9.9", "[::1]:8747", "app.localhost", "192.168.1.5:8747"})
        QVERIFY2(!check(options, {{"host", host}}), host);
    for (const char* host :
         {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil", "", "localhost:port",
          "localhost:80:80", "[::1", "[::1]x", "192.168.1.6", "127.1.evil", "127.0.0.256"})
        QVERIFY2(check(options, {{"host", host}}), host);
    QVERIFY(check(options, {}));
    QVERIFY(check(options, {{"host", "localhost"}, {"host", "localhost"}}));
    QVERIFY(check(options, {{"host", "localhost"}}, "evil.example"));
    options.allowed_hosts = {"Node.Example"};
    QVERIFY(!check(options, {{"host", "node.example:443"}}));

    QVERIFY(!check(options, {{"host", "localhost"}, {"origin", "http://localhost:3000"}}));
    for (const char* origin :
         {"https://evil.example", "null", "http://localhost.evil.example", "file://", "localhost", ""})
        QVERIFY2(check(options, {{"host", "localhost"}, {"origin", origin}}), origin);
    options.allowed_origins = {"https://Chat.Example"};
    QVERIFY(!check(options, {{"host", "localhost"}, {"origin", "https://chat.example"}}));
    QVERIFY(check(options, {{"host", "localhost"}, {"origin", "https://chat.example:444"}}));
}

void TestGatewayHttp::callers_are_known_by_their_keys() {
    const auto keys = std::make_shared<KeyRing>();
    keys->replace({{"one", KeyRing::hash_of("hearth-1"), false}, {"old", KeyRing::hash_of("hearth-0"), true}});
    ServerOptions options;
    options.keys = keys;
    /// The key's id, or the status.
    const auto who = [&](const char* header, bool here) {
        HttpRequest request;
        if (header) request.headers = {{"authorization", header}};
        const auto found = AccessPolicy(options).identify(request, here);
        if (const auto* error = std::get_if<ApiError>(&found)) return std::to_string(error->status);
        return "id " + std::get<std::string>(found);
    };
    for (const bool here : {true, false}) {
        QCOMPARE(who("Bearer hearth-1", here), std::string("id one"));
        QCOMPARE(who("bearer  hearth-1", here), std::string("id one"));
        QCOMPARE(who("Bearer hearth-0", here), std::string("403"));
        QCOMPARE(who("Bearer hearth-2", here), std::string("401"));
    }
    for (const char* header : {(const char*)nullptr, "Bearer local", "Bearer ", "Basic aGVhcnRoLTE=", "hearth-1", ""}) {
        QCOMPARE(who(header, true), std::string("id "));
        QCOMPARE(who(header, false), std::string("401"));
    }
    options.key_rule = KeyRule::always;
    QCOMPARE(who(nullptr, true), std::string("401"));
    QCOMPARE(who("Bearer local", true), std::string("401"));
    QCOMPARE(who("Bearer hearth-1", true), std::string("id one"));
    options.keys = nullptr;
    QCOMPARE(who("Bearer hearth-1", false), std::string("401"));
    HttpRequest twice;
    twice.headers = {{"authorization", "Bearer hearth-1"}, {"authorization", "Bearer hearth-2"}};
    options.keys = keys;
    QVERIFY(std::holds_alternative<ApiError>(AccessPolicy(options).identify(twice, true)));
    for (const char* address : {"0.0.0.0", "::", "192.168.1.5", "2001:db8::1"})
        QVERIFY2(reaches_beyond_loopback(address), address);
    for (const char* address : {"127.0.0.1", "127.9.9.9", "::1", "nonsense"})
        QVERIFY2(!reaches_beyond_loopback(address), address);
}

void TestGatewayHttp::cors_answers_only_what_was_asked() {
    HttpRequest request;
    HttpAnswer plain, preflight, hostile;
    AccessPolicy::add_cors_headers(request, plain);
    QVERIFY(plain.headers.empty());
    request.method = "OPTIONS";
    request.headers = {{"origin", "http://localhost"},
                       {"access-control-request-headers", "authorization, x-stainless-os"}};
    AccessPolicy::add_cors_headers(request, preflight);
    const std::string head = answer_head(preflight, 0);
    QVERIFY(head.find("Access-Control-Allow-Origin: http://localhost\r\n") != std::string::npos);
    QVERIFY(head.find("Access-Control-Allow-Headers: authorization, x-stainless-os\r\n") != std::string::npos);
    request.headers[1].second = "a\tb<script>";
    AccessPolicy::add_cors_headers(request, hostile);
    QVERIFY(answer_head(hostile, 0).find("script") == std::string::npos);
}

void TestGatewayHttp::json_strings_survive_hostile_text() {
    const std::string text = "a\"b\\c\n\r\t\x01\x7f ü 漢 🙂";
    std::string json = "{\"t\":";
    append_json_string(json, text);
    QCOMPARE(parsed(json + "}")["t"].toString().toStdString(), text);
    json = "{\"t\":";
    append_json_string(json, "ok\xE6\xBC"
                             "\xFF"
                             "A");
    QCOMPARE(parsed(json + "}")["t"].toString(), QString::fromUtf8("ok���A"));
    QCOMPARE(count_characters("aü漢🙂"), std::size_t{4});
}

void TestGatewayHttp::json_numbers_are_json() {
    for (const double value : {-0.5, 0.0, -1e-9, -HUGE_VAL, std::nan("")}) {
        std::string json = "{\"v\":";
        append_json_number(json, value);
        const QJsonValue read = parsed(json + "}")["v"];
        QVERIFY(read.isDouble());
        QCOMPARE(read.toDouble(), std::isfinite(value) ? value : -9999.0);
    }
}

void TestGatewayHttp::logprobs_have_bytes_and_offsets() {
    const auto token = [](std::string text, std::string bytes, std::size_t offset) {
        TokenPiece piece;
        piece.text_offset = offset;
        piece.text = std::move(text);
        piece.logprob = LogprobItem{1, bytes, -0.5};
        piece.top = {{1, bytes, -0.5}, {2, bytes, -1.5}};
        return piece;
    };
    const std::vector<TokenPiece> tokens = {token("", "\xE6\xBC", 0), token("漢", "\xA2", 0), token("b", "b", 1)};
    std::string chat;
    append_chat_logprobs(chat, tokens);
    const QJsonArray content = parsed(chat)["content"].toArray();
    QCOMPARE(content.size(), 3);
    QCOMPARE(content[0].toObject()["bytes"].toArray(), (QJsonArray{0xE6, 0xBC}));
    QCOMPARE(content[2].toObject()["top_logprobs"].toArray().size(), 2);
    std::string completion;
    append_completion_logprobs(completion, tokens);
    QCOMPARE(parsed(completion)["text_offset"].toArray(), (QJsonArray{0, 0, 1}));
    QCOMPARE(parsed(completion)["token_logprobs"].toArray().size(), 3);
    QCOMPARE(parsed(completion)["top_logprobs"].toArray()[2].toObject()["b"].toDouble(), -0.5);
}

void TestGatewayHttp::who_is_turned_away_hears_when_to_come_back() {
    using hearth::core::second;
    Pace pace;
    QCOMPARE(pace.retry_after_s("a", 0), 1u); // nothing is known
    const auto first = pace.began("a", 0);
    pace.ended(first, true, 10 * second);
    pace.ended(first, true, 99 * second); // once is enough
    pace.began("b", 20 * second);
    pace.began("a", 24 * second);
    QCOMPARE(pace.retry_after_s("a", 26 * second), 8u); // its own
    QCOMPARE(pace.retry_after_s("c", 26 * second), 4u);
    QCOMPARE(pace.retry_after_s("c", 99 * second), 1u); // it should have ended: soon, then
    const auto broken = pace.began("d", 0);
    pace.ended(broken, false, 1000 * second); // says nothing about how long answers take
    QCOMPARE(pace.retry_after_s("a", 26 * second), 8u);
}

void TestGatewayHttp::inbox_is_bounded_and_closes() {
    int wakes = 0;
    Inbox inbox(4096, [&] { ++wakes; });
    TokenPiece piece;
    piece.text = std::string(1000, 'x');
    QVERIFY(inbox.push({0, 0, piece}));
    QVERIFY(inbox.push({0, 0, piece}));
    QCOMPARE(wakes, 1);
    QCOMPARE(inbox.take().size(), std::size_t{2});
    QVERIFY(inbox.take().empty());
    while (inbox.push({0, 0, piece})) {
    }
    QVERIFY(inbox.overflowed());
    QVERIFY(inbox.take().size() <= 4);
    QCOMPARE(inbox.close().size(), std::size_t{0});
    QVERIFY(!inbox.push({0, 0, piece}));
}

void TestGatewayHttp::sink_that_vanishes_reports_it() {
    const auto inbox = std::make_shared<Inbox>(65536, [] {});
    std::make_shared<ChoiceSink>(inbox, 3)->started(5, "ev", "");
    const auto events = inbox->take();
    QCOMPARE(events.size(), std::size_t{2});
    QVERIFY(std::holds_alternative<hearth::core::Error>(events[1].what));
    QCOMPARE(events[1].choice, 3u);
}

QTEST_GUILESS_MAIN(TestGatewayHttp)
#include "tst_gateway_http.moc"
