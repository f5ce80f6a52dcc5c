// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "door_bench.h"
#include "full_server.h"

#include <QTest>

using namespace hearth;
using namespace hearth::test;

namespace {

const std::string asked = R"({"model":"m","messages":[{"role":"user","content":"hi"}]})";
const std::string asked_stream = R"({"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]})";
const std::string answer = R"({"id":"c","object":"chat.completion","model":"m",  "choices":[{"index":0}],"x":[1.50]})";
const std::string error_body = R"({"error":{"message":"Slow down.","type":"x","param":null,"code":null}})";

std::string tokens(int count) {
    std::string out;
    for (int i = 0; i < count; ++i)
        out += token_event("t" + std::to_string(i));
    return out;
}

/// What the caller must get: all of `body` with `status`, or an error with `code` (in the stream after `body`).
struct Fault {
    const char* name;
    bool stream;
    Behaviour behaviour;
    int status;
    std::string body, code;
};

std::vector<Fault> whole_answers() {
    const std::string no_done = tokens(3) + last_event(), all = no_done + done_event;
    const std::string told = tokens(1) + "data: " + error_body + "\n\n";
    return {
        {"a plain answer", false, {{{plain_answer(200, answer)}}}, 200, answer, ""},
        {"a stream", true, {in_chunks(all, 5)}, 200, all, ""},
        {"usage missing and no [DONE]", true, {in_chunks(no_done, 1000)}, 200, no_done, ""},
        {"a length that only the end tells",
         false,
         {{{"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + answer}}},
         200,
         answer,
         ""},
        {"an announcement first",
         false,
         {{{"HTTP/1.1 100 Continue\r\n\r\n" + plain_answer(200, answer)}}},
         200,
         answer,
         ""},
        {"open after [DONE]", true, {{{stream_head() + chunk(all)}}, true}, 200, all, ""},
        {"429 with Retry-After",
         false,
         {{{plain_answer(429, error_body, "application/json", "Retry-After: 7\r\n")}}},
         429,
         error_body,
         ""},
        {"500", true, {{{plain_answer(500, error_body)}}}, 500, error_body, ""},
        {"an error event that is told", true, {in_chunks(told, 9)}, 200, told, ""},
    };
}

std::vector<Fault> honest_errors() {
    const std::string cut = tokens(40);
    const std::string drip = token_event(std::string(300, 'x'));
    const std::string endless = R"({"error":)" + std::string(200'000, '[') + std::string(200'000, ']') + "}";
    return {
        {"401", false, {{{plain_answer(401, R"({"error":{"message":"bad key sk-1"}})")}}}, 502, "", "upstream_refused"},
        {"503 with a page", false, {{{plain_answer(503, "<html>", "text/html")}}}, 502, "", "upstream_unavailable"},
        {"200 with a page", false, {{{plain_answer(200, "<html>", "text/html")}}}, 502, "", "upstream_broken_answer"},
        {"200 with an error inside", false, {{{plain_answer(200, error_body)}}}, 502, "", "upstream_unavailable"},
        {"200 with an error in place of a stream",
         true,
         {{{plain_answer(200, error_body)}}},
         502,
         "",
         "upstream_unavailable"},
        {"an error nested without end", false, {{{plain_answer(200, endless)}}}, 502, "", "upstream_broken_answer"},
        {"an event nested without end",
         true,
         {{{stream_head() + chunk("data: " + endless + "\n\n")}}},
         502,
         "",
         "upstream_broken_answer"},
        {"JSON in place of a stream", true, {{{plain_answer(200, answer)}}}, 502, "", "upstream_broken_answer"},
        {"JSON that breaks off",
         false,
         {{{plain_answer(200, answer.substr(0, 30))}}},
         502,
         "",
         "upstream_broken_answer"},
        {"a redirect",
         false,
         {{{plain_answer(307, "{}", "application/json", "Location: http://169.254.169.254/\r\n")}}},
         502,
         "",
         "upstream_refused"},
        {"gzip",
         false,
         {{{plain_answer(200, "\x1f\x8b", "application/json", "Content-Encoding: gzip\r\n")}}},
         502,
         "",
         "upstream_broken_answer"},
        {"no HTTP", false, {{{"220 mail.example ESMTP\r\n"}}}, 502, "", "upstream_broken_answer"},
        {"nothing", false, {{}}, 502, "", "upstream_broken_answer"},
        {"silence", false, {{}, true}, 504, "", "upstream_timeout"},
        {"a head without end",
         false,
         {{{"HTTP/1.1 200 OK\r\n"}, {"X-Fill: " + std::string(4000, 'x') + "\r\n"}}, false, true},
         502,
         "",
         "upstream_broken_answer"},
        {"endless announcements",
         false,
         {{{"HTTP/1.1 103 Early Hints\r\n\r\n"}}, false, true},
         502,
         "",
         "upstream_broken_answer"},
        {"a short body",
         false,
         {{{plain_answer(200, answer).substr(0, plain_answer(200, answer).size() - 3)}}},
         502,
         "",
         "upstream_broken_answer"},
        {"cut after 40 tokens", true, {{{stream_head() + chunk(cut)}}}, 200, cut, "upstream_broken_answer"},
        {"an end without [DONE] or reason", true, {in_chunks(cut, 500)}, 200, cut, "upstream_broken_answer"},
        {"silence after 20 tokens",
         true,
         {{{stream_head() + chunk(tokens(20))}}, true},
         200,
         tokens(20),
         "upstream_timeout"},
        {"a broken event",
         true,
         {in_chunks(tokens(2) + "data: {\"a\":\n\n" + done_event, 500)},
         200,
         tokens(2),
         "upstream_broken_answer"},
        {"half an event",
         true,
         {in_chunks(tokens(2) + token_event("x").substr(0, 20), 500)},
         200,
         tokens(2),
         "upstream_broken_answer"},
    };
}

} // namespace

/// Every way in which a server can fail: the whole answer or an honest error, and never a byte in between.
class TestGatewayFaults : public QObject {
    Q_OBJECT

    void check(const Fault& fault) {
        ScriptedUpstream upstream(fault.behaviour);
        DoorBench bench;
        bench.add("box", upstream.url());
        const HttpReply reply = bench.post(fault.stream ? asked_stream : asked);
        const std::string what = std::string(fault.name) + ": " + std::to_string(reply.status) + " " + reply.body;
        QVERIFY2(reply.status == fault.status && reply.complete, what.c_str());
        QVERIFY2(reply.headers.count("set-cookie") == 0, what.c_str());
        QCOMPARE(reply.header("x-hearth-network"), std::string("box"));
        const auto envelope = bench.evidence(reply);
        QCOMPARE(envelope.request_hash, core::sha256(core::as_bytes(fault.stream ? asked_stream : asked)));
        if (fault.code.empty()) {
            QVERIFY2(reply.body == fault.body, what.c_str());
            QCOMPARE(envelope.response_hash, core::sha256(core::as_bytes(reply.body)));
            QVERIFY(envelope.whole == (fault.status == 200 && reply.body.find("\"error\"") == std::string::npos));
            return;
        }
        QVERIFY(!envelope.whole && !envelope.reason.empty());
        QVERIFY2(reply.body.starts_with(fault.body), what.c_str());
        const std::string rest = reply.body.substr(fault.body.size());
        QCOMPARE(envelope.response_bytes, std::uint64_t{fault.body.size()});
        if (!fault.body.empty()) QVERIFY2(rest.starts_with("data: ") && rest.ends_with("\n\n"), what.c_str());
        const QJsonObject error = object(fault.body.empty() ? rest : rest.substr(6))["error"].toObject();
        QVERIFY2(error["code"].toString().toStdString() == fault.code, what.c_str());
        QVERIFY2(error["message"].toString().startsWith("Network 'box': "), what.c_str());
        QVERIFY2(reply.body.find("sk-1") == std::string::npos, what.c_str());
    }

private slots:
    void wholeAnswersPassByteForByte() {
        for (const Fault& fault : whole_answers())
            check(fault);
    }
    void anythingElseIsAnHonestError() {
        for (const Fault& fault : honest_errors())
            check(fault);
    }

    void whoIsNotThereIsNamed() {
        DoorBench bench;
        std::uint16_t port = 0;
        {
            ScriptedUpstream gone(Behaviour{});
            port = gone.port();
        }
        bench.add_listed("box", "http://127.0.0.1:" + std::to_string(port) + "/v1", {{"m", 0, {}}});
        const HttpReply reply = bench.post(asked);
        QCOMPARE(reply.status, 502);
        QCOMPARE(reply.error()["code"].toString(), QString("upstream_unavailable"));
        QVERIFY(!bench.evidence(reply).whole);
    }

    void aServerThatTakesNoConnectionIsGivenUp() {
        FullServer full;
        QVERIFY(full.is_full());
        DoorBench bench;
        bench.add_listed("box", "http://127.0.0.1:" + std::to_string(full.port) + "/v1", {{"m", 0, {}}});
        for (const std::string& body : {asked, asked_stream}) {
            const HttpReply reply = bench.post(body);
            QCOMPARE(reply.status, 504);
            QCOMPARE(reply.error()["code"].toString(), QString("upstream_timeout"));
            QVERIFY(reply.error()["message"].toString().contains("could not be reached within 1 s"));
            const auto envelope = bench.evidence(reply);
            QVERIFY(!envelope.whole && !envelope.reason.empty());
            QCOMPARE(envelope.response_bytes, std::uint64_t{0});
        }
        QVERIFY(full.is_full()); // it was so all the time
    }

    void aServerThatDoesNotComeToTlsIsGivenUp() {
        ScriptedUpstream silent(Behaviour{{}, true});
        DoorBench bench;
        bench.add_listed("box", "https://localhost:" + std::to_string(silent.port()), {{"m", 0, {}}});
        const HttpReply reply = bench.post(asked);
        QCOMPARE(reply.error()["code"].toString(), QString("upstream_timeout"));
        QVERIFY(reply.error()["message"].toString().contains("could not be reached within 1 s"));
    }

    void anotherModelThanAskedForStandsInTheEvidence() {
        ScriptedUpstream upstream(Behaviour{{{plain_answer(200, R"({"model":"smaller","choices":[]})")}}});
        DoorBench bench;
        bench.add("box", upstream.url());
        const HttpReply reply = bench.post(asked);
        QCOMPARE(reply.status, 200);
        const auto envelope = bench.evidence(reply);
        QCOMPARE(envelope.answered_as.value_or(""), std::string("smaller"));
        QVERIFY(std::any_of(envelope.checks.begin(), envelope.checks.end(), [](const proof::CheckRow& row) {
            return row.name == "answered model" && row.outcome == proof::CheckRow::Outcome::failed;
        }));
    }

    void aNetworkThatFailsAgainAndAgainIsLeftAloneForAWhile() {
        ScriptedUpstream upstream(Behaviour{{{plain_answer(500, error_body)}}});
        DoorBench bench;
        bench.add("box", upstream.url());
        for (int i = 0; i < 3; ++i)
            QCOMPARE(bench.post(asked).status, 500);
        const HttpReply resting = bench.post(asked);
        QCOMPARE(resting.status, 503);
        QVERIFY(resting.error()["message"].toString().contains("It is tried again in"));
        const int seconds = std::stoi("0" + resting.header("retry-after"));
        QVERIFY(seconds > 0 && seconds <= 5);
        QCOMPARE(upstream.requests().size(), std::size_t{3});
        QCOMPARE(bench.upstreams->list().front().breaker, gateway::schedule::Breaker::State::open);
    }

    void whoRepeatsTheKeyIsCutOff() {
        const std::string key = "sk-secret-key-of-ours";
        const std::string repeated = "{\"model\":\"m\",\"choices\":[],\"note\":\"" + key + "\"}";
        const std::string complained = "{\"error\":{\"message\":\"key " + key + " is bad\"}}";
        // Where a quotation is cut, a part of it must not be left over.
        const std::string at_the_cut = "{\"error\":{\"message\":\"" + std::string(298, 'a') + key + "\"}}";
        for (const auto& [body, type] : {std::pair(repeated, std::string("application/json")),
                                         std::pair(complained, std::string("application/json")),
                                         std::pair(at_the_cut, std::string("application/json")),
                                         std::pair(answer, "application/json; k=" + key)}) {
            ScriptedUpstream upstream(
                Behaviour{{{plain_answer(200, body, type.c_str(), "Retry-After: " + key + "\r\n")}}});
            DoorBench bench;
            bench.add("box", upstream.url(), key);
            const HttpReply reply = bench.post(asked);
            QCOMPARE(reply.status, 502);
            QVERIFY(reply.body.find(key.substr(0, 8)) == std::string::npos);
            for (const auto& [name, value] : reply.headers)
                QVERIFY(value.find(key) == std::string::npos);
            const auto state = bench.upstreams->list().front();
            QVERIFY(state.record.last_error->message.find(key) == std::string::npos);
            QVERIFY(bench.evidence(reply).reason.find(key.substr(0, 8)) == std::string::npos);
            QVERIFY(upstream.last_request().find("Authorization: Bearer " + key + "\r\n") != std::string::npos);
        }
    }

    void onceEvidenceCannotBeKeptNoAnswerIsGivenOut() {
        ScriptedUpstream upstream(Behaviour{{{plain_answer(200, answer)}}});
        DoorBench bench;
        const auto may_keep = [&](bool keeps) {
            const std::lock_guard lock(bench.mutex);
            bench.keeps = keeps;
        };
        may_keep(false);
        bench.add("box", upstream.url());
        const HttpReply first = bench.post(asked); // the disk has not said anything yet
        QCOMPARE(first.status, 200);
        bench.upstreams->settle();
        const HttpReply reply = bench.post(asked);
        QCOMPARE(reply.status, 500);
        QVERIFY(reply.body.find("disk") != std::string::npos);
        QCOMPARE(reply.header("x-should-retry"), std::string("false"));
        may_keep(true);
        QCOMPARE(bench.post(asked).status, 200);
        QVERIFY(bench.evidence(first).whole); // what was promised was not forgotten
    }
};

QTEST_GUILESS_MAIN(TestGatewayFaults)
#include "tst_gateway_faults.moc"
