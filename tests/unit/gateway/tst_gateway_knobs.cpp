// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "door_bench.h"
#include "gateway/evidence/examine.h"

#include <QTest>

using namespace hearth;
using namespace hearth::test;

namespace {

const std::string fine = R"({"model":"m","choices":[]})";
Behaviour says(const std::string& body, int status = 200) {
    return {{{plain_answer(status, body)}}};
}
std::string body_of(const std::string& request) {
    return request.substr(request.find("\r\n\r\n") + 4);
}
std::string ask(const std::string& members, const std::string& model = "m") {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"model\":\"" + model + "\"" +
           (members.empty() ? "" : "," + members) + "}";
}

} // namespace

/// Terms of a call at the door, with real networks behind it.
class TestGatewayKnobs : public QObject {
    Q_OBJECT

private slots:
    void theNextNetworkIsAskedBeforeTheFirstByte() {
        const std::string error = R"({"error":{"message":"no"}})";
        for (const Behaviour& broken : {says(error, 500), says(error, 429), says(error, 401)}) {
            ScriptedUpstream first(broken), second(says(fine));
            DoorBench bench;
            bench.add("first", first.url());
            bench.add("second", second.url());
            const HttpReply reply = bench.post(ask({}));
            QVERIFY2(reply.status == 200 && reply.body == fine, reply.body.c_str());
            QCOMPARE(reply.header("x-hearth-network"), std::string("second"));
            QVERIFY2(reply.header("x-hearth-route").starts_with("first; after first ("),
                     reply.header("x-hearth-route").c_str());
            QCOMPARE(bench.evidence(reply).network, std::string("second"));
            QCOMPARE(bench.kept.size(), std::size_t{2}); // what came to nothing is written down, too
            QCOMPARE(body_of(first.last_request()), body_of(second.last_request()));
        }
    }

    void aNetworkThatBeganIsNotReplaced() {
        ScriptedUpstream cut(Behaviour{{{stream_head() + chunk(token_event("a"))}}}),
            short_body(Behaviour{{{plain_answer(200, fine).substr(0, plain_answer(200, fine).size() - 3)}}}),
            second(says(fine));
        for (const ScriptedUpstream* first : {&cut, &short_body}) {
            DoorBench bench;
            bench.add("first", first->url());
            bench.add("second", second.url());
            const HttpReply reply = bench.post(ask(first == &cut ? R"("stream":true)" : ""));
            QCOMPARE(reply.header("x-hearth-network"), std::string("first"));
            QVERIFY(reply.body.find("upstream_broken_answer") != std::string::npos);
        }
        QVERIFY(second.requests().empty()); // nobody pays for the same answer twice
    }

    void aNetworkThatWasAskedAndSaysNothingIsNotReplaced() {
        for (const Behaviour& mute : {Behaviour{{}, true}, Behaviour{}, Behaviour{{{"220 mail\r\n"}}}}) {
            ScriptedUpstream first(mute), second(says(fine));
            DoorBench bench;
            bench.add("first", first.url());
            bench.add("second", second.url());
            const HttpReply reply = bench.post(ask({}));
            QVERIFY2(reply.status >= 502 && reply.header("x-hearth-network") == "first", reply.body.c_str());
            QCOMPARE(reply.header("x-should-retry"), std::string("false")); // so that a key of it is kept
            QVERIFY(second.requests().empty());                             // it may be computing, and bill it
        }
    }

    void whoIsNotReachedIsReplaced() {
        std::uint16_t port = 0;
        {
            ScriptedUpstream gone(Behaviour{});
            port = gone.port();
        }
        ScriptedUpstream second(says(fine));
        DoorBench bench;
        bench.add_listed("first", "http://127.0.0.1:" + std::to_string(port) + "/v1", {{"m", 0, {}}});
        bench.add("second", second.url());
        const HttpReply reply = bench.post(ask({}));
        QCOMPARE(reply.header("x-hearth-network"), std::string("second"));
        QVERIFY(reply.header("x-hearth-route").starts_with("first; after first (upstream_unavailable"));
    }

    void whatTheRequestIsWrongAboutIsNotAskedElsewhere() {
        ScriptedUpstream first(says(R"({"error":{"message":"too long"}})", 400)), second(says(fine));
        DoorBench bench;
        bench.add("first", first.url());
        bench.add("second", second.url());
        QCOMPARE(bench.post(ask({})).status, 400);
        QVERIFY(second.requests().empty());
    }

