// SPDX-License-Identifier: Apache-2.0
#include "signed_again.h"

#include <functional>
#include <QtTest>
#include <random>

using namespace hearth;
using namespace hearth::proof;
using namespace hearth::vectors;

namespace {

using Outcome = CheckRow::Outcome;

ReceiptFile file_of(const nlohmann::json& item) {
    return ReceiptFile::decode_bytes(vectors::bytes(item["file"])).value();
}

nlohmann::json cases() {
    return vectors::load("receipts.json")["cases"];
}

} // namespace

class TestReceipt : public QObject {
    Q_OBJECT
private slots:
    void encodingsAndHashesEqualTheSecondImplementation();
    void signaturesEqualTheSecondImplementation();
    void honestFilesPass();
    void everyFlippedBitIsRefusedOrNamed();
    void aChangedFieldIsNamed_data();
    void aChangedFieldIsNamed();
    void unknownFieldsAndVersionsAreRefused();
    void hostileBytesAreRefused();
    void seededRequestsRepeatAndUnseededDoNot();
    void anEmptyAnswerStillBindsItsSalt();
    void receiptsStaySmall();
    void scoresAreBound();
    void aBegunAnswerKeepsItsKey();
    void aConstraintIsBound();
    void aBeaconIsLeftToTheLedger();
};

/// Offline nobody knows which beacon the block had: that is said, never passed.
void TestReceipt::aBeaconIsLeftToTheLedger() {
    const auto beacon_row = [](const ReceiptFile& file) -> std::optional<CheckRow> {
        for (const CheckRow& row : check_receipt_file(file))
            if (row.name == std::string("beacon")) return row;
        return std::nullopt;
    };
    ReceiptFile file = example();
    file.request.seed.reset();
    file.request.begun.reset();
    file.beacon = core::random_hash();
    const auto key = core::SigningKey::generate();
    Receipt receipt = file.signed_receipt.receipt;
    receipt.executor_key = key.public_key();
    receipt.request_hash = file.request.hash();
    receipt.seed_commit = seed_commitment(file.request, file.beacon);
    receipt.height = 1234;
    file.signed_receipt = SignedReceipt::sign(receipt, key);
    QCOMPARE(failures(file), std::set<std::string>{});
    const auto row = beacon_row(file);
    QVERIFY(row && row->outcome == Outcome::not_checked);
    QCOMPARE(outcome_name(row->outcome), "not checked");
    QVERIFY(row->detail.find("1234") != std::string::npos); // where it can be looked up
    file.beacon = core::random_hash();
    QCOMPARE(failures(file), std::set<std::string>{"seed_commit"});
    ReceiptFile seeded = example();
    seeded.request.seed = 7;
    QVERIFY(!beacon_row(seeded)); // the caller's seed takes its place
}

void TestReceipt::aBegunAnswerKeepsItsKey() {
    ReceiptFile file = example();
    file.request.seed.reset();
    file.request.begun = Begun{2, core::random_hash()};
    file.beacon = {};
    const auto key = core::SigningKey::generate();
    Receipt receipt = file.signed_receipt.receipt;
    receipt.executor_key = key.public_key();
    receipt.request_hash = file.request.hash();
    receipt.seed_commit = file.request.begun->key;
    file.signed_receipt = SignedReceipt::sign(receipt, key);
    QCOMPARE(failures(file), std::set<std::string>{});
    const auto again = ReceiptFile::decode_bytes(file.encode());
    QVERIFY(again.ok());
    QVERIFY(again->request == file.request);
    QCOMPARE(failures(*again), std::set<std::string>{});

    ReceiptFile changed = file;
    changed.request.begun->key.bytes[0] ^= 1;
    QVERIFY(failures(changed).contains("seed_commit"));
    changed = file;
    changed.request.begun->tokens = receipt.n_out + 1;
    QVERIFY(failures(changed).contains("begun"));
    // A seed says which key it is, scores stand before the answer, and no token is no beginning.
    const auto refused = [&](auto change) {
        Request request = file.request;
        change(request);
        return !Request::decode_bytes(request.encode()).ok();
    };
    QVERIFY(refused([](Request& r) { r.seed = 7; }));
    QVERIFY(refused([](Request& r) { r.scores = 1; }));
    QVERIFY(refused([](Request& r) { r.begun->tokens = 0; }));
    QVERIFY(!refused([](Request& r) {
        r.begun.reset();
        r.seed = 7;
        r.begun = Begun{1, seed_commitment(r, {})};
    }));
}

