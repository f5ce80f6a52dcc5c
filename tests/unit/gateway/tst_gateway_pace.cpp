// SPDX-License-Identifier: Apache-2.0
#include "door_bench.h"

#include <QTest>

using namespace hearth;
using namespace hearth::test;

namespace {

using Millis = std::chrono::milliseconds;

const std::string asked_stream = R"({"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]})";

const std::string asked = R"({"model":"m","messages":[{"role":"user","content":"hi"}]})";

} // namespace

/// How soon another network answers, and how long it may be silent in the middle of an answer.
class TestGatewayPace : public QObject {
    Q_OBJECT

private slots:
    void dripsAndEndlessKeepAlivesEnd() {
        // Bytes come all the time, and never an event: what shows no more than that it is there gets no more than the
        // whole time of a call.
        const std::pair<std::string, std::string> endless[] = {{"data: ", "x"}, {"", ": keep-alive\n\n"}};
        for (const auto& [begin, more] : endless) {
            ScriptedUpstream upstream(
                Behaviour{{{stream_head() + chunk(token_event("t") + begin)}, {chunk(more), Millis(20)}}, false, true});
            gateway::Upstreams::Options options = DoorBench::impatient();
            options.call.total = 1'500'000'000;
            DoorBench bench(options);
            bench.add("box", upstream.url());
            const HttpReply reply = bench.post(asked_stream);
            QVERIFY2(reply.body.find("upstream_timeout") != std::string::npos, reply.body.c_str());
            QVERIFY(upstream.saw_a_caller_leave(Millis(5000)));
        }
    }

    void aStreamThatStopsIsGivenUpByItsOwnPace() {
        Behaviour stops{{{stream_head()}}, true};
        for (int i = 0; i < 20; ++i)
            stops.pieces.push_back({chunk(token_event("t")), Millis(10)});
        ScriptedUpstream upstream(stops);
        gateway::Upstreams::Options options = DoorBench::impatient();
        options.call.stall = options.call.total = 600'000'000'000; // it is not these that end it
        options.call.least_stall = 300'000'000;
        DoorBench bench(options);
        bench.add("box", upstream.url());
        const HttpReply reply = bench.post(asked_stream);
        QVERIFY2(reply.body.find("fell silent in the middle") != std::string::npos, reply.body.c_str());
        QVERIFY(reply.body.find("upstream_timeout") != std::string::npos);
        QVERIFY(!bench.evidence(reply).whole);
        QVERIFY(upstream.saw_a_caller_leave(Millis(5000)));
    }

    void aSlowStreamThatIsHonestIsNotCut() {
        Behaviour slow{{{stream_head()}}};
        const auto say = [&](const std::string& what, int before) {
            slow.pieces.push_back({chunk(what), Millis(before)});
        };
        for (const int before : {5, 5, 400, 5, 5, 5, 5, 5, 5, 5, 5, 600}) // its usual gap says little
            say(token_event("t"), before);
        for (int i = 0; i < 15; ++i)
            say(": thinking\n\n", 100);
        say(last_event() + done_event, 5);
        slow.pieces.push_back({chunk("")});
        ScriptedUpstream upstream(slow);
        gateway::Upstreams::Options options = DoorBench::impatient();
        options.call.stall = 5'000'000'000;
        options.call.least_stall = 100'000'000;
        DoorBench bench(options);
        bench.add("box", upstream.url());
        const HttpReply reply = bench.post(asked_stream);
        QVERIFY2(reply.body.ends_with(done_event), reply.body.c_str());
        QVERIFY(bench.evidence(reply).whole);
    }

    void anAnswerBeginsWithItsFirstEvent() {
        const std::string head =
            "HTTP/1.1 200 OK\r\nContent-Type: Text/Event-Stream\r\nTransfer-Encoding: chunked\r\n\r\n";
        ScriptedUpstream slow(
            Behaviour{{{head + chunk(": queued\n\n")},
                       {chunk(token_event("t") + last_event() + done_event) + chunk(""), Millis(300)}}});
        ScriptedUpstream wrong(Behaviour{{{plain_answer(400, R"({"error":{"message":"no"}})")}}});
        ScriptedUpstream whole(Behaviour{{{plain_answer(200, R"({"model":"m"})")}}});
        for (ScriptedUpstream* const upstream : {&slow, &wrong, &whole}) {
            DoorBench bench;
            bench.add("box", upstream->url());
            const bool streams = upstream == &slow;
            bench.evidence(bench.post(streams ? asked_stream : asked));
            const auto offers = bench.upstreams->offering("m");
            QVERIFY(offers && offers->size() == 1);
            QVERIFY(offers->front().door.what.first_token_s.value_or(0) >= (streams ? 0.25 : 0.0));
            QCOMPARE(offers->front().door.what.first_token_s.has_value(), streams);
            QCOMPARE(bench.upstreams->state("box")->record.latency.has_value(), upstream != &wrong);
        }
    }
};

QTEST_GUILESS_MAIN(TestGatewayPace)
#include "tst_gateway_pace.moc"
