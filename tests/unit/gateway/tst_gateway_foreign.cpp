// SPDX-License-Identifier: Apache-2.0
#include "check_rows.h"
#include "core/base64.h"
#include "gateway/evidence/examine.h"
#include "gateway/networks/upstreams.h"
#include "proof_vectors.h"

#include <QTest>

using namespace hearth;
using namespace hearth::test;
using namespace hearth::gateway::evidence;
using Json = nlohmann::json;
using Outcome = proof::CheckRow::Outcome;

namespace {

/// tests/vectors/gateway/make_foreign_proofs.py makes them without this code, with keys and roots of its own.
const ProofVectors& vectors() {
    static const ProofVectors read("foreign_proofs.json");
    return read;
}

ProofFindings examined(const Json& one, const std::string& answered) {
    return findings_of(one, answered, vectors().roots());
}

Examination seen_by(const Envelope& e, const Json& one, const ReaderPins& own) {
    const std::string asked = one["request"], answered = one["response"];
    const core::Bytes file = SignedEnvelope::sign(e, gateway_key()).encode();
    return examine(file, core::as_bytes(asked), core::as_bytes(answered), vectors().roots(), own);
}

const std::string good_connection = "cocoon: a certificate that carries its quote";

} // namespace

/// What Atoma, Chutes, Cocoon, Morpheus and servers with TOPLOC give as evidence, good and bad.
class TestGatewayForeign : public QObject {
    Q_OBJECT

private slots:
    void everyProofIsJudgedAsItDeserves() {
        QVERIFY(vectors()["cases"].size() >= 60);
        for (const Json& one : vectors()["cases"]) {
            const std::string name = one["name"];
            const ProofFindings found = examined(one, one["response"]);
            std::string seen;
            for (const std::string& row : failed(found.rows))
                seen += row + ", ";
            QVERIFY2(failed(found.rows) == one["fails"].get<std::set<std::string>>(), (name + ": " + seen).c_str());
            QVERIFY2(static_cast<int>(found.level) == one["level"].get<int>(), name.c_str());
            for (const proof::CheckRow& row : found.rows)
                QVERIFY2(!row.detail.empty() && row.outcome <= Outcome::not_checked, (name + row.name).c_str());
        }
    }

    /// What only a gateway saw carries nothing to whoever does not take its word.
    void envelopesAreExaminedAgain() {
        const ReaderPins home{{}, {}, {gateway_key().public_key().hex()}};
        for (const Json& one : vectors()["cases"]) {
            const std::string name = one["name"];
            const Envelope e = envelope_of(one);
            const bool fine = one["fails"].empty();
            const Examination stranger = seen_by(e, one, {}), own = seen_by(e, one, home);
            QVERIFY2(stranger.valid == fine && own.valid == fine, name.c_str());
            QVERIFY2(own.level == e.level, name.c_str());
            QVERIFY2(stranger.level == (is_of_connection(e.kind) ? proof::Level::none : e.level), name.c_str());
            const core::Bytes file = SignedEnvelope::sign(e, gateway_key()).encode();
            QCOMPARE(file_in(core::as_bytes(to_json(SignedEnvelope::decode(file).value()))).value(), file);
        }
    }

    void aConnectionIsTheGatewaysWord() {
        const Json& one = vectors().case_called(good_connection);
        Envelope e = envelope_of(one);
        const std::vector<std::string> pins = one["measurements"];
        const std::string key = gateway_key().public_key().hex();
        const Examination stranger = seen_by(e, one, {{}, pins, {}});
        QVERIFY(stranger.valid && stranger.level == proof::Level::none);
        QCOMPARE(outcome_of(stranger.rows, "attestation"), Outcome::passed); // the machine is what it says
        QCOMPARE(outcome_of(stranger.rows, "connection"), Outcome::not_checked);
        QVERIFY(row_called(stranger.rows, "level")->detail.starts_with("E0"));
        QCOMPARE(seen_by(e, one, {{}, pins, {key}}).level, proof::Level::attested);
        e.checks.clear(); // it does not say so
        QVERIFY(!seen_by(e, one, {{}, {}, {key}}).valid);
        QCOMPARE(seen_by(e, one, {{}, {}, {key}}).level, proof::Level::none);
    }

