// SPDX-License-Identifier: Apache-2.0
#include "check_rows.h"
#include "core/hash.h"
#include "door_bench.h"
#include "gateway/evidence/examine.h"

#include <atomic>
#include <map>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <thread>

using namespace hearth;
using namespace hearth::test;
using Outcome = proof::CheckRow::Outcome;

namespace {

/// A recorded exchange of a file in tests/vectors/gateway.
QJsonObject recorded(const QString& name, const QString& from = "network_proofs.json") {
    QFile file(HEARTH_VECTORS_DIR "/gateway/" + from);
    if (!file.open(QIODevice::ReadOnly)) qFatal("no vectors");
    const QJsonArray cases = QJsonDocument::fromJson(file.readAll()).object()["cases"].toArray();
    for (const QJsonValue& one : cases)
        if (one.toObject()["name"].toString() == name) return one.toObject();
    qFatal("no such case");
}

std::string text_of(const QJsonObject& object, const char* name) {
    return object[name].toString().toStdString();
}

std::string json_of(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

std::string pem_of(const QJsonObject& document) {
    const QByteArray der = QByteArray::fromHex(document["public_key"].toString().toLatin1());
    return "-----BEGIN PUBLIC KEY-----\\n" + der.toBase64().toStdString() + "\\n-----END PUBLIC KEY-----\\n";
}

/// What /signing-key says of the key of a recorded answer.
std::string shown_key(const QJsonObject& document) {
    return "{\"public_key\":\"" + pem_of(document) + "\",\"tee_id\":\"" + text_of(document, "tee_id") + "\"}";
}

/// Answers the recorded request as it was answered, and the other paths as `beside` says.
ScriptedUpstream::Script playing(const QJsonObject& one, std::map<std::string, Behaviour> beside) {
    const std::string response = text_of(one, "response");
    const std::string type = response.starts_with("data:") ? "text/event-stream" : "application/json";
    return [response, type, beside = std::move(beside)](const std::string& request) {
        for (const auto& [path, behaviour] : beside)
            if (request.starts_with("GET " + path)) return behaviour;
        if (request.starts_with("POST ")) return Behaviour{{{plain_answer(200, response, type)}}};
        return Behaviour{{{plain_answer(404, R"({"error":"not found"})")}}};
    };
}

Behaviour says(const std::string& body, int status = 200, const std::string& type = "application/json") {
    return {{{plain_answer(status, body, type)}}};
}

std::vector<std::string> asked_paths(const ScriptedUpstream& upstream, const std::string& part = {}) {
    std::vector<std::string> paths;
    for (const std::string& request : upstream.requests())
        if (const auto line = request.substr(0, request.find(" HTTP")); line.find(part) != std::string::npos)
            paths.push_back(line);
    return paths;
}

const std::string phala_case = "a pinned key signed request and answer";

} // namespace

/// Networks that prove something, behind the door.
class TestGatewayAdapters : public QObject {
    Q_OBJECT

private slots:
    void phalasSignatureIsCheckedOverTheRawBytes() {
        for (const char* name : {phala_case.c_str(), "a stream, byte for byte"}) {
            const QJsonObject one = recorded(name), document = one["document"].toObject();
            ScriptedUpstream box(playing(one, {{"/v1/signature/", says(json_of(document["signature"].toObject()))}}));
            DoorBench bench;
            bench.add({"box", "phala", box.url(), {}, {text_of(one, "pinned")}});
            const HttpReply reply = bench.post(text_of(one, "request"));
            QCOMPARE(reply.body, text_of(one, "response"));
            const auto envelope = bench.evidence(reply);
            QCOMPARE(envelope.level, proof::Level::signature);
            QCOMPARE(outcome_of(envelope.checks, "signed request"), Outcome::passed);
            QCOMPARE(outcome_of(envelope.checks, "signed response"), Outcome::passed);
            QCOMPARE(outcome_of(envelope.checks, "attestation"), Outcome::not_checked);
            QCOMPARE(outcome_of(envelope.checks, "answered model"), Outcome::passed);
            const auto paths = asked_paths(box);
            QVERIFY2(paths[1].starts_with("GET /v1/signature/chatcmpl-"), paths[1].c_str());
            QVERIFY2(paths[2].starts_with("GET /v1/attestation/report?nonce="), paths[2].c_str());
            // The report is asked for once in a while, not with every answer.
            QCOMPARE(bench.evidence(bench.post(text_of(one, "request"))).level, proof::Level::signature);
            QCOMPARE(box.requests().size(), std::size_t{5});
        }
    }

