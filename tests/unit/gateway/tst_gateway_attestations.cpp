// SPDX-License-Identifier: Apache-2.0
#include "check_rows.h"
#include "core/base64.h"
#include "gateway/evidence/examine.h"
#include "gateway/networks/upstreams.h"
#include "proof_vectors.h"

#include <algorithm>
#include <QTest>

using namespace hearth;
using namespace hearth::test;
using namespace hearth::gateway::evidence;
using Json = nlohmann::json;
using Outcome = proof::CheckRow::Outcome;

namespace {

/// tests/vectors/gateway/make_attestations.py makes them without this code, under roots of its own.
const ProofVectors& vectors() {
    static const ProofVectors read("attestations.json");
    return read;
}

core::Bytes attestation_of(const Json& one) {
    const bool intel = one["kind"] == "phala";
    return core::from_base64(intel ? one["document"]["report"]["intel_quote"].get<std::string>()
                                   : one["document"]["attestation"].get<std::string>())
        .value();
}

Attested examined(const Json& one, core::ByteView bytes) {
    return one["kind"] == "phala" ? examine_tdx_quote(bytes, vectors().roots(), time_of(one))
                                  : examine_nitro_document(bytes, vectors().roots(), time_of(one));
}

bool all_fits(const Attested& found) {
    return found.form == Attested::Form::whole && found.signature_fits && found.made_by_maker &&
           found.chain == core::ChainFault::none;
}

bool says_the_same(const Attested& a, const Attested& b) {
    return a.debug == b.debug && a.user_data == b.user_data && a.nonce == b.nonce &&
           std::equal(a.measurements.begin(), a.measurements.end(), b.measurements.begin(), b.measurements.end(),
                      [](const auto& x, const auto& y) { return x.name == y.name && x.value == y.value; });
}

const std::vector<std::string> good{"a quote of version 4", "a quote of version 5",
                                    "a quote of version 5 with the longer report", "an enclave's document",
                                    "members up to an end"};

} // namespace

/// What hardware attests, good and bad.
class TestGatewayAttestations : public QObject {
    Q_OBJECT

private slots:
    void everyAttestationIsJudgedAsItDeserves() {
        QVERIFY(vectors()["cases"].size() >= 90);
        for (const Json& one : vectors()["cases"]) {
            const std::string name = one["name"];
            const Envelope e = envelope_of(one);
            const ProofFindings found = findings_of(one, one["response"], vectors().roots());
            std::string seen;
            for (const std::string& row : failed(found.rows))
                seen += row + ", ";
            QVERIFY2(failed(found.rows) == one["fails"].get<std::set<std::string>>(), (name + ": " + seen).c_str());
            QVERIFY2(found.level == e.level, name.c_str());
            const proof::CheckRow* held = row_called(found.rows, "attestation");
            QVERIFY2(held != nullptr, name.c_str());
            QVERIFY2((held->outcome == Outcome::passed) == (e.level == proof::Level::attested), name.c_str());
            if (!failed(found.rows).empty()) continue;
            QVERIFY2(missing_for_attested(found.rows) == one["missing"].get<std::vector<std::string>>(), name.c_str());
            for (const std::string missing : one["missing"]) // in the sentence itself
                QVERIFY2(held->detail.find(missing) != std::string::npos, name.c_str());
        }
    }

    void envelopesAreExaminedAgainByStrangers() {
        for (const Json& one : vectors()["cases"]) {
            const std::string name = one["name"], asked = one["request"], answered = one["response"];
            const core::Bytes file = SignedEnvelope::sign(envelope_of(one), gateway_key()).encode();
            const auto read = SignedEnvelope::decode(file);
            QVERIFY2(read.ok(), name.c_str());
            QCOMPARE(read->encode(), file);
            QVERIFY2(read->envelope.proof->measurements == one["measurements"].get<std::vector<std::string>>(),
                     name.c_str());
            const auto whole = examine(file, core::as_bytes(asked), core::as_bytes(answered), vectors().roots());
            QVERIFY2(whole.valid == one["fails"].empty(), name.c_str());
            QCOMPARE(whole.level, envelope_of(one).level);
            QCOMPARE(file_in(core::as_bytes(to_json(*read))).value(), file);
        }
    }

    void ourRootsAreNobodys() {
        for (const std::string& name : good) {
            const core::Bytes file =
                SignedEnvelope::sign(envelope_of(vectors().case_called(name)), gateway_key()).encode();
            const Examination found = examine(file, std::nullopt, std::nullopt); // as hearthctl does
            QVERIFY(!found.valid);
            QCOMPARE(found.level, proof::Level::none);
            QVERIFY(failed(found.rows).count("attestation chain") == 1);
        }
        QVERIFY(hardware_makers().intel_root != hardware_makers().nitro_root);
    }

