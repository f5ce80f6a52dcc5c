// SPDX-License-Identifier: Apache-2.0
#include "check_rows.h"
#include "door_bench.h"
#include "gateway/evidence/examine.h"
#include "gateway/networks/morpheus.h"
#include "proof_vectors.h"
#include "tls_upstream.h"

#include <condition_variable>
#include <QTest>

using namespace hearth;
using namespace hearth::test;
using Json = nlohmann::json;
using Outcome = proof::CheckRow::Outcome;

namespace {

const ProofVectors& vectors() {
    static const ProofVectors read("foreign_proofs.json");
    return read;
}

std::vector<std::string> pins() {
    return vectors()["pins"];
}

std::string tls_part(const char* who, const char* what) {
    return vectors()["tls"][who][what];
}

gateway::Upstreams::Options with_our_roots() {
    gateway::Upstreams::Options options = DoorBench::impatient();
    options.trust = vectors().roots();
    return options;
}

constexpr const char* answered = R"({"id":"c","model":"m","choices":[{"index":0,"message":{"content":"Hello  "}}]})";

std::string over_tls(const std::string& request) {
    if (request.starts_with("GET /v1/models ")) return plain_answer(200, R"({"object":"list","data":[{"id":"m"}]})");
    if (request.starts_with("POST ")) return plain_answer(200, answered);
    if (request.starts_with("GET /cpu ")) return plain_answer(200, vectors()["machine"]["quote"], "text/plain");
    if (request.starts_with("GET /gpu "))
        return plain_answer(200, Json{{"nonce", vectors()["machine"]["graphics_nonce"]}, {"arch", "HOPPER"}}.dump());
    return plain_answer(404, R"({"error":"not found"})");
}

/// Waits for the end of one call.
class Waiting final : public gateway::RawSink {
public:
    void head(const gateway::RawHead&) override {}
    bool body(std::string bytes) override {
        const std::lock_guard lock(m_mutex);
        m_body += bytes;
        return true;
    }
    void ended(const gateway::AnswerFacts& facts) override { end(facts, {}); }
    void failed(const core::Error& error, const gateway::AnswerFacts& facts) override { end(facts, error); }
    bool wait() {
        std::unique_lock lock(m_mutex);
        return m_ended.wait_for(lock, std::chrono::seconds(10), [this] { return m_over; });
    }
    std::string m_body;
    gateway::AnswerFacts m_facts;
    std::optional<core::Error> m_error;

private:
    void end(const gateway::AnswerFacts& facts, std::optional<core::Error> error) {
        const std::lock_guard lock(m_mutex);
        m_facts = facts;
        m_error = std::move(error);
        m_over = true;
        m_ended.notify_all();
    }
    std::mutex m_mutex;
    std::condition_variable m_ended;
    bool m_over = false;
};

const std::string question = R"({"model":"m","messages":[{"role":"user","content":"a secret"}]})";

} // namespace

/// Networks whose connection is what is proven, and those whose evidence proves little, behind the door.
class TestGatewayChannels : public QObject {
    Q_OBJECT

private slots:
    void anAnswerOverAnAttestedConnectionPassesUntouched() {
        TlsUpstream box(tls_part("cocoon", "certificate"), tls_part("cocoon", "key"), over_tls);
        DoorBench bench(with_our_roots());
        bench.add({"box", "cocoon", box.url(), "a-long-secret-key", {}, {}, pins()});
        const HttpReply reply = bench.post(question);
        QCOMPARE(reply.body, std::string(answered));
        const auto envelope = bench.evidence(reply);
        QCOMPARE(envelope.level, proof::Level::attested);
        QCOMPARE(outcome_of(envelope.checks, "connection"), Outcome::passed);
        QCOMPARE(outcome_of(envelope.checks, "attestation fixes"), Outcome::not_checked);
        QCOMPARE(outcome_of(envelope.checks, "answered model"), Outcome::passed);
        QVERIFY(box.requests().back().ends_with(question));
        const core::SigningKey key = gateway_key();
        const auto file = gateway::evidence::SignedEnvelope::sign(envelope, key).encode();
        const auto own = gateway::evidence::examine(file, core::as_bytes(question), core::as_bytes(reply.body),
                                                    vectors().roots(), {{}, {}, {key.public_key().hex()}});
        QVERIFY(own.valid && own.level == proof::Level::attested);
    }