    void everyShapeOfTheFamilyIsAskedInItsOwnWay() {
        const std::map<std::string, std::pair<std::string, std::string>> shapes{
            {"redpill", {"GET /v1/signature/chatcmpl-7?signing_algo=ecdsa", "GET /v1/attestation/report?nonce="}},
            {"0g", {"GET /v1/signature/chatcmpl-7", "GET /v1/attestation/report?nonce="}},
            {"venice",
             {"GET /v1/tee/signature?model=m&request_id=chatcmpl-7", "GET /v1/tee/attestation?model=m&nonce="}},
            {"nanogpt",
             {"GET /v1/tee/signature/chatcmpl-7?model=m&signing_algo=ecdsa",
              "GET /v1/tee/attestation?model=m&nonce="}}};
        for (const auto& [kind, paths] : shapes) {
            const QJsonObject one = recorded(QString::fromStdString("of " + kind));
            const Behaviour shown = says(json_of(one["document"].toObject()["signature"].toObject()));
            ScriptedUpstream box(playing(one, {{"/v1/signature/", shown}, {"/v1/tee/signature", shown}}));
            DoorBench bench;
            bench.add({"box", kind, box.url(), {}, {text_of(one, "pinned")}});
            QCOMPARE(bench.evidence(bench.post(text_of(one, "request"))).level, proof::Level::signature);
            const auto asked = asked_paths(box);
            QCOMPARE(asked[1], paths.first);
            QVERIFY2(asked[2].starts_with(paths.second), asked[2].c_str());
        }
    }

    void aMissingOrWrongSignatureLeavesNothing() {
        const QJsonObject one = recorded(QString::fromStdString(phala_case));
        const auto level_with = [&](std::map<std::string, Behaviour> beside, Outcome expected) {
            ScriptedUpstream box(playing(one, std::move(beside)));
            DoorBench bench;
            bench.add({"box", "phala", box.url(), {}, {text_of(one, "pinned")}});
            const HttpReply reply = bench.post(text_of(one, "request"));
            QCOMPARE(reply.status, 200); // the answer itself came
            const auto envelope = bench.evidence(reply);
            QCOMPARE(envelope.level, proof::Level::none);
            QCOMPARE(outcome_of(envelope.checks, "network signature"), expected);
        };
        level_with({}, Outcome::not_checked);
        level_with({{"/v1/signature/", says("[1]")}}, Outcome::not_checked);
        level_with({{"/v1/signature/", Behaviour{}}}, Outcome::not_checked); // it closes
        level_with({{"/v1/signature/", says("{}")}}, Outcome::failed);
        const QJsonObject other = recorded("the signature is no signature")["document"].toObject();
        level_with({{"/v1/signature/", says(json_of(other["signature"].toObject()))}}, Outcome::failed);
    }

    void aChatIdThatWouldLeadElsewhereIsNotAsked() {
        QJsonObject one = recorded(QString::fromStdString(phala_case));
        one["response"] = QString(R"({"id":"../../admin?x=","model":"m","choices":[]})");
        ScriptedUpstream box(playing(one, {}));
        DoorBench bench;
        bench.add({"box", "phala", box.url(), {}, {text_of(one, "pinned")}});
        QCOMPARE(outcome_of(bench.evidence(bench.post(text_of(one, "request"))).checks, "network signature"),
                 Outcome::not_checked);
        QCOMPARE(box.requests().size(), std::size_t{1});
    }

    void opengradientsAnswerCarriesItsOwnProof() {
        for (const char* name : {"an answer", "a stream", "calls of tools", "a long request"}) {
            const QJsonObject one = recorded(name), document = one["document"].toObject();
            const std::string key = shown_key(document);
            ScriptedUpstream box(playing(one, {{"/signing-key", says(key)}}));
            DoorBench bench;
            bench.add({"og", "opengradient", box.url(), {}, {text_of(one, "pinned")}, {"m"}});
            const HttpReply reply = bench.post(text_of(one, "request"));
            QCOMPARE(reply.body, text_of(one, "response"));
            const auto envelope = bench.evidence(reply);
            QVERIFY2(envelope.level == proof::Level::signature, name);
            QCOMPARE(outcome_of(envelope.checks, "signed request"), Outcome::passed);
            QCOMPARE(outcome_of(envelope.checks, "signed response"), Outcome::passed);
            const auto file = gateway::evidence::SignedEnvelope::sign(envelope, core::SigningKey::generate()).encode();
            const auto found =
                gateway::evidence::examine(file, core::as_bytes(text_of(one, "request")), core::as_bytes(reply.body));
            QVERIFY(found.valid);
            QCOMPARE(found.level, proof::Level::signature);
        }
    }

