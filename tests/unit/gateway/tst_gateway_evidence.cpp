// SPDX-License-Identifier: Apache-2.0
#include "check_rows.h"
#include "core/cbor.h"
#include "core/hash.h"
#include "gateway/evidence/examine.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace hearth;
using namespace hearth::test;
using namespace hearth::gateway::evidence;
using Outcome = proof::CheckRow::Outcome;

namespace {

const std::string sent = R"({"model":"m","messages":[]})", answered = R"({"model":"m"})";

core::SigningKey key() {
    return core::SigningKey::from_seed(core::Bytes(32, 7));
}

Envelope envelope() {
    Envelope e;
    e.evidence_id = std::string(32, 'a');
    e.network = "box";
    e.kind = "openai";
    e.url = "http://10.0.0.7:8080/v1";
    e.path = "/chat/completions";
    e.model = "m";
    e.answered_as = "m";
    e.request_hash = core::sha256(core::as_bytes(sent));
    e.request_bytes = sent.size();
    e.response_hash = core::sha256(core::as_bytes(answered));
    e.response_bytes = answered.size();
    e.status = 200;
    e.asked_at = 1'000;
    e.ended_at = 2'000;
    e.whole = true;
    e.checks = {{"network evidence", Outcome::not_checked, "It gives none."}};
    return e;
}

Examination examine_bytes(const core::Bytes& file) {
    return examine(file, std::nullopt, std::nullopt);
}

} // namespace

class TestGatewayEvidence : public QObject {
    Q_OBJECT

private slots:
    void namesOfChecksAreThoseInFilesWrittenBefore() {
        std::set<std::string> seen;
        for (const char* name : check_names()) {
            QVERIFY2(seen.insert(name).second, name);
            const auto check = check_of(name);
            QVERIFY2(check && std::string(name_of(*check)) == name, name);
        }
        for (const char* name : {"signed request", "signed response", "signing key", "attestation measurement",
                                 "connection", "proof of answer", "receipt tokens", "gateway signature"})
            QVERIFY2(check_of(name).has_value(), name);
        QVERIFY(!check_of("a check of tomorrow"));
    }

    /// The bytes hold English alone; a window words it in its own language.
    void aReaderFindsTheSentenceOfEveryDetail() {
        Envelope e = envelope();
        e.checks = {judged(Check::network_signature, true, core::say("signed_by_network_key", {"0x7b"})),
                    unchecked(Check::signing_key, core::say("key_unpinned")),
                    {"a check of tomorrow", Outcome::passed, "Nobody here knows this text."}};
        const core::Bytes file = SignedEnvelope::sign(e, key()).encode();
        for (proof::CheckRow& row : e.checks)
            row.detail = std::string(row.detail);
        QCOMPARE(SignedEnvelope::sign(e, key()).encode(), file);
        const auto read = SignedEnvelope::decode(file);
        QVERIFY(read.ok());
        QCOMPARE(read->envelope.checks[0].detail.id(), "signed_by_network_key");
        QCOMPARE(read->envelope.checks[0].detail.args().front(), core::Sentence("0x7b"));
        QCOMPARE(read->envelope.checks[1].detail.id(), "key_unpinned");
        QCOMPARE(read->envelope.checks[2].detail, core::Sentence("Nobody here knows this text."));
        QVERIFY(read->envelope.checks[2].detail.pattern() == nullptr);
        QCOMPARE(read->encode(), file);
        for (const proof::CheckRow& row : examine_bytes(file).rows)
            QVERIFY2(row.detail.pattern() != nullptr || row.name == "a check of tomorrow", row.name.c_str());
    }

    void whatIsWrittenIsReadAgainInOneEncoding() {
        Envelope full = envelope();
        full.rewrites = {{9, "\"box/m\"", "\"m\""}};
        const core::Bytes file = SignedEnvelope::sign(full, key()).encode();
        const auto read = SignedEnvelope::decode(file);
        QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
        QCOMPARE(read->encode(), file);
        QVERIFY(read->signature_fits());
        QCOMPARE(read->envelope.rewrites.front().from, full.rewrites.front().from);
        QCOMPARE(read->envelope.checks.front().detail, full.checks.front().detail);
        Envelope nameless = envelope();
        nameless.answered_as.reset();
        QVERIFY(!SignedEnvelope::decode(SignedEnvelope::sign(nameless, key()).encode())->envelope.answered_as);
    }

    void theEncodingIsTheOneOfTheVector() {
        // tests/vectors/gateway/make_evidence.py gives it without this code.
        const core::Bytes file = SignedEnvelope::sign(envelope(), key()).encode();
        QCOMPARE(QString::fromStdString(core::sha256(file).hex()),
                 QString("16fb2f08b219e2c263ceaed6440f9875fe1dfdcd86f5b5ef2aab44dcedf4db8e"));
    }

