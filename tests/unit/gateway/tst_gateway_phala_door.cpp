// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "door_bench.h"
#include "gateway/edge/answer_book.h"
#include "gateway/evidence/network_proof.h"

#include <nlohmann/json.hpp>
#include <QTest>

using namespace hearth;
using namespace hearth::test;
using Json = nlohmann::json;

/// What checkers of Phala's family ask this home's door for.
class TestGatewayPhalaDoor : public QObject {
    Q_OBJECT

private slots:
    /// As a checker of the family's would read it: ours.
    void whoChecksPhalasSignaturesChecksOurs() {
        for (const bool stream : {false, true}) {
            Bench bench;
            const std::string body = chat(stream ? R"("stream":true)" : "");
            const HttpReply answer = call(bench.port(), "POST", chat_path, body);
            const std::string first = answer.body.substr(answer.body.find("chatcmpl-"));
            const std::string path = "/v1/signature/" + first.substr(0, first.find('"'));
            const HttpReply reply = call(bench.port(), "GET", path + "?model=m&signing_algo=Ed25519");
            QCOMPARE(reply.status, 200);
            const Json signature = Json::parse(reply.body);
            QCOMPARE(call(bench.port(), "GET", path).body, reply.body);
            gateway::evidence::Transcript seen;
            seen.kind = "phala";
            seen.request_hash = core::sha256(core::as_bytes(body));
            seen.response_hash = core::sha256(core::as_bytes(answer.body));
            const std::string key = signature["signing_address"];
            const auto level = [&](const Json& shown) {
                const gateway::evidence::NetworkProof proof{
                    std::string(gateway::evidence::phala_format),
                    core::to_bytes(core::as_bytes(Json{{"signature", shown}}.dump())),
                    key,
                    {}};
                return gateway::evidence::examine_proof(proof, seen, gateway::evidence::hardware_makers()).level;
            };
            QCOMPARE(level(signature), proof::Level::signature);
            seen.response_hash.bytes[0] ^= 1;
            QCOMPARE(level(signature), proof::Level::none);
        }
    }

    void aSignatureIsForWhoeverAskedAndOfTheKindThatWasAskedFor() {
        Bench bench(Script{}, with_two_keys());
        const std::string one = "Authorization: Bearer hearth-1\r\n", two = "Authorization: Bearer hearth-2\r\n";
        const HttpReply answer = call(bench.port(), "POST", chat_path, chat(), one);
        const std::string path = "/v1/signature/" + answer.json()["id"].toString().toStdString();
        const auto code = [&](const std::string& query, const std::string& headers) {
            const HttpReply reply = call(bench.port(), "GET", path + query, {}, headers);
            return std::to_string(reply.status) + " " + reply.error()["code"].toString().toStdString() +
                   reply.error()["param"].toString().toStdString();
        };
        QCOMPARE(code("", one), std::string("200 "));
        for (const std::string& id :
             {answer.header("x-evidence-id"), "re-" + answer.header("x-evidence-id").substr(3)}) {
            QCOMPARE(call(bench.port(), "GET", "/v1/signature/" + id, {}, one).body,
                     call(bench.port(), "GET", path, {}, one).body);
            QCOMPARE(call(bench.port(), "GET", "/v1/signature/" + id, {}, two).status, 404);
        }
        QCOMPARE(code("", two), std::string("404 signature_not_found"));
        QCOMPARE(code("", {}), std::string("404 signature_not_found"));
        QCOMPARE(code("?signing_algo=ecdsa", one), std::string("400 unsupported_valuesigning_algo"));
        QVERIFY(call(bench.port(), "GET", path + "?signing_algo=ecdsa", {}, one).body.find("'ecdsa'") !=
                std::string::npos);
        QCOMPARE(code("?signing_algo=ed25519&signing_algo=ecdsa", one), std::string("400 signing_algo"));
        QCOMPARE(code("?signing_address=" + std::string(64, '0'), one), std::string("404 signer_not_found"));
        QCOMPARE(code("?signing_address=0x" + bench.backend->signing_key().value(), one), std::string("200 "));
    }