    /// Neither a question nor our key.
    void nothingIsSentToWhoeverDoesNotProveItself() {
        for (const char* who : {"stolen", "other software", "morpheus"}) {
            TlsUpstream box(tls_part(who, "certificate"), tls_part(who, "key"), over_tls);
            DoorBench bench(with_our_roots());
            const gateway::UpstreamConfig config{"box", "cocoon", box.url(), "a-long-secret-key", {}, {}, pins()};
            const auto probed = bench.upstreams->probe(config);
            QVERIFY2(!probed && probed.error().code == core::Code::refused, who);
            QVERIFY(bench.upstreams->add(config, std::vector<gateway::OfferedModel>{{"m", 0, {}}}).ok());
            const HttpReply reply = bench.post(question);
            QVERIFY2(reply.status >= 500, who);
            QCOMPARE(bench.evidence(reply).level, proof::Level::none);
            QTRY_VERIFY(box.handshakes() > 0);
            QCOMPARE(box.bytes_received(), std::size_t{0});
        }
    }

    void whoeverAsksForTierTwoIsAnsweredOverSuchAConnectionAlone() {
        TlsUpstream box(tls_part("cocoon", "certificate"), tls_part("cocoon", "key"), over_tls);
        ScriptedUpstream open(Behaviour{{{plain_answer(200, answered)}}}, {"m"});
        DoorBench bench(with_our_roots());
        bench.add({"open", "openai", open.url(), {}});
        bench.add({"box", "cocoon", box.url(), "a-long-secret-key", {}, {}, pins()});
        const auto asked = [&](const std::string& tier) {
            std::string body = question;
            return bench.post(body.insert(1, R"("hearth":{"privacy":{"min_tier":")" + tier + R"("}},)"));
        };
        const HttpReply reply = asked("P2");
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.header("x-hearth-network"), std::string("box"));
        QVERIFY(open.requests().empty());
        QCOMPARE(asked("P0").header("x-hearth-network"), std::string("open"));
        const HttpReply refused = asked("P3");
        QCOMPARE(refused.status, 400);
        QVERIFY(refused.error()["message"].toString().contains("box: its privacy tier is P2"));
    }

    void theMakersRootsAreAskedByDefault() {
        TlsUpstream box(tls_part("cocoon", "certificate"), tls_part("cocoon", "key"), over_tls);
        DoorBench bench; // Intel signed none of our fixtures
        QVERIFY(!bench.upstreams->probe({"box", "cocoon", box.url(), {}, {}, {}, pins()}));
        QCOMPARE(box.bytes_received(), std::size_t{0});
    }

    void aMachinesQuoteIsFetchedBeforeTheQuestion() {
        TlsUpstream box(tls_part("morpheus", "certificate"), tls_part("morpheus", "key"), over_tls);
        const auto loop = gateway::CallLoop::start().value();
        const gateway::ServerUrl url = gateway::ServerUrl::parse(box.url()).value();
        gateway::MorpheusNetwork network(loop, url, "a-long-secret-key", {}, pins(), vectors().roots(), box.port());
        const auto sink = std::make_shared<Waiting>();
        const auto call = network.call({"/chat/completions", question}, {}, sink);
        QVERIFY(sink->wait());
        QVERIFY2(!sink->m_error, sink->m_error ? sink->m_error->message.c_str() : "");
        QCOMPARE(sink->m_body, std::string(answered));
        const auto requests = box.requests();
        QCOMPARE(requests.size(), std::size_t{3});
        QVERIFY(requests[0].starts_with("GET /cpu ") && requests[1].starts_with("GET /gpu "));
        for (const std::string& asked : {requests[0], requests[1]}) // whoever answers there is not proven yet
            QVERIFY(asked.find("a-long-secret-key") == std::string::npos);
        gateway::AnsweredCall ended{"/chat/completions",       "m", sink->m_facts, true, {}, {}, {}, {},
                                    core::system_clock().now()};
        gateway::AnswerEvidence found;
        network.prove(ended, [&](gateway::AnswerEvidence made) { found = std::move(made); });
        QCOMPARE(found.level, proof::Level::attested);
        QCOMPARE(outcome_of(found.rows, "attestation graphics nonce"), Outcome::passed);
        QCOMPARE(outcome_of(found.rows, "attestation graphics"), Outcome::not_checked);
        QVERIFY(network.models({}).ok());
        loop->stop();
    }

    void aMachineWithAnotherCertificateIsSentNothing() {
        TlsUpstream box(tls_part("cocoon", "certificate"), tls_part("cocoon", "key"), over_tls),
            machine(tls_part("morpheus", "certificate"), tls_part("morpheus", "key"), over_tls);
        const auto loop = gateway::CallLoop::start().value();
        const gateway::ServerUrl url = gateway::ServerUrl::parse(box.url()).value();
        gateway::MorpheusNetwork network(loop, url, "a-long-secret-key", {}, pins(), vectors().roots(), machine.port());
        const auto sink = std::make_shared<Waiting>();
        const auto call = network.call({"/chat/completions", question}, {}, sink);
        QVERIFY(sink->wait());
        QVERIFY(sink->m_error && sink->m_error->code == core::Code::refused && !sink->m_facts.asked);
        QCOMPARE(box.bytes_received(), std::size_t{0});
        loop->stop();
    }

    void atomasAnswerCarriesItsSignature() {
        const Json& one = vectors().case_called("atoma: a node's key of Ed25519");
        const std::string asked = one["request"], said = one["response"];
        for (const std::string& node : {one["pinned"].get<std::string>(), "0x" + std::string(64, '1'), std::string()}) {
            ScriptedUpstream box(Behaviour{{{plain_answer(200, said)}}});
            DoorBench bench;
            bench.add({"box",
                       "atoma",
                       box.url(),
                       {},
                       node.empty() ? std::vector<std::string>() : std::vector<std::string>{node}});
            const HttpReply reply = bench.post(asked);
            QCOMPARE(reply.body, said);
            const auto envelope = bench.evidence(reply);
            const bool pinned = node == one["pinned"];
            QCOMPARE(envelope.level, pinned ? proof::Level::signature : proof::Level::none);
            QCOMPARE(outcome_of(envelope.checks, "signing key"), pinned         ? Outcome::passed
                                                                 : node.empty() ? Outcome::not_checked
                                                                                : Outcome::failed);
            QCOMPARE(outcome_of(envelope.checks, "signed request"), Outcome::not_checked);
        }
        ScriptedUpstream stream(
            Behaviour{{{stream_head() + chunk(token_event("a") + last_event() + done_event) + chunk({})}}});
        DoorBench bench;
        bench.add({"box", "atoma", stream.url(), {}, {one["pinned"].get<std::string>()}});
        const auto envelope = bench.evidence(bench.post(R"({"model":"m","messages":[],"stream":true})"));
        QCOMPARE(envelope.level, proof::Level::none);
        QCOMPARE(outcome_of(envelope.checks, "network signature"), Outcome::not_checked);
    }

    void whatChutesMachinesShowIsKept() {
        const Json& one = vectors().case_called("chutes: two machines");
        Json shown = one["document"]["instances"];
        const auto script = [&](const std::string& request) {
            const auto says = [](const Json& body) { return Behaviour{{{plain_answer(200, body.dump())}}}; };
            if (request.starts_with("GET /chutes/c1/evidence?nonce="))
                return says({{"evidence", shown}, {"failed_instance_ids", nullptr}});
            if (request.starts_with("GET /e2e/instances/c1 ")) return says({{"instances", shown}});
            return Behaviour{{{plain_answer(200, answered)}}};
        };
        ScriptedUpstream box(script, {R"(m","chute_id":"c1)"}), other(script, {"m"});
        DoorBench bench(with_our_roots());
        bench.add({"box", "chutes", box.url(), {}, {}, {}, pins()});
        const HttpReply reply = bench.post(question);
        QCOMPARE(reply.body, std::string(answered));
        const auto envelope = bench.evidence(reply);
        QCOMPARE(envelope.level, proof::Level::none);
        QCOMPARE(outcome_of(envelope.checks, "attestation report"), Outcome::failed); // they answered another question
        QCOMPARE(outcome_of(envelope.checks, "attestation measurement"), Outcome::passed);
        QCOMPARE(outcome_of(envelope.checks, "answering machine"), Outcome::not_checked);
        const std::string document(envelope.proof->document.begin(), envelope.proof->document.end());
        const std::string nonce = Json::parse(document)["nonce"];
        QVERIFY(box.requests()[1].find("nonce=" + nonce + " ") != std::string::npos);
        DoorBench another(with_our_roots());
        another.add({"box", "chutes", other.url(), {}, {}, {}, pins()}); // names no chute
        QCOMPARE(outcome_of(another.evidence(another.post(question)).checks, "attestation report"),
                 Outcome::not_checked);
    }

    void aListOfProofsIsKept() {
        const Json& one = vectors().case_called("toploc: a list");
        for (const bool listed : {true, false}) {
            const std::string said = listed ? one["response"].get<std::string>() : std::string(answered);
            ScriptedUpstream box(Behaviour{{{plain_answer(200, said)}}});
            DoorBench bench;
            bench.add({"box", "toploc", box.url(), {}});
            const HttpReply reply = bench.post(question);
            QCOMPARE(reply.body, said);
            const auto envelope = bench.evidence(reply);
            QCOMPARE(envelope.level, proof::Level::none);
            QCOMPARE(outcome_of(envelope.checks, "proof list"), listed ? Outcome::passed : Outcome::not_checked);
            QCOMPARE(envelope.proof.has_value(), listed);
            if (listed) QCOMPARE(outcome_of(envelope.checks, "activations"), Outcome::not_checked);
        }
    }
};

QTEST_GUILESS_MAIN(TestGatewayChannels)
#include "tst_gateway_channels.moc"