    void honestEvidenceOfAServerIsEZeroAndNothingMore() {
        const Examination found = examine_bytes(SignedEnvelope::sign(envelope(), key()).encode());
        QVERIFY(found.valid);
        QCOMPARE(found.level, proof::Level::none);
        QCOMPARE(outcome_of(found.rows, "request"), Outcome::not_checked);
        for (const proof::CheckRow& row : found.rows)
            if (row.name == "gateway signature") QVERIFY(row.detail.find("no attestation") != std::string::npos);
    }

    void bytesAreComparedWithWhatTheCallerKept() {
        const core::Bytes file = SignedEnvelope::sign(envelope(), key()).encode();
        const Examination right = examine(file, core::as_bytes(sent), core::as_bytes(answered));
        QVERIFY(right.valid);
        QCOMPARE(outcome_of(right.rows, "request"), Outcome::passed);
        QCOMPARE(outcome_of(right.rows, "response"), Outcome::passed);
        const Examination wrong = examine(file, core::as_bytes(sent + " "), core::as_bytes("{}"));
        QVERIFY(!wrong.valid);
        QCOMPARE(outcome_of(wrong.rows, "request"), Outcome::failed);
        QCOMPARE(outcome_of(wrong.rows, "response"), Outcome::failed);
    }

    void aRewrittenRequestIsFollowedByItsMap() {
        Envelope rewritten = envelope();
        rewritten.rewrites = {{9, "\"box/m\"", "\"m\""}};
        const core::Bytes file = SignedEnvelope::sign(rewritten, key()).encode();
        const std::string written = R"({"model":"box/m","messages":[]})";
        QCOMPARE(outcome_of(examine(file, core::as_bytes(written), std::nullopt).rows, "request"), Outcome::passed);
        QCOMPARE(outcome_of(examine(file, core::as_bytes(sent), std::nullopt).rows, "request"), Outcome::failed);
        rewritten.rewrites.front().offset = UINT64_MAX;
        const core::Bytes far = SignedEnvelope::sign(rewritten, key()).encode();
        QCOMPARE(outcome_of(examine(far, core::as_bytes(written), std::nullopt).rows, "request"), Outcome::failed);
    }

    void forgeriesFail() {
        const auto fails = [](const char* what, const SignedEnvelope& file) {
            const Examination found = examine_bytes(file.encode());
            QVERIFY2(!found.valid, what);
            QCOMPARE(found.level, proof::Level::none);
        };
        Envelope e = envelope();
        e.level = proof::Level::attested; // signed by its own gateway, and still false
        fails("a level that nothing carries", SignedEnvelope::sign(e, key()));
        e.kind = "tee";
        fails("a kind that nobody knows", SignedEnvelope::sign(e, key()));
        e = envelope();
        e.whole = false;
        e.reason = "It fell silent.";
        fails("half an answer", SignedEnvelope::sign(e, key()));
        e = envelope();
        e.checks.push_back({"answered model", Outcome::failed, "Another one."});
        fails("another model", SignedEnvelope::sign(e, key()));
        SignedEnvelope file = SignedEnvelope::sign(envelope(), key());
        file.signature[5] ^= 1;
        fails("another signature", file);
        file = SignedEnvelope::sign(envelope(), key());
        file.envelope.response_hash = core::Hash{};
        fails("another answer", file);
        file = SignedEnvelope::sign(envelope(), key());
        file.envelope.gateway_key = core::SigningKey::generate().public_key();
        fails("another gateway", file);
    }