    void noGatewaysWordMakesAnAttestation() {
        Envelope e = envelope_of(vectors().case_called("nothing pinned but the key"));
        e.checks = {{"attestation measurement", Outcome::passed, "Believe me."},
                    {"attestation", Outcome::passed, "Believe me."}};
        const auto level = [&] {
            const core::Bytes file = SignedEnvelope::sign(e, gateway_key()).encode();
            const std::string asked = vectors().case_called("nothing pinned but the key")["request"],
                              answered = vectors().case_called("nothing pinned but the key")["response"];
            return examine(file, core::as_bytes(asked), core::as_bytes(answered), vectors().roots());
        };
        QCOMPARE(level().level, proof::Level::signature);
        QVERIFY(level().valid);
        e.level = proof::Level::attested;
        QVERIFY(!level().valid);
        QCOMPARE(level().level, proof::Level::signature);
    }

    void cutShortItIsUnreadable() {
        for (const std::string& name : good) {
            const Json& one = vectors().case_called(name);
            const core::Bytes whole = attestation_of(one);
            QVERIFY(all_fits(examined(one, whole)));
            for (std::size_t size = 0; size < whole.size(); ++size) {
                const Attested found = examined(one, core::ByteView(whole).first(size));
                if (found.form == Attested::Form::unsigned_by_anybody) // exactly what would have been signed
                    QVERIFY(one["kind"] == "phala" && !found.signature_fits);
                else
                    QVERIFY2(found.form == Attested::Form::unreadable, (name + std::to_string(size)).c_str());
            }
        }
    }