    /// Word for word, for whoever asked, and never as this node's.
    void aNetworksSignatureIsGivenAsThatNetworks() {
        const std::string address = "0x" + std::string(40, 'a');
        const Json given{{"text", "11:22"},
                         {"signature", "0x33"},
                         {"signing_address", address},
                         {"signing_algo", "ecdsa"},
                         {"signature_kind", "provider_tee"}};
        ScriptedUpstream box([&](const std::string& request) -> Behaviour {
            if (request.starts_with("POST "))
                return {{{plain_answer(200, R"({"id":"chatcmpl-7","model":"m","choices":[]})")}}};
            if (request.starts_with("GET /v1/signature/")) return {{{plain_answer(200, given.dump())}}};
            return {{{plain_answer(200, R"({"object":"list","data":[{"id":"m"}]})")}}};
        });
        DoorBench bench(DoorBench::impatient(), {}, nullptr, with_two_keys().keys);
        bench.add({"box", "phala", box.url(), {}, {address}});
        const std::string one = "Authorization: Bearer hearth-1\r\n", two = "Authorization: Bearer hearth-2\r\n";
        const HttpReply answer =
            bench.post(R"({"model":"box/m","messages":[{"role":"user","content":"hi"}]})", chat_path, one);
        QCOMPARE(answer.status, 200);
        const auto ask = [&](const std::string& id, const std::string& headers) {
            return call(bench.server->port(), "GET", "/v1/signature/" + id, {}, headers);
        };
        for (const std::string& id : {std::string("chatcmpl-7"), answer.header("x-evidence-id")}) {
            const HttpReply reply = ask(id, one);
            QCOMPARE(reply.status, 200);
            Json shown = Json::parse(reply.body);
            QCOMPARE(shown["network"].get<std::string>(), std::string("box"));
            QCOMPARE(shown["evidence_id"].get<std::string>(), answer.header("x-evidence-id"));
            QVERIFY(shown["notice"].get<std::string>().find("not this gateway") != std::string::npos);
            for (const char* name : {"network", "evidence_id", "notice"})
                shown.erase(name);
            QVERIFY2(shown == given, reply.body.c_str());
            QCOMPARE(ask(id, two).status, 404);
            QCOMPARE(ask(id, {}).status, 404);
        }
        QCOMPARE(ask("chatcmpl-7?signing_algo=ECDSA&signing_address=" + address, one).status, 200);
        QCOMPARE(ask("chatcmpl-7?signing_algo=ed25519", one).status, 400);
        QCOMPARE(ask("chatcmpl-7?signing_address=" + bench.backend->signing_key().value(), one).status, 404);
        QCOMPARE(call(bench.server->port(), "GET", "/v1/receipts/chatcmpl-7", {}, one).status, 404);
    }

    void whereTheNetworkSignsNothingThisNodeDoesNotSignInItsPlace() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, R"({"id":"chatcmpl-7","model":"m","choices":[]})")}}});
        DoorBench bench;
        bench.add_listed("box", box.url(), {{"m", 0, ""}});
        QCOMPARE(bench.post(R"({"model":"box/m","messages":[{"role":"user","content":"hi"}]})").status, 200);
        const HttpReply reply = call(bench.server->port(), "GET", "/v1/signature/chatcmpl-7");
        QCOMPARE(reply.status, 404);
        QCOMPARE(reply.error()["code"].toString(), QString("signature_not_found"));
        QVERIFY2(reply.body.find("'box' answered, and gave no signature") != std::string::npos, reply.body.c_str());
    }

    /// What a network calls its answers is its own affair.
    void aNetworksIdTakesNobodysPlace() {
        gateway::AnswerBook book;
        const auto home = [](const char* id) { return gateway::AnsweredBytes{id, std::string("ev-") + id, {}, {}}; };
        const auto foreign = [](const char* id, const char* evidence) {
            return gateway::AnsweredBytes{id, evidence, {}, {}, {}, "box"};
        };
        book.keep("one", home("chatcmpl-1"), 0);
        book.keep("one", foreign("chatcmpl-1", "a"), 0);
        book.keep("one", foreign("chatcmpl-2", "b"), 0);
        book.keep("one", foreign("chatcmpl-2", "c"), 0);
        book.keep("two", foreign("chatcmpl-2", "d"), 0);
        book.keep("one", foreign("b", "e"), 0);
        const auto evidence = [&](const char* id, const char* caller) {
            const auto found = book.find(id, caller, 1);
            return found ? found->evidence_id : std::string();
        };
        QCOMPARE(evidence("chatcmpl-1", "one"), std::string("ev-chatcmpl-1"));
        QCOMPARE(evidence("a", "one"), std::string("a"));
        QCOMPARE(evidence("chatcmpl-2", "one"), std::string("c"));
        QCOMPARE(evidence("b", "one"), std::string("b"));
        QCOMPARE(evidence("e", "one"), std::string("e"));
        QCOMPARE(evidence("chatcmpl-2", "two"), std::string("d"));
        QCOMPARE(evidence("c", "two"), std::string());
    }

    /// No checker of hardware may take it for more than it is.
    void theReportSaysThatNoHardwareVouches() {
        Bench bench;
        const std::string nonce(64, 'a'), path = "/v1/attestation/report";
        const HttpReply reply = call(bench.port(), "GET", path + "?signing_algo=ed25519&nonce=" + nonce);
        QCOMPARE(reply.status, 200);
        const Json report = Json::parse(reply.body);
        QVERIFY(report["intel_quote"].is_null() && report["nvidia_payload"].is_null() && !report["tee_enabled"]);
        QCOMPARE(report["nonce"].get<std::string>(), nonce);
        QCOMPARE(report["signing_address"].get<std::string>(), bench.backend->signing_key().value());
        QVERIFY(report["notice"].get<std::string>().starts_with("This is no attestation."));
        for (const char* wrong : {"?nonce=abc", "?nonce=%zz", "?signing_algo=ecdsa", "?nonce"})
            QCOMPARE(call(bench.port(), "GET", path + wrong).status, 400);
        QCOMPARE(call(bench.port(), "GET", path + "?signing_address=0xab").status, 404);
        QCOMPARE(call(bench.port(), "POST", path, "{}").status, 405);
    }
};

QTEST_GUILESS_MAIN(TestGatewayPhalaDoor)
#include "tst_gateway_phala_door.moc"