void TestReceipt::aConstraintIsBound() {
    ReceiptFile file = example();
    const core::Hash before = file.request.hash();
    file.constraint = "start: \"yes\" | \"no\"";
    file.request.constraint = constraint_hash(file.constraint);
    QVERIFY(file.request.hash() != before);
    const auto key = core::SigningKey::generate();
    Receipt receipt = file.signed_receipt.receipt;
    receipt.executor_key = key.public_key();
    receipt.request_hash = file.request.hash();
    receipt.seed_commit = seed_commitment(file.request, file.beacon);
    file.signed_receipt = SignedReceipt::sign(receipt, key);
    const auto again = ReceiptFile::decode_bytes(file.encode());
    QVERIFY(again.ok());
    QVERIFY(again->request == file.request && again->constraint == file.constraint);
    QCOMPARE(failures(*again), std::set<std::string>{});
    ReceiptFile changed = file;
    changed.constraint += " | \"maybe\"";
    QCOMPARE(failures(changed), std::set<std::string>{"constraint"});
    changed = file;
    changed.request.constraint.reset();
    QVERIFY(failures(changed).contains("request_hash"));
}

void TestReceipt::scoresAreBound() {
    ReceiptFile file = example();
    const auto key = core::SigningKey::generate();
    const auto sign = [&] {
        sign_again(file, key,
                   {EvidenceKind::prompt_scores, 1, file.request.profile,
                    static_cast<std::uint32_t>(file.scores.size()), scores_root(file.salt_out, file.scores)});
    };
    file.request.scores = 2;
    file.request.decode.max_tokens = 0;
    file.output_ids.clear();
    for (std::size_t i = 1; i < file.input_ids.size(); ++i)
        file.scores.push_back({-static_cast<std::int32_t>(i), {{1, -1}, {2, INT32_MIN}}});
    QVERIFY(!file.scores.empty());
    sign();
    QCOMPARE(failures(file), std::set<std::string>{});
    const auto again = ReceiptFile::decode_bytes(file.encode());
    QVERIFY(again.ok());
    QVERIFY(again->scores == file.scores && again->request == file.request);
    QCOMPARE(failures(*again), std::set<std::string>{});

    ReceiptFile changed = file;
    changed.scores.back().top[1].micronats += 1;
    QCOMPARE(failures(changed), std::set<std::string>{"scores_root"});
    changed = file;
    changed.scores.pop_back();
    QCOMPARE(failures(changed), std::set<std::string>{"scores_root"});
    file.scores.pop_back();
    sign();
    QCOMPARE(failures(file), std::set<std::string>{"scores_root"}); // signed, but not of every token
    file.request.scores.reset();
    sign();
    QVERIFY(failures(file).contains("scores_root"));
}

void TestReceipt::encodingsAndHashesEqualTheSecondImplementation() {
    for (const auto& item : cases()) {
        const ReceiptFile file = file_of(item);
        QCOMPARE(core::to_hex(file.encode()), item["file"].get<std::string>());
        QCOMPARE(core::to_hex(file.request.encode()), item["request"].get<std::string>());
        QCOMPARE(file.request.hash(), vectors::hash(item["request_hash"]));
        QCOMPARE(core::to_hex(file.signed_receipt.encode()), item["signed_receipt"].get<std::string>());
        QCOMPARE(core::to_hex(file.signed_receipt.receipt.encode()), item["receipt"].get<std::string>());
        QCOMPARE(file.signed_receipt.receipt.id().hex(), item["receipt_id"].get<std::string>());
        QCOMPARE(input_commitment(file.salt_in, file.input_ids), vectors::hash(item["in_commit"]));
        QCOMPARE(output_root(file.salt_out, file.output_ids), vectors::hash(item["out_root"]));
        QCOMPARE(seed_commitment(file.request, file.beacon), vectors::hash(item["seed_commit"]));
        QVERIFY(Request::decode_bytes(vectors::bytes(item["request"])).value() == file.request);
        QVERIFY(Receipt::decode_bytes(vectors::bytes(item["receipt"])).value() == file.signed_receipt.receipt);
    }
}