    void withoutFallbacksTheFirstErrorIsTheAnswer() {
        ScriptedUpstream first(says(R"({"error":{"message":"no"}})", 500)), second(says(fine));
        DoorBench bench;
        bench.add("first", first.url());
        bench.add("second", second.url());
        const HttpReply reply = bench.post(ask(R"("provider":{"allow_fallbacks":false})"));
        QCOMPARE(reply.status, 500);
        QCOMPARE(reply.header("x-hearth-network"), std::string("first"));
        QVERIFY(second.requests().empty());
        const HttpReply ordered = bench.post(ask(R"("provider":{"order":["second"],"allow_fallbacks":false})"));
        QCOMPARE(ordered.header("x-hearth-network") + " " + ordered.header("x-hearth-route"),
                 std::string("second order"));
    }

    void theTermsStayHereAndTheEvidenceSaysWhatWasCut() {
        ScriptedUpstream box(says(fine));
        DoorBench bench;
        bench.add("box", box.url());
        const std::string body =
            R"({"provider":{"ignore":["home"]}, "model":"box/m", "seed":1 ,"hearth":{"resume":false}})";
        const HttpReply reply = bench.post(body);
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.header("x-hearth-route"), std::string("named"));
        QCOMPARE(body_of(box.last_request()), std::string(R"({"model":"m", "seed":1})"));
        const auto envelope = bench.evidence(reply);
        QCOMPARE(envelope.rewrites.size(), std::size_t{3});
        const auto key = core::SigningKey::generate();
        auto signed_copy = envelope;
        signed_copy.gateway_key = key.public_key();
        const core::Bytes file = gateway::evidence::SignedEnvelope::sign(signed_copy, key).encode();
        const auto found = gateway::evidence::examine(file, core::as_bytes(body), core::as_bytes(reply.body));
        QVERIFY(found.valid); // the caller's own copy, with the map, is what went on
    }

    void termsThatNobodyMeetsAreRefusedWithTheLevelsThatThereAre() {
        ScriptedUpstream box(says(fine));
        DoorBench bench;
        bench.add("box", box.url());
        const HttpReply reply = bench.post(ask(R"("hearth":{"evidence":{"min_level":"E1"}})"));
        QCOMPARE(reply.status, 400);
        QCOMPARE(reply.error()["param"].toString(), QString("hearth.evidence.min_level"));
        QVERIFY(reply.error()["message"].toString().contains("box: its evidence reaches E0"));
        QCOMPARE(bench.post(ask(R"("hearth":{"privacy":{"min_tier":"P1"}})")).status, 400);
        QCOMPARE(bench.post(ask(R"("hearth":{"max_price":"5"})")).status, 400);
        QCOMPARE(bench.post(ask(R"("provider":{"order":["bxo"]})")).error()["code"].toString(),
                 QString("unknown_network"));
        QVERIFY(box.requests().empty());
    }

    /// What nobody here has is refused by its name at every door, and answered on no lower tier.
    void tierThreeIsRefusedAtEveryDoor() {
        ScriptedUpstream box(says(fine));
        DoorBench bench;
        bench.add("box", box.url());
        Bench alone;
        const std::string terms = R"(,"hearth":{"privacy":{"min_tier":"P3"}}})";
        const std::pair<std::string, std::string> doors[] = {
            {"/v1/chat/completions", R"({"model":"M","messages":[{"role":"user","content":"x"}])"},
            {"/v1/completions", R"({"model":"M","prompt":"x")"},
            {"/v1/responses", R"({"model":"M","input":"x")"},
            {"/v1/embeddings", R"({"model":"M","input":"x")"},
            {"/v1/models/fake%2Fsmall:run", R"({"inputs":{"x":{"dtype":"float32","shape":[],"data":1}})"}};
        for (const auto& [path, body] : doors)
            for (const std::string model : {"fake/small", "m"}) {
                std::string asked = body + terms;
                if (const auto at = asked.find("\"M\""); at != std::string::npos) asked.replace(at + 1, 1, model);
                for (const std::uint16_t port : {bench.server->port(), alone.port()}) {
                    const HttpReply reply = call(port, "POST", path, asked);
                    QCOMPARE(reply.status, 400);
                    QVERIFY2(reply.error()["param"].toString() == "hearth.privacy.min_tier",
                             (path + reply.body).c_str());
                    QVERIFY2(reply.body.find("blind tokens") != std::string::npos, reply.body.c_str());
                }
            }
        QVERIFY(box.requests().empty() && bench.backend->requests().empty() && alone.backend->requests().empty());
    }

    void theSameTermsHoldForThisHome() {
        Bench alone; // no network stands behind it
        const auto asked = [&](const std::string& members) {
            return call(alone.port(), "POST", chat_path, chat(members));
        };
        const HttpReply fine_here = asked(R"("hearth":{"privacy":{"min_tier":"P1"},"evidence":{"min_level":"E1"}})");
        QCOMPARE(fine_here.status, 200);
        QCOMPARE(fine_here.header("x-hearth-network") + " " + fine_here.header("x-hearth-route"),
                 std::string("home home"));
        QCOMPARE(alone.backend->requests().back().route.min_tier, 1u);
        QCOMPARE(asked(R"("hearth":{"privacy":{"min_tier":"P2"}})").status, 400);
        QCOMPARE(asked(R"("hearth":{"evidence":{"min_level":"E2"}})").status, 400);
        QCOMPARE(asked(R"("provider":{"ignore":["home"]})").status, 400);
        QCOMPARE(asked(R"("provider":{"only":["box"]})").status, 400);
        QCOMPARE(alone.backend->requests().size(), std::size_t{1});
    }

    void whatACallMayCostIsSharedByItsAnswers() {
        Bench alone;
        QCOMPARE(call(alone.port(), "POST", chat_path, chat(R"("n":3,"hearth":{"max_price":"10"})")).status, 200);
        const std::string prompts = R"({"model":"fake/small","prompt":["a","b"],"n":2,"hearth":{"max_price":"10"}})";
        QCOMPARE(call(alone.port(), "POST", "/v1/completions", prompts).status, 200);
        const auto requests = alone.backend->requests();
        QCOMPARE(requests.size(), std::size_t{7});
        for (std::size_t i = 0; i < requests.size(); ++i)
            QCOMPARE(*requests[i].route.max_price, std::uint64_t{i < 3 ? 3u : 2u});
    }

    void thisHomeAndNetworksStandInForEachOtherWhereTheCallerSaysSo() {
        ScriptedUpstream box(says(fine), {"fake/small"});
        DoorBench bench;
        bench.add("box", box.url());
        const HttpReply here = bench.post(ask({}, "fake/small"));
        QCOMPARE(here.header("x-hearth-network"), std::string("home"));
        const HttpReply there = bench.post(ask(R"("provider":{"order":["box"]})", "fake/small"));
        QCOMPARE(there.header("x-hearth-network"), std::string("box"));
        ScriptedUpstream broken(says(R"({"error":{"message":"no"}})", 503), {"fake/small"});
        DoorBench other;
        other.add("broken", broken.url());
        const HttpReply back = other.post(ask(R"("provider":{"order":["broken"]})", "fake/small"));
        QCOMPARE(back.status, 200);
        QCOMPARE(back.header("x-hearth-network"), std::string("home"));
        QVERIFY(back.header("x-hearth-route").starts_with("home; after broken ("));
    }

    void aProfileOfThisHomeIsNotLostOnTheWay() {
        ScriptedUpstream box(says(fine), {"fake/small"});
        DoorBench bench;
        bench.add("box", box.url());
        const std::string both = R"(,"hearth":{"networks":{"allow":["home","box"]}})";
        const HttpReply reply = bench.post(ask(R"("profile":"fp32")" + both, "fake/small"));
        QCOMPARE(reply.status, 400);
        QCOMPARE(reply.error()["param"].toString(), QString("profile"));
        QCOMPARE(bench.post(ask(R"("profile":null)" + both, "fake/small")).status, 200);
        const HttpReply there = bench.post(ask(R"("profile":"theirs")", "box/fake/small"));
        QCOMPARE(there.header("x-hearth-network"), std::string("box")); // a member of its own
        QVERIFY(body_of(box.last_request()).find("theirs") != std::string::npos);
    }

    void aBusyHomeSendsOnlyWhereTheCallerAllowsIt() {
        ScriptedUpstream box(says(fine), {"fake/small"});
        Script busy;
        busy.refuse = core::fail(core::Code::busy, "All places are taken.");
        DoorBench bench(DoorBench::impatient(), busy);
        bench.add("box", box.url());
        QCOMPARE(bench.post(ask({}, "fake/small")).status, 429);
        QVERIFY(box.requests().empty());
        const HttpReply reply = bench.post(ask(R"("hearth":{"networks":{"allow":["home","box"]}})", "fake/small"));
        QCOMPARE(reply.header("x-hearth-network"), std::string("box"));
        QVERIFY(reply.header("x-hearth-route").starts_with("first; after home (rate_limit_exceeded)"));
    }
};

QTEST_GUILESS_MAIN(TestGatewayKnobs)
#include "tst_gateway_knobs.moc"
