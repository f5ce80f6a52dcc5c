// SPDX-License-Identifier: Apache-2.0
#include "check_rows.h"
#include "gateway/evidence/examine.h"
#include "gateway/evidence/python_json.h"
#include "proof_vectors.h"

#include <QTest>

using namespace hearth;
using namespace hearth::test;
using namespace hearth::gateway::evidence;
using Json = nlohmann::json;
using Outcome = proof::CheckRow::Outcome;

namespace {

/// tests/vectors/gateway/make_network_proofs.py makes them without this code.
const ProofVectors& vectors() {
    static const ProofVectors read("network_proofs.json");
    return read;
}

} // namespace

/// What other networks give as proof, good and bad.
class TestGatewayProofs : public QObject {
    Q_OBJECT

private slots:
    void everyRecordedProofIsJudgedAsItDeserves() {
        const Json& all = vectors()["cases"];
        QVERIFY(all.size() > 80);
        for (const Json& one : all) {
            const std::string name = one["name"], asked = one["request"];
            const Envelope e = envelope_of(one);
            if (one.contains("canonical"))
                QCOMPARE(QString::fromStdString(opengradient_request(e.path, asked).value_or("")),
                         QString::fromStdString(one["canonical"].get<std::string>()));
            const ProofFindings found = findings_of(one, one["response"]);
            const std::set<std::string> expected = one["fails"];
            std::string seen;
            for (const std::string& row : failed(found.rows))
                seen += row + ", ";
            QVERIFY2(failed(found.rows) == expected, (name + ": " + seen).c_str());
            QVERIFY2(found.level == e.level, name.c_str());
            if (e.kind != "hearth") // which claims no hardware
                QVERIFY2(outcome_of(found.rows, "attestation") == Outcome::not_checked, name.c_str());
        }
    }

    void everyKindHasGoodAndBadOnes() {
        std::map<std::string, std::pair<int, int>> counts;
        for (const Json& one : vectors()["cases"])
            ++(one["fails"].empty() ? counts[one["kind"]].first : counts[one["kind"]].second);
        for (const char* kind : {"phala", "redpill", "near", "0g", "venice", "nanogpt", "opengradient", "hearth"})
            QVERIFY2(counts[kind].first >= 2 && counts[kind].second >= 2, kind);
    }

    void envelopesAreExaminedAgainByStrangers() {
        for (const Json& one : vectors()["cases"]) {
            const std::string name = one["name"], asked = one["request"], answered = one["response"];
            const core::Bytes file = SignedEnvelope::sign(envelope_of(one), gateway_key()).encode();
            const auto read = SignedEnvelope::decode(file);
            QVERIFY2(read.ok(), name.c_str());
            QCOMPARE(read->encode(), file);
            const Examination whole = examine(file, core::as_bytes(asked), core::as_bytes(answered));
            QVERIFY2(whole.valid == one["fails"].empty(), name.c_str());
            QCOMPARE(whole.level, envelope_of(one).level);
            QCOMPARE(file_in(core::as_bytes(to_json(*read))).value(), file);
        }
    }

    void aLevelThatTheProofDoesNotCarryIsFalse() {
        for (const Json& one : vectors()["cases"]) {
            const std::string asked = one["request"], answered = one["response"];
            Envelope e = envelope_of(one);
            e.level = e.level == proof::Level::none ? proof::Level::signature : proof::Level::attested;
            const Examination found = examine(SignedEnvelope::sign(e, gateway_key()).encode(), core::as_bytes(asked),
                                              core::as_bytes(answered));
            QVERIFY(!found.valid);
            QCOMPARE(outcome_of(found.rows, "level"), Outcome::failed);
            QVERIFY(found.level <= proof::Level::signature);
        }
    }

    void aProofOfAnotherKindOrForAnotherAnswerCarriesNothing() {
        Envelope e = envelope_of(vectors().case_called("a pinned key signed request and answer"));
        const auto level_of = [](const Envelope& envelope) {
            const Examination found =
                examine(SignedEnvelope::sign(envelope, gateway_key()).encode(), std::nullopt, std::nullopt);
            return std::pair(found.valid, found.level);
        };
        const std::pair honest(true, proof::Level::signature), worthless(false, proof::Level::none);
        QVERIFY(level_of(e) == honest);
        for (const char* kind : {"openai", "opengradient", "tee", ""}) {
            Envelope other = e;
            other.kind = kind;
            QVERIFY2(level_of(other) == worthless, kind);
        }
        Envelope other = e;
        other.response_hash.bytes[0] ^= 1;
        QVERIFY(level_of(other) == worthless);
        other = e;
        other.proof->pinned = std::string(42, '0');
        QVERIFY(level_of(other) == worthless);
        other = e;
        other.proof.reset();
        QVERIFY(level_of(other) == worthless);
        other = e;
        other.checks = {{"signed request", Outcome::failed, "The gateway saw another one."}};
        QVERIFY(!level_of(other).first);
    }