    void aProofOfAnotherKindCarriesNothing() {
        for (const char* name : {good_connection.c_str(), "morpheus: a quote that names the certificate",
                                 "atoma: a node's key of Ed25519"}) {
            const Json& one = vectors().case_called(name);
            for (const char* kind :
                 {"openai", "hearth", "phala", "chutes", "toploc", "atoma", "cocoon", "morpheus", ""}) {
                if (one["kind"] == kind) continue;
                Envelope e = envelope_of(one);
                e.kind = kind;
                const Examination found = seen_by(e, one, {{}, {}, {gateway_key().public_key().hex()}});
                QVERIFY2(!found.valid && found.level == proof::Level::none, kind);
            }
        }
    }

    void brokenDocumentsFailAndNothingElse() {
        for (const Json& one : vectors()["cases"]) {
            const std::string document = one["document"].dump();
            Envelope e = envelope_of(one);
            e.level = proof::Level::none;
            for (std::size_t size = 0; size < document.size(); size += 1 + document.size() / 7) {
                e.proof->document = core::to_bytes(core::as_bytes(document.substr(0, size)));
                const Examination found = seen_by(e, one, {});
                QVERIFY(!found.valid && found.level == proof::Level::none);
            }
        }
    }

    void aFlippedBitNeverProvesAnything() {
        Json one = vectors().case_called(good_connection);
        const core::Bytes whole = core::from_base64(one["document"]["certificate"].get<std::string>()).value();
        const auto signer = examined(one, one["response"]).signer;
        int refused = 0;
        for (std::size_t at = 0; at < whole.size(); at += 29) {
            core::Bytes changed = whole;
            changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1U << at % 8));
            one["document"]["certificate"] = core::to_base64(changed);
            const ProofFindings found = examined(one, one["response"]);
            refused += found.level == proof::Level::none ? 1 : 0;
            if (found.level != proof::Level::none) QCOMPARE(found.signer, signer); // outside of what the quote covers
        }
        QVERIFY(refused > 50);
        Json atoma = vectors().case_called("atoma: a node's key of Ed25519");
        const std::string answered = atoma["response"];
        for (std::size_t at = 0; at < answered.size(); ++at) {
            std::string changed = answered;
            changed[at] = static_cast<char>(changed[at] ^ 1);
            QVERIFY2(examined(atoma, changed).level == proof::Level::none, std::to_string(at).c_str());
        }
    }

    void withoutTheBytesNoAnswerIsCompared() {
        const Json& one = vectors().case_called("atoma: a node's key of Ed25519");
        Envelope e = envelope_of(one);
        const auto again = [&] {
            return examine(SignedEnvelope::sign(e, gateway_key()).encode(), std::nullopt, std::nullopt,
                           vectors().roots());
        };
        QVERIFY(!again().valid); // nobody did
        e.checks = {{"signed response", Outcome::passed, "It is this one."}};
        QVERIFY(again().valid);
        QCOMPARE(again().level, proof::Level::signature);
        QCOMPARE(outcome_of(again().rows, "signed request"), Outcome::not_checked);
    }

    void membersAreCutOutByteForByte() {
        const auto text_of = [](const char* body) {
            const auto found = read_atoma(body);
            return found ? found->signed_text : std::string("none");
        };
        QCOMPARE(text_of(R"({"a":1,"signature":"s","response_hash":"h"})"), std::string(R"({"a":1})"));
        QCOMPARE(text_of("{\"response_hash\":\"h\",\"z\":{\"signature\":[1,\"},\\\"\"]},\"signature\":\"s\"}"),
                 std::string("{\"z\":{\"signature\":[1,\"},\\\"\"]}}"));
        QCOMPARE(text_of(R"({"signature":"s","response_hash":"h"})"), std::string("{}"));
        QCOMPARE(text_of(R"({"signature":"s","response_hash":"h","n":1e-05,"e":[]})"),
                 std::string(R"({"n":1e-05,"e":[]})"));
        for (const char* none : {"", "[]", "{}", R"({"signature":"s"})", R"({"signature":1,"response_hash":"h"})",
                                 R"({"signature":"s","signature":"t","response_hash":"h"})", "{\"signature\":\"s"})
            QCOMPARE(text_of(none), std::string("none"));
    }

    void whatNoKindTakesIsRefused() {
        const auto fine = [](const gateway::UpstreamConfig& config) { return gateway::Upstreams::check(config).ok(); };
        const auto wrong = [](const gateway::UpstreamConfig& config) {
            const auto found = gateway::Upstreams::check(config);
            return !found && found.error().code == core::Code::invalid_argument && !found.error().hint.empty();
        };
        const std::string plain = "http://127.0.0.1:1", url = "https://127.0.0.1:1";
        const std::vector<std::string> pins = vectors()["pins"], node{"0x" + std::string(64, '1')};
        for (const char* kind : {"cocoon", "morpheus"}) {
            QVERIFY(fine({"a", kind, url, {}, {}, {}, pins}));
            QVERIFY(wrong({"a", kind, plain, {}, {}, {}, pins}));
            QVERIFY(wrong({"a", kind, url, {}}));
            QVERIFY(wrong({"a", kind, url, {}, {}, {}, {pins[0]}}));
            QVERIFY(wrong({"a", kind, url, {}, node, {}, pins}));
            QCOMPARE(gateway::trusted_level({"a", kind, url, {}, {}, {}, pins}), proof::Level::attested);
            QCOMPARE(gateway::trusted_tier({"a", kind, url, {}, {}, {}, pins}), 2U);
            QCOMPARE(gateway::trusted_tier({"a", kind, url, {}, {}, {}, {pins[0]}}), 0U);
        }
        for (const char* kind : {"phala", "redpill", "near", "opengradient", "chutes", "openai", "hearth", "toploc"})
            QCOMPARE(gateway::trusted_tier({"a", kind, url, {}, {}, {}, pins}),
                     0U); // shown beside the answer, if at all
        QVERIFY(fine({"a", "atoma", url, {}, node}));
        QVERIFY(wrong({"a", "atoma", url, {}, node, {}, pins}));
        QCOMPARE(gateway::trusted_level({"a", "atoma", url, {}, node}), proof::Level::signature);
        QCOMPARE(gateway::trusted_level({"a", "atoma", url, {}}), proof::Level::none);
        QVERIFY(fine({"a", "chutes", url, {}, {}, {}, pins}));
        QVERIFY(wrong({"a", "chutes", url, {}, node}));
        QCOMPARE(gateway::trusted_level({"a", "chutes", url, {}, {}, {}, pins}), proof::Level::none);
        QVERIFY(fine({"a", "toploc", plain, {}}));
        QVERIFY(wrong({"a", "toploc", plain, {}, node}));
        QVERIFY(wrong({"a", "toploc", plain, {}, {}, {}, pins}));
        QCOMPARE(gateway::trusted_level({"a", "toploc", plain, {}}), proof::Level::none);
    }

    void everyKindSaysWhatItsEvidenceIsWorth() {
        for (const char* kind : {"atoma", "chutes", "cocoon", "morpheus", "toploc"}) {
            const core::Sentence words = worth(kind, true);
            QVERIFY2(words.starts_with("E0") || words.starts_with("At most E"), kind);
            QVERIFY2(std::string(words.id()) != "worth_unknown", kind);
        }
        QVERIFY(carried_level("cocoon") == proof::Level::none);
        QVERIFY(carried_level("atoma", true) == proof::Level::signature);
    }
};

QTEST_APPLESS_MAIN(TestGatewayForeign)
#include "tst_gateway_foreign.moc"
