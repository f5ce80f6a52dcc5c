// SPDX-License-Identifier: Apache-2.0
#include "door_bench.h"
#include "gateway/networks/answer_guard.h"

#include <QTest>

using namespace hearth;
using namespace hearth::test;

namespace {

const std::string path = "/v1/responses", asked = R"({"model":"m","input":"hi"})",
                  asked_stream = R"({"model":"m","input":"hi","stream":true,"store":true})";

std::string typed_event(const std::string& type, int number, const std::string& more) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":" + std::to_string(number) + "," +
           more + "}\n\n";
}
std::string told(const std::string& type, int number, const std::string& status) {
    return typed_event(type, number,
                       R"("response":{"id":"resp_7","object":"response","model":"m","error":null,"status":")" + status +
                           "\"}");
}
std::string beginning() {
    return told("response.created", 0, "in_progress") + typed_event("response.output_text.delta", 1, R"("delta":"Hi")");
}
Behaviour streams(const std::string& events) {
    return {{{stream_head() + chunk(events) + chunk("")}}};
}

} // namespace

/// /v1/responses of other networks: what goes on, and how an end is told from a cut.
class TestGatewayForeignResponses : public QObject {
    Q_OBJECT

private slots:
    void aWholeAnswerPassesByteForByte() {
        const std::string answer = R"({"id":"resp_7","object":"response","model":"m","error":null,"output":[]})";
        ScriptedUpstream box(Behaviour{{{plain_answer(200, answer)}}});
        DoorBench bench;
        bench.add("box", box.url());
        const HttpReply reply = bench.post(asked, path);
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.body, answer);
        QCOMPARE(reply.header("x-hearth-network"), std::string("box"));
        QVERIFY2(box.last_request().starts_with("POST /v1/responses HTTP"), box.last_request().c_str());
        QVERIFY(box.last_request().ends_with(asked));
        const auto envelope = bench.evidence(reply);
        QVERIFY(envelope.whole && envelope.path == "/responses");
        QCOMPARE(envelope.answered_as.value_or(""), std::string("m"));
        // A model of this home stays here.
        const HttpReply own = bench.post(R"({"model":"fake/small","input":"hi"})", path);
        QCOMPARE(own.header("x-hearth-network"), std::string("home"));
    }

    void aStreamPassesEventByEvent() {
        for (const char* last : {"completed", "incomplete"})
            for (const bool done : {false, true}) {
                const std::string all =
                    beginning() + told("response." + std::string(last), 2, last) + (done ? done_event : std::string());
                ScriptedUpstream box(streams(all));
                DoorBench bench;
                bench.add("box", box.url());
                const HttpReply reply = bench.post(asked_stream, path);
                QCOMPARE(reply.body, all);
                QVERIFY(box.last_request().ends_with(asked_stream)); // members that this home would refuse
                const auto envelope = bench.evidence(reply);
                QVERIFY(envelope.whole);
                QCOMPARE(envelope.answered_as.value_or(""), std::string("m"));
            }
    }

    void whatBreaksOffEndsInItsOwnErrorEvent() {
        for (const std::string& cut : {beginning(), beginning() + done_event, beginning() + "event: x\ndata: {"}) {
            ScriptedUpstream box(streams(cut));
            DoorBench bench;
            bench.add("box", box.url());
            const HttpReply reply = bench.post(asked_stream, path);
            QVERIFY2(reply.complete && reply.body.starts_with(beginning()), reply.body.c_str());
            const std::string wanted = "event: error\ndata: {\"type\":\"error\",\"sequence_number\":2,"
                                       "\"code\":\"upstream_broken_answer\",\"message\":\"Network 'box': ";
            QVERIFY2(reply.body.find(wanted) != std::string::npos, reply.body.c_str());
            QVERIFY(!bench.evidence(reply).whole);
        }
    }

    void nothingFollowsTheEventThatEndsTheAnswer() {
        const std::string failed = typed_event("response.failed", 3, R"("response":{"id":"resp_7","model":"m"})"),
                          error = typed_event("error", 2, R"("code":"x","message":"No room.")"),
                          completed = told("response.completed", 2, "completed"),
                          more = typed_event("response.output_text.delta", 3, R"("delta":"more")");
        for (const auto& [events, good] : std::vector<std::pair<std::string, std::string>>{
                 {completed + more, completed},
                 {completed + failed, completed},
                 {completed + completed, completed},
                 {error + more, error},
                 {error + failed + failed, error + failed},
                 {completed + done_event + "data: {\"object\":\"note\"}\n\n", {}},
                 {error + failed + done_event, {}}}) {
            gateway::EventGuard guard(1 << 20, {}, true);
            const gateway::Passed passed = guard.feed(beginning() + events);
            QVERIFY2(passed.fine.ok() == good.empty(), events.c_str());
            QCOMPARE(passed.bytes, beginning() + (good.empty() ? events : good));
        }
        gateway::EventGuard chats(1 << 20); // [DONE] ends those, and what an event is called nobody looks at
        QVERIFY(chats.feed(completed + more).fine.ok());
    }

    void aFailureThatTheNetworkTellsPassesAndIsNoWholeAnswer() {
        const std::string failed =
            typed_event("response.failed", 2,
                        R"("response":{"id":"resp_7","model":"m","error":{"code":"x","message":"No room."}})");
        for (const std::string& last : {failed, typed_event("error", 2, R"("code":"x","message":"No room.")")}) {
            ScriptedUpstream box(streams(beginning() + last));
            DoorBench bench;
            bench.add("box", box.url());
            const HttpReply reply = bench.post(asked_stream, path);
            QCOMPARE(reply.body, beginning() + last);
            const auto envelope = bench.evidence(reply);
            QVERIFY2(!envelope.whole && envelope.reason.find("No room.") != std::string::npos, envelope.reason.c_str());
        }
    }

    void whoAnswersChatsAloneIsPassedOver() {
        ScriptedUpstream chats(Behaviour{{{plain_answer(404, R"({"error":{"message":"Not found"}})")}}}),
            both(Behaviour{{{plain_answer(200, R"({"id":"resp_7","model":"m"})")}}});
        DoorBench bench;
        bench.add("chats", chats.url());
        QCOMPARE(bench.post(asked, path).status, 404); // as it says
        bench.add("both", both.url());
        const HttpReply reply = bench.post(asked, path);
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.header("x-hearth-route"), std::string("first; after chats (HTTP 404)"));
        QCOMPARE(bench.post(R"({"model":"m","messages":[]})").status, 404); // of a chat it is an answer
    }

    /// The network has one key for all callers.
    void whatANetworkKeepsForOneCallerNoOtherOneReaches() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, R"({"id":"resp_7","model":"m"})")}}});
        DoorBench bench;
        bench.add("box", box.url());
        const auto with = [](const std::string& members) { return R"({"model":"m","input":"hi",)" + members + "}"; };
        for (const char* member : {"previous_response_id", "conversation", "background"}) {
            const std::string quoted = "\"" + std::string(member) + "\":";
            std::vector<std::string> values{"true", R"("resp_1")"};
            if (member != std::string("background")) values.emplace_back(R"({"id":"conv_1"})");
            for (const std::string& value : values) {
                const HttpReply reply = bench.post(with(quoted + value), path);
                QCOMPARE(reply.status, 400);
                QCOMPARE(reply.error()["param"].toString(), QString(member));
            }
        }
        QVERIFY(box.requests().empty());
        const std::string none = with(R"("previous_response_id":null,"conversation":null,"background":false)");
        QCOMPARE(bench.post(none, path).status, 200);
        QVERIFY(box.last_request().ends_with(none));
    }

    void thatAPathIsMissingSaysNothingOfChats() {
        const std::string fine = R"({"id":"c","model":"m","choices":[]})";
        for (const std::string& none : {plain_answer(404, "<html>Not found</html>", "text/html"),
                                        plain_answer(501, R"({"error":{"message":"Not implemented"}})")}) {
            ScriptedUpstream chats([&](const std::string& request) {
                return Behaviour{{{request.starts_with("POST /v1/responses") ? none : plain_answer(200, fine)}}};
            });
            DoorBench bench;
            bench.add("chats", chats.url());
            for (unsigned i = 0; i < 2 * gateway::schedule::failures_to_open; ++i)
                QVERIFY(bench.post(asked, path).status != 200);
            QVERIFY(bench.upstreams->wait_idle(5'000'000'000));
            QVERIFY(bench.upstreams->state("chats")->breaker == gateway::schedule::Breaker::State::closed);
            QCOMPARE(bench.post(R"({"model":"m","messages":[]})").status, 200);
        }
    }

    /// Nor does it end a rest that failed chats brought.
    void thatAPathIsMissingForgivesNoFailures() {
        ScriptedUpstream broken([](const std::string& request) {
            const bool chat = request.find("/chat/completions") != std::string::npos;
            return Behaviour{{{plain_answer(chat ? 500 : 404, R"({"error":{"message":"x"}})")}}};
        });
        DoorBench bench;
        bench.add("broken", broken.url());
        for (unsigned i = 0; i < gateway::schedule::failures_to_open; ++i) {
            QCOMPARE(bench.post(R"({"model":"m","messages":[]})").status, 500);
            if (i + 1 < gateway::schedule::failures_to_open) QCOMPARE(bench.post(asked, path).status, 404);
        }
        QVERIFY(bench.upstreams->wait_idle(5'000'000'000));
        QVERIFY(bench.upstreams->state("broken")->breaker == gateway::schedule::Breaker::State::open);
    }
};

QTEST_GUILESS_MAIN(TestGatewayForeignResponses)
#include "tst_gateway_foreign_responses.moc"