    /// A bit that nothing covers changes nothing of what is said.
    void aFlippedBitNeverSaysSomethingElse() {
        for (const std::string& name : good) {
            const Json& one = vectors().case_called(name);
            const core::Bytes whole = attestation_of(one);
            const Attested honest = examined(one, whole);
            int refused = 0;
            for (std::size_t at = 0; at < whole.size(); at += 11) {
                core::Bytes changed = whole;
                changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1U << at % 8));
                const Attested found = examined(one, changed);
                refused += all_fits(found) ? 0 : 1;
                if (all_fits(found)) QVERIFY2(says_the_same(found, honest), (name + std::to_string(at)).c_str());
            }
            QVERIFY(refused > 100);
        }
    }

    /// Version 2, with the rows that gateways wrote before hardware was examined.
    void evidenceOfBeforeKeepsItsVerdict() {
        int seen = 0;
        for (const Json& one : vectors()["cases"]) {
            const std::string name = one["name"], asked = one["request"], answered = one["response"];
            if (!name.starts_with("no software pinned: ")) continue;
            Envelope e = envelope_of(one);
            const bool good = one["fails"].empty();
            e.checks = {
                {"network signature", Outcome::passed, "The key " + e.proof->pinned + " signed the two hashes."},
                {"attestation report", good ? Outcome::passed : Outcome::failed, "The quote names this key."},
                {"attestation chain", Outcome::not_checked,
                 "Who signed the quote was not examined here: it attests nothing yet."},
                {"attestation", Outcome::not_checked, "That attested hardware holds the key is not proven."}};
            const core::Bytes file = SignedEnvelope::sign(e, gateway_key()).encode();
            QCOMPARE(Json::parse(to_json(SignedEnvelope::decode(file).value()))["v"].get<int>(), 2);
            for (const TrustAnchors& trust : {vectors().roots(), hardware_makers()}) {
                const Examination found = examine(file, core::as_bytes(asked), core::as_bytes(answered), trust);
                QVERIFY2(found.valid == good, name.c_str());
                QVERIFY2(found.level == (good ? proof::Level::signature : proof::Level::none), name.c_str());
            }
            ++seen;
        }
        QCOMPARE(seen, 7);
    }

    void theRootsOwnSignatureIsExamined() {
        const core::Bytes quote = attestation_of(vectors().case_called("a quote of version 4"));
        const std::string text(quote.begin(), quote.end());
        auto chain = core::certificates_of_pem(text.substr(text.find("-----BEGIN"))).value();
        const auto fault = [&] {
            return core::examine_chain(chain, vectors().roots().intel_root,
                                       time_of(vectors().case_called("a quote of version 4")))
                .fault;
        };
        QVERIFY(fault() == core::ChainFault::none);
        chain.back().back() ^= 1;
        QVERIFY(fault() == core::ChainFault::broken);
    }

    void noMeasurementsAreNotWrittenAsSome() {
        Envelope e = envelope_of(vectors().case_called("a quote of version 4"));
        e.proof->measurements = {std::string(23, 'm')}; // a text that is 24 bytes long with its head
        const core::Bytes file = SignedEnvelope::sign(e, gateway_key()).encode();
        QVERIFY(SignedEnvelope::decode(file));
        core::Bytes member{0x03, 0x81, 0x77}; // key 3, an array of one, a text of 23 bytes
        member.insert(member.end(), 23, 'm');
        core::Bytes emptied = file;
        const auto at = std::search(emptied.begin(), emptied.end(), member.begin(), member.end());
        QVERIFY(at != emptied.end());
        at[1] = 0x80;
        emptied.erase(at + 2, at + static_cast<std::ptrdiff_t>(member.size()));
        const auto refused = SignedEnvelope::decode(emptied);
        QVERIFY(!refused && std::string(refused.error().message.id()) == "att_pin_unread");
    }

    void whoPinnedItIsSaid() {
        const Json& one = vectors().case_called("a quote of version 4");
        const std::string asked = one["request"], answered = one["response"];
        Envelope e = envelope_of(one);
        const auto seen_by = [&](const ReaderPins& own) {
            const core::Bytes file = SignedEnvelope::sign(e, gateway_key()).encode();
            return examine(file, core::as_bytes(asked), core::as_bytes(answered), vectors().roots(), own);
        };
        const auto is_like = [](const Examination& found, const char* pins, proof::Level level, Outcome row) {
            const proof::CheckRow* const pinned = row_called(found.rows, "pins");
            return found.pins == pins && found.valid && found.level == level && pinned && pinned->outcome == row;
        };
        constexpr auto attested = proof::Level::attested, by_key = proof::Level::signature;
        const std::vector<std::string> pins = one["measurements"], key{one["pinned"].get<std::string>()};
        const Examination claimed = seen_by({});
        QVERIFY(is_like(claimed, "gateway", attested, Outcome::not_checked));
        const std::string words = row_called(claimed.rows, "level")->detail;
        QVERIFY(words.find("the gateway named above pinned") != std::string::npos);
        QVERIFY(is_like(seen_by({{}, {}, {gateway_key().public_key().hex()}}), "home", attested, Outcome::passed));
        QVERIFY(is_like(seen_by({{}, {}, {std::string(64, 'a')}}), "gateway", attested, Outcome::not_checked));
        QVERIFY(is_like(seen_by({{}, pins, {}}), "reader", attested, Outcome::passed));
        QVERIFY(is_like(seen_by({key, {}, {}}), "reader", by_key, Outcome::passed));
        QVERIFY(
            is_like(seen_by({{"0x" + std::string(40, '1'), key[0]}, pins, {}}), "reader", attested, Outcome::passed));
        std::vector<std::string> others = pins;
        others[0].back() = others[0].back() == '0' ? '1' : '0';
        for (const ReaderPins& own :
             {ReaderPins{{}, others, {}}, ReaderPins{{"0x" + std::string(40, '1')}, pins, {}}}) {
            const Examination refused = seen_by(own);
            QVERIFY(!refused.valid && refused.level == proof::Level::none);
        }
        e.proof->measurements = others; // the writer pinned something else, and says so
        e.level = proof::Level::none;
        e.checks = {{"attestation measurement", Outcome::failed, "Other software."}};
        QVERIFY(!seen_by({}).valid);
        QVERIFY(is_like(seen_by({{}, pins, {}}), "reader", attested, Outcome::passed));
    }

    void aPartOfTheSoftwareIsNothing() {
        const std::string digits(96, 'a'), url = "https://box/v1";
        const std::vector<std::string> key{"0x" + std::string(40, '0')};
        for (const HardwareMaker* maker : {&intel(), &aws()}) {
            const std::string kind = maker == &aws() ? "opengradient" : "phala";
            std::vector<std::string> pins;
            for (const std::string& name : maker->needed) {
                QVERIFY(!covers(pins, *maker));
                QVERIFY(pins.empty() || !gateway::Upstreams::check({"a", kind, url, {}, {}, {}, pins}));
                QCOMPARE(gateway::trusted_level({"a", kind, url, {}, {}, {}, pins}), proof::Level::none);
                QCOMPARE(gateway::trusted_level({"a", kind, url, {}, key, {}, pins}), proof::Level::signature);
                pins.push_back(name + "=" + digits);
            }
            QVERIFY(covers(pins, *maker));
            QVERIFY(gateway::Upstreams::check({"a", kind, url, {}, {}, {}, pins}));
            QCOMPARE(gateway::trusted_level({"a", kind, url, {}, {}, {}, pins}), proof::Level::attested);
            QCOMPARE(gateway::trusted_level({"a", "openai", url, {}, key, {}, pins}), proof::Level::none);
        }
    }

    void measurementsAreWrittenInOneWay() {
        const std::string digits(96, 'a');
        for (const char* name : {"mrtd", "rtmr0", "rtmr1", "rtmr2", "rtmr3"})
            QVERIFY(is_measurement(name + ("=" + digits), intel()) && !is_measurement(name + ("=" + digits), aws()));
        for (const char* name : {"pcr0", "pcr15", "pcr31"})
            QVERIFY(is_measurement(name + ("=" + digits), aws()) && !is_measurement(name + ("=" + digits), intel()));
        for (const std::string& text :
             {std::string(), std::string("mrtd"), "mrtd=" + digits + "a", "mrtd=" + digits.substr(1), "=" + digits,
              "mrtd=" + std::string(96, 'A'), "mrtd==" + digits, "rtmr4=" + digits, "mrtd:" + digits})
            QVERIFY2(!is_measurement(text, intel()), text.c_str());
        for (const std::string& text : {"pcr32=" + digits, "pcr01=" + digits, "pcr=" + digits})
            QVERIFY2(!is_measurement(text, aws()), text.c_str());
    }
};

QTEST_APPLESS_MAIN(TestGatewayAttestations)
#include "tst_gateway_attestations.moc"