    void everyFlippedBitIsNoticed() {
        const core::Bytes file = SignedEnvelope::sign(envelope(), key()).encode();
        for (std::size_t i = 0; i < file.size(); ++i) {
            core::Bytes flipped = file;
            flipped[i] ^= static_cast<std::uint8_t>(1U << (i % 8));
            QVERIFY2(!examine_bytes(flipped).valid, std::to_string(i).c_str());
        }
        for (std::size_t size = 0; size < file.size(); ++size)
            QVERIFY(!examine_bytes({file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size)}).valid);
        core::Bytes longer = file;
        longer.push_back(0);
        QVERIFY(!examine_bytes(longer).valid);
    }

    void manyUnderOneSignatureAreExaminedOneByOne() {
        std::vector<Envelope> all(most_signed_at_once + 1, envelope());
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i].evidence_id.replace(0, 3, std::to_string(100 + i));
        const std::vector<core::Bytes> files = SignedEnvelope::sign_all(all, key());
        QCOMPARE(files.size(), all.size());
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto read = SignedEnvelope::decode(files[i]);
            QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
            QVERIFY(read->signature_fits());
            QCOMPARE(read->encode(), files[i]);
            QCOMPARE(read->batch.has_value(), i < most_signed_at_once);
            QCOMPARE(read->envelope.evidence_id, all[i].evidence_id);
            QVERIFY(examine(files[i], core::as_bytes(sent), core::as_bytes(answered)).valid);
            const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(to_json(*read))).object();
            QCOMPARE(json["v"].toInt(), i < most_signed_at_once ? 4 : 1);
        }
        // Whoever is alone has the form that every reader knows.
        QCOMPARE(files.back(), SignedEnvelope::sign(all.back(), key()).encode());
        std::vector<Envelope> none;
        QVERIFY(SignedEnvelope::sign_all(none, key()).empty());
    }

    void theBatchIsTheOneOfTheVector() {
        std::vector<Envelope> all(3, envelope());
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i].evidence_id = std::string(32, static_cast<char>('a' + i));
        core::Bytes together;
        for (const core::Bytes& file : SignedEnvelope::sign_all(all, key()))
            core::append(together, file);
        QCOMPARE(QString::fromStdString(core::sha256(together).hex()),
                 QString("3e268b542f2a8a82d5ccf9ff0e32f187ba6d1c640d3d5dc432728ee65d262d4d"));
    }

    void noPlaceInABatchIsForged() {
        std::vector<Envelope> all(3, envelope());
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i].evidence_id = std::string(32, static_cast<char>('a' + i));
        const std::vector<core::Bytes> files = SignedEnvelope::sign_all(all, key());
        const SignedEnvelope good = SignedEnvelope::decode(files[1]).value();
        const auto fails = [](const char* what, const SignedEnvelope& file) {
            QVERIFY2(!file.signature_fits(), what);
            QVERIFY2(!examine_bytes(file.encode()).valid, what);
        };
        const auto with = [&](std::uint64_t size, std::uint64_t index) {
            SignedEnvelope file = good;
            file.batch->size = size;
            file.batch->index = index;
            return file;
        };
        fails("another place", with(3, 0));
        fails("a place behind the end", with(3, 3));
        fails("a batch of another size", with(4, 1));
        fails("a batch of nobody", with(0, 0));
        fails("a batch of one", with(1, 0));
        fails("no batch", [&] {
            SignedEnvelope file = good;
            file.batch.reset();
            return file;
        }());
        SignedEnvelope file = good;
        file.batch->path.pop_back();
        fails("half a path", file);
        file = good;
        file.batch->path.push_back(core::Hash{});
        fails("too long a path", file);
        file = good;
        file.batch->path.front().bytes[7] ^= 1;
        fails("another neighbour", file);
        file = good;
        file.envelope.model = "n";
        fails("another envelope", file);
        file = SignedEnvelope::sign(envelope(), key());
        file.batch = good.batch;
        fails("the signature of one alone", file);
        for (std::size_t i = 0; i < files[1].size(); ++i) {
            core::Bytes flipped = files[1];
            flipped[i] ^= static_cast<std::uint8_t>(1U << (i % 8));
            QVERIFY2(!examine_bytes(flipped).valid, std::to_string(i).c_str());
        }
    }

    void theTextForPeopleHoldsTheFile() {
        const SignedEnvelope file = SignedEnvelope::sign(envelope(), key());
        const std::string text = to_json(file);
        const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
        QCOMPARE(json["level"].toString(), QString("E0"));
        QCOMPARE(json["relation"].toString(), QString("identical-bytes"));
        QVERIFY(json["money"].toObject()["charged"].isNull());
        QCOMPARE(file_in(core::as_bytes(text)).value(), file.encode());
        QCOMPARE(file_in(file.encode()).value(), file.encode());
        // What people read around it must be what it says.
        for (const auto& [from, to] : {std::pair("\"E0\"", "\"E4\""), std::pair("\"charged\":null", "\"charged\":1")}) {
            std::string changed = text;
            QVERIFY(changed.find(from) != std::string::npos);
            changed.replace(changed.find(from), std::string(from).size(), to);
            QVERIFY(!file_in(core::as_bytes(changed)));
        }
        QVERIFY(!file_in(core::as_bytes(text.substr(0, text.size() - 1) + R"(,"envelope":"00"})")));
        const std::string deep = R"({"a":)" + std::string(50'000, '[') + std::string(50'000, ']') + text.substr(1);
        QVERIFY(!file_in(core::as_bytes(deep)));
        const auto receipt = file_in(core::as_bytes(R"({"object":"evidence","receipt_id":"ab12"})"));
        QVERIFY(!receipt);
        QVERIFY(receipt.error().hint.find("receipt export ab12") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestGatewayEvidence)
#include "tst_gateway_evidence.moc"