    /// Only then, and once in a while.
    void anEnclaveIsAskedWhereItsSoftwareIsPinned() {
        const QJsonObject one = recorded("an enclave's document", "attestations.json"),
                          document = one["document"].toObject();
        std::vector<std::string> pins;
        for (const QJsonValue& pin : one["measurements"].toArray())
            pins.push_back(pin.toString().toStdString());
        for (const std::vector<std::string>& pinned : {pins, {}}) {
            ScriptedUpstream box(playing(
                one, {{"/signing-key", says(shown_key(document))},
                      {"/enclave/attestation", says(text_of(document, "attestation") + "\n", 200, "text/plain")}}));
            DoorBench bench;
            bench.add({"og", "opengradient", box.url(), {}, {text_of(one, "pinned")}, {"m"}, pinned});
            const auto envelope = bench.evidence(bench.post(text_of(one, "request")));
            static_cast<void>(bench.evidence(bench.post(text_of(one, "request"))));
            const std::vector<std::string> asked = asked_paths(box, "/enclave/");
            QCOMPARE(asked.size(), pinned.size() / pins.size());
            QVERIFY(envelope.proof && envelope.proof->measurements == pinned);
            const auto report = outcome_of(envelope.checks, "attestation report");
            QVERIFY(report == (pinned.empty() ? Outcome::not_checked : Outcome::failed));
            QCOMPARE(envelope.level, pinned.empty() ? proof::Level::signature : proof::Level::none);
            if (pinned.empty()) continue;
            const std::string question = "GET /enclave/attestation?nonce=";
            QVERIFY(asked[0].starts_with(question) && asked[0].size() == question.size() + 40);
            const auto kept =
                QJsonDocument::fromJson(QByteArray(reinterpret_cast<const char*>(envelope.proof->document.data()),
                                                   static_cast<int>(envelope.proof->document.size())));
            QCOMPARE(kept["attestation"], document["attestation"]);
            QCOMPARE(kept["attestation_nonce"].toString().toStdString(), asked[0].substr(question.size()));
            QTest::qWait(5'200); // what was not the answer to our question is forgotten soon
            static_cast<void>(bench.evidence(bench.post(text_of(one, "request"))));
            QCOMPARE(asked_paths(box, "/enclave/").size(), std::size_t{2});
        }
    }

    void aGatewayWithAnotherKeyThanThePinnedOneIsRefused() {
        const QJsonObject one = recorded("an answer"), document = one["document"].toObject();
        ScriptedUpstream box(playing(one, {{"/signing-key", says(shown_key(document))}}));
        ScriptedUpstream none(playing(one, {})), wrong(playing(one, {{"/signing-key", says(R"({"public_key":"x"})")}}));
        DoorBench bench;
        const auto probe = [&](const ScriptedUpstream& at, const std::string& signer) {
            return bench.upstreams->probe({"og", "opengradient", at.url(), {}, {signer}, {"m"}});
        };
        QVERIFY(probe(box, text_of(document, "tee_id")).ok());
        QCOMPARE(probe(box, "0x" + std::string(64, '1')).error().code, core::Code::refused);
        QVERIFY(!probe(none, text_of(document, "tee_id")));
        QCOMPARE(probe(wrong, text_of(document, "tee_id")).error().code, core::Code::corrupt);
    }

    void anAnswerWithoutASignatureIsNoMoreThanAnAnswer() {
        QJsonObject one = recorded("an answer");
        const QJsonObject document = one["document"].toObject();
        const std::string key = shown_key(document);
        one["response"] = QString(R"({"model":"m","choices":[{"message":{"content":"Hello"}}]})");
        ScriptedUpstream box(playing(one, {{"/signing-key", says(key)}}));
        DoorBench bench;
        bench.add({"og", "opengradient", box.url(), {}, {text_of(one, "pinned")}, {"m"}});
        const auto envelope = bench.evidence(bench.post(text_of(one, "request")));
        QCOMPARE(envelope.level, proof::Level::none);
        QCOMPARE(outcome_of(envelope.checks, "tee signature"), Outcome::not_checked);
    }

    void whatNoKindTakesIsRefused() {
        const auto refused = [](const gateway::UpstreamConfig& config, core::Code code) {
            const auto found = gateway::Upstreams::check(config);
            QVERIFY(!found && found.error().code == code);
            QVERIFY(!found.error().message.empty());
        };
        const std::string url = "http://127.0.0.1:1";
        refused({"a", "tee", url, {}}, core::Code::unsupported);
        refused({"a", "openai", url, {}, {"0x" + std::string(40, '0')}}, core::Code::invalid_argument);
        refused({"a", "phala", url, {}, {"0x12"}}, core::Code::invalid_argument);
        refused({"a", "phala", url, {}, {}, {"m"}}, core::Code::invalid_argument);
        refused({"a", "opengradient", url, {}, {}, {""}}, core::Code::invalid_argument);
        const std::string digits(96, 'a');
        refused({"a", "openai", url, {}, {}, {}, {"mrtd=" + digits}}, core::Code::invalid_argument);
        refused({"a", "opengradient", url, {}, {}, {}, {"mrtd=" + digits}}, core::Code::invalid_argument);
        refused({"a", "phala", url, {}, {}, {}, {"pcr0=" + digits}}, core::Code::invalid_argument);
        refused({"a", "phala", url, {}, {}, {}, {"mrtd=" + digits}}, core::Code::invalid_argument);
    }

    void aGatewayIsNotItsOwnNetwork() {
        DoorBench bench;
        const std::string own = "http://localhost:" + std::to_string(bench.server->port()) + "/v1";
        const auto probed = bench.upstreams->probe({"me", "openai", own, {}});
        QCOMPARE(probed.error().code, core::Code::conflict);
        QVERIFY(probed.error().message.find("this gateway itself") != std::string::npos);
        DoorBench another; // another gateway on this machine is none of it
        QVERIFY(another.upstreams->probe({"other", "openai", own, {}}).ok());
    }

    void aConnectionServesOneCallAfterTheOther() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, R"({"model":"m","choices":[]})")}}, false, false, true});
        DoorBench bench;
        bench.add("box", box.url());
        const std::size_t before = box.connections();
        for (int i = 0; i < 5; ++i)
            QCOMPARE(bench.post(R"({"model":"m","messages":[]})").status, 200);
        QVERIFY2(box.connections() <= before + 1, std::to_string(box.connections()).c_str());
        QCOMPARE(box.requests().size(), std::size_t{5});
    }

    void aStreamLeavesItsConnectionToTheNextCall() {
        const std::string body = token_event("a") + last_event() + done_event;
        ScriptedUpstream box(Behaviour{{{stream_head() + chunk(body) + chunk({})}}, false, false, true});
        DoorBench bench;
        bench.add("box", box.url());
        const std::size_t before = box.connections();
        for (int i = 0; i < 3; ++i)
            QCOMPARE(bench.post(R"({"model":"m","messages":[],"stream":true})").body, body);
        QVERIFY(box.connections() <= before + 1);
    }

    void aConnectionThatWasClosedMeanwhileIsMadeAgain() {
        int answered = 0;
        ScriptedUpstream box([&](const std::string&) {
            // Every second request on a connection finds it closing.
            if (++answered % 2 == 0) return Behaviour{};
            return Behaviour{{{plain_answer(200, R"({"model":"m","choices":[]})")}}, false, false, true};
        });
        DoorBench bench;
        bench.add("box", box.url());
        QCOMPARE(bench.post(R"({"model":"m","messages":[]})").status, 200);
        QCOMPARE(bench.post(R"({"model":"m","messages":[]})").status, 200);
        QCOMPARE(box.requests().size(), std::size_t{3}); // asked once more
    }

    void whatIsLeftOverBehindAnAnswerEndsTheConnection() {
        const std::string answer = plain_answer(200, R"({"model":"m","choices":[]})");
        ScriptedUpstream box(
            Behaviour{{{answer + plain_answer(200, R"({"model":"forged","choices":[]})")}}, false, false, true});
        DoorBench bench;
        bench.add("box", box.url());
        for (int i = 0; i < 3; ++i)
            QCOMPARE(bench.post(R"({"model":"m","messages":[]})").json()["model"].toString(), QString("m"));
    }

    void evidenceThatCannotBeKeptTakesNoOtherWithIt() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, R"({"model":"m","choices":[]})")}}});
        DoorBench bench;
        bench.add("box", box.url());
        bench.most_at_once = 1;
        std::vector<std::thread> callers;
        std::atomic<int> fine{0};
        for (int i = 0; i < 6; ++i)
            callers.emplace_back([&] { fine += bench.post(R"({"model":"m","messages":[]})").status == 200; });
        for (std::thread& caller : callers)
            caller.join();
        QCOMPARE(fine.load(), 6);
        QVERIFY(bench.upstreams->wait_idle(5'000'000'000));
        QCOMPARE(bench.kept.size(), std::size_t{6});
    }

    void aBodyIsReadOnce() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, "{}")}}});
        DoorBench bench;
        bench.add("box", box.url());
        // What the door has read answers at home as before: order of members, numbers, refusals.
        QCOMPARE(bench.post(chat(R"("max_tokens":3)")).status, 200);
        QCOMPARE(bench.post(chat(R"("max_tokens":"x")")).error()["param"].toString(), QString("max_tokens"));
        QCOMPARE(bench.post(chat(R"("wrong":1)")).status, 400);
        QCOMPARE(bench.post("{").status, 400);
    }
};

QTEST_GUILESS_MAIN(TestGatewayAdapters)
#include "tst_gateway_adapters.moc"