    void withoutTheBytesTheGatewaysOwnComparisonStands() {
        Envelope e = envelope_of(vectors().case_called("an answer"));
        e.checks = {{"signed request", Outcome::passed, "It is this one."},
                    {"signed response", Outcome::passed, "It is this one."}};
        const auto again = [&] {
            return examine(SignedEnvelope::sign(e, gateway_key()).encode(), std::nullopt, std::nullopt);
        };
        QVERIFY(again().valid);
        QCOMPARE(again().level, proof::Level::signature);
        QCOMPARE(outcome_of(again().rows, "signed request"), Outcome::passed);
        e.checks.push_back({"attestation", Outcome::passed, "Believe me."}); // no gateway's word makes it one
        QCOMPARE(outcome_of(again().rows, "attestation"), Outcome::not_checked);
        e.checks.resize(1); // then nobody compared the answer
        QVERIFY(!again().valid);
        QCOMPARE(outcome_of(again().rows, "signed response"), Outcome::not_checked);
        QCOMPARE(outcome_of(again().rows, "level"), Outcome::failed);
        QCOMPARE(again().level, proof::Level::none);
    }

    void requestsAreWrittenAsPythonWritesThem() {
        const std::string asked =
            R"({"messages":[{"role":"user","content":"Hi é"}],"temperature":0,"model":"gpt-5","max_tokens":100,"top_p":1})";
        QCOMPARE(QString::fromStdString(opengradient_request("/chat/completions", asked).value()),
                 QString(R"({"max_tokens": 100, "messages": [{"content": "Hi \u00e9", "role": "user"}], )"
                         R"("model": "gpt-5", "temperature": 0.0})"));
        for (const auto& [value, text] :
             std::initializer_list<std::pair<double, const char*>>{{0.0, "0.0"},
                                                                   {-0.0, "-0.0"},
                                                                   {1.0, "1.0"},
                                                                   {0.7, "0.7"},
                                                                   {100.0, "100.0"},
                                                                   {1e-05, "1e-05"},
                                                                   {0.0001, "0.0001"},
                                                                   {123456.789, "123456.789"},
                                                                   {1e16, "1e+16"},
                                                                   {1234567890123456.0, "1234567890123456.0"},
                                                                   {1.5e300, "1.5e+300"},
                                                                   {-2.5e-7, "-2.5e-07"},
                                                                   {5e-324, "5e-324"},
                                                                   {0.1 + 0.2, "0.30000000000000004"}})
            QCOMPARE(python_json(Json(value)), std::string(text));
        QCOMPARE(python_json(Json("~\x7f/\"\\\n\x01é\xF0\x9F\x98\x80")),
                 std::string("\"~\\u007f/\\\"\\\\\\n\\u0001\\u00e9\\ud83d\\ude00\""));
        QCOMPARE(python_json(Json(R"(\u007f)")), std::string(R"("\\u007f")"));
        QCOMPARE(python_json(Json{{"b", {1, true, nullptr}}, {"a", Json::object()}}),
                 std::string(R"({"a": {}, "b": [1, true, null]})"));
        QVERIFY(!opengradient_request("/chat/completions", "[]"));
        QVERIFY(!opengradient_request("/embeddings", "{}"));
    }

    void brokenDocumentsFailAndNothingElse() {
        for (const Json& one : vectors()["cases"]) {
            const std::string document = one["document"].dump();
            Envelope e = envelope_of(one);
            for (std::size_t size = 0; size < document.size(); size += 41) {
                e.proof->document = core::to_bytes(core::as_bytes(document.substr(0, size)));
                e.level = proof::Level::none;
                const Examination found =
                    examine(SignedEnvelope::sign(e, gateway_key()).encode(), std::nullopt, std::nullopt);
                QVERIFY(!found.valid);
                QCOMPARE(found.level, proof::Level::none);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestGatewayProofs)
#include "tst_gateway_proofs.moc"
