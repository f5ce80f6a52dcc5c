// SPDX-License-Identifier: Apache-2.0
#include "bench.h"
#include "core/hash.h"
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