void TestReceipt::signaturesEqualTheSecondImplementation() {
    for (const auto& item : cases()) {
        const auto key = core::SigningKey::from_seed(vectors::bytes(item["executor_seed"]));
        QCOMPARE(key.public_key().hex(), item["executor_key"].get<std::string>());
        const auto again = SignedReceipt::sign(Receipt::decode_bytes(vectors::bytes(item["receipt"])).value(), key);
        QVERIFY(again.signature_valid());
        QCOMPARE(core::to_hex(again.encode()), item["signed_receipt"].get<std::string>());
    }
}

void TestReceipt::honestFilesPass() {
    for (const auto& item : cases()) {
        const auto rows = check_receipt_file(file_of(item));
        QVERIFY(rows.size() >= 15);
        int passed = 0;
        for (const CheckRow& row : rows) {
            QVERIFY2(row.outcome != Outcome::failed, row.name.c_str());
            QVERIFY2(!row.detail.empty(), row.name.c_str());
            passed += row.outcome == Outcome::passed;
        }
        QVERIFY(passed >= 14);
    }
}

void TestReceipt::everyFlippedBitIsRefusedOrNamed() {
    std::set<std::string> named;
    std::size_t refused = 0, flips = 0;
    for (const auto& item : cases()) {
        if (item["name"] == "long") continue;
        core::Bytes bytes = vectors::bytes(item["file"]);
        for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit, ++flips) {
            bytes[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
            const auto file = ReceiptFile::decode_bytes(bytes);
            if (file) {
                const auto names = failures(*file);
                QVERIFY2(!names.empty(), qPrintable(QString("bit %1 goes unseen").arg(bit)));
                named.insert(names.begin(), names.end());
            } else {
                QVERIFY(!file.error().message.empty());
                ++refused;
            }
            bytes[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
        }
    }
    QVERIFY(flips > 20000);
    QVERIFY(refused > 100);
    for (const char* name : {"signature", "request_hash", "in_commit", "out_root", "seed_commit", "decode", "model_id"})
        QVERIFY2(named.count(name) == 1, name);
}

void TestReceipt::aChangedFieldIsNamed_data() {
    QTest::addColumn<std::function<void(ReceiptFile&)>>("change");
    using Change = std::function<void(ReceiptFile&)>;
    const auto row = [](const char* name, Change change) { QTest::newRow(name) << std::move(change); };
    row("signature", [](ReceiptFile& f) { f.signed_receipt.signature[3] ^= 1; });
    row("executor_key", [](ReceiptFile& f) { f.signed_receipt.receipt.executor_key = {}; });
    row("client_key", [](ReceiptFile& f) { f.request.client_key.bytes[0] ^= 1; });
    row("request_hash", [](ReceiptFile& f) { f.request.expires_at += 1; });
    row("model_id", [](ReceiptFile& f) { f.request.model_id.bytes[9] ^= 1; });
    row("profile", [](ReceiptFile& f) { f.request.profile = "bf16"; });
    row("decode", [](ReceiptFile& f) { f.request.decode.temperature_q16 += 1; });
    row("price", [](ReceiptFile& f) { f.request.price_cap = core::Amount::from_units(1); });
    row("n_in", [](ReceiptFile& f) { f.input_ids.push_back(5); });
    row("in_commit", [](ReceiptFile& f) { f.input_ids.front() ^= 1; });
    row("n_out", [](ReceiptFile& f) { f.output_ids.pop_back(); });
    row("out_root", [](ReceiptFile& f) { f.salt_out.bytes[31] ^= 1; });
    row("seed_commit", [](ReceiptFile& f) { f.beacon.bytes[0] ^= 1; });
    row("stop_reason", [](ReceiptFile& f) { f.signed_receipt.receipt.decode.max_tokens = 3; });
    row("timing", [](ReceiptFile& f) { f.signed_receipt.receipt.ttft_ms = 1000000; });
}

void TestReceipt::aChangedFieldIsNamed() {
    QFETCH(std::function<void(ReceiptFile&)>, change);
    ReceiptFile file = example();
    QVERIFY(failures(file).empty());
    change(file);
    const std::string expected = QTest::currentDataTag();
    QVERIFY2(failures(file).count(expected) == 1, expected.c_str());
}

void TestReceipt::unknownFieldsAndVersionsAreRefused() {
    const core::Bytes bytes = vectors::bytes(cases()[0]["receipt"]);
    const core::cbor::Value value = core::cbor::decode(bytes).value();
    core::cbor::Map map = *value.as_map();
    map.emplace_back(20, std::uint64_t{1});
    QVERIFY(!Receipt::decode_bytes(core::cbor::encode(core::cbor::Value(map))));
    map.pop_back();
    map[0].second = std::uint64_t{2};
    const auto newer = Receipt::decode_bytes(core::cbor::encode(core::cbor::Value(map)));
    QVERIFY(!newer);
    QVERIFY(newer.error().code == core::Code::unsupported);
    for (std::size_t i = 0; i < map.size(); ++i) {
        core::cbor::Map without = *value.as_map();
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
        QVERIFY(!Receipt::decode_bytes(core::cbor::encode(core::cbor::Value(without))));
    }
    Receipt shouting = Receipt::decode_bytes(bytes).value();
    for (const char* profile : {"FP32", "", "fp 32", "a-name-that-is-much-too-long-to-be-a-profile"}) {
        shouting.profile = profile;
        QVERIFY(!Receipt::decode_bytes(shouting.encode()));
    }
}

void TestReceipt::hostileBytesAreRefused() {
    const core::Bytes good = vectors::bytes(cases()[0]["file"]);
    for (std::size_t size = 0; size < good.size(); ++size)
        QVERIFY(!ReceiptFile::decode_bytes(core::ByteView(good).first(size)));
    std::mt19937 random(8);
    for (int i = 0; i < 20000; ++i) {
        core::Bytes noise(random() % 200);
        for (auto& byte : noise)
            byte = static_cast<std::uint8_t>(random());
        QVERIFY(!ReceiptFile::decode_bytes(noise));
        QVERIFY(!SignedReceipt::decode_bytes(noise));
    }
    core::Bytes huge(std::size_t{17} << 20);
    QVERIFY(ReceiptFile::decode_bytes(huge).error().code == core::Code::too_large);
}

void TestReceipt::seededRequestsRepeatAndUnseededDoNot() {
    Request request;
    request.profile = "fp32";
    const core::Hash one = core::Hash::parse(std::string(64, '1')).value();
    const core::Hash two = core::Hash::parse(std::string(64, '2')).value();
    QVERIFY(seed_commitment(request, one) != seed_commitment(request, two));
    const core::Hash first = seed_commitment(request, one);
    request.client_nonce = two;
    QVERIFY(seed_commitment(request, one) != first);
    request.seed = 7;
    const core::Hash seeded = seed_commitment(request, one);
    request.client_nonce = one;
    QCOMPARE(seed_commitment(request, two), seeded);
    request.seed = 8;
    QVERIFY(seed_commitment(request, two) != seeded);
}

void TestReceipt::anEmptyAnswerStillBindsItsSalt() {
    core::Hash salt;
    const core::Hash root = output_root(salt, {});
    salt.bytes[0] = 1;
    QVERIFY(output_root(salt, {}) != root);
}

void TestReceipt::receiptsStaySmall() {
    for (const auto& item : cases()) {
        const ReceiptFile file = file_of(item);
        QVERIFY(file.signed_receipt.encode().size() <= 1024);
        const double tokens = static_cast<double>(file.input_ids.size() + file.output_ids.size());
        const auto scores = static_cast<double>(scores_bytes(file.scores.size(), file.request.scores.value_or(0)));
        QVERIFY(static_cast<double>(file.encode().size()) <= 2048 + 8.1 * tokens + scores);
    }
}

QTEST_GUILESS_MAIN(TestReceipt)
#include "tst_proof_receipt.moc"
