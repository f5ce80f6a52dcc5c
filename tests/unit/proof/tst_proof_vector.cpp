// SPDX-License-Identifier: Apache-2.0
#include "signed_again.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::proof;
using namespace hearth::vectors;

/// A receipt for the vector of a text, which is no output.
class TestVector : public QObject {
    Q_OBJECT
private slots:
    void aVectorIsBound() {
        ReceiptFile file = example();
        const auto key = core::SigningKey::generate();
        const auto sign = [&] { sign_output(file, key, EvidenceKind::vector); };
        file.request.embed = true;
        file.request.decode.max_tokens = 0;
        file.output_ids = {0x3F000000, 0xBF000000, 0x00000001}; // 0.5, -0.5, the smallest number
        sign();
        QCOMPARE(failures(file), std::set<std::string>{});
        const auto again = ReceiptFile::decode_bytes(file.encode());
        QVERIFY(again.ok());
        QVERIFY(again->request == file.request && again->output_ids == file.output_ids);
        QCOMPARE(failures(*again), std::set<std::string>{});

        ReceiptFile changed = file;
        changed.output_ids[1] ^= 1;
        QCOMPARE(failures(changed), std::set<std::string>{"out_root"});
        for (const std::vector<std::uint32_t>& none : {std::vector<std::uint32_t>{}, {0x7FC00000}, {0xFF800000}}) {
            file.output_ids = none; // signed, but no finite numbers
            sign();
            QCOMPARE(failures(file), std::set<std::string>{"n_out"});
        }
        const auto refused = [&](auto change) {
            Request request = file.request;
            change(request);
            return !Request::decode_bytes(request.encode()).ok();
        };
        QVERIFY(!refused([](Request&) {}));
        QVERIFY(refused([](Request& r) { r.decode.max_tokens = 1; }));
        QVERIFY(refused([](Request& r) { r.scores = 1; }));
        QVERIFY(refused([](Request& r) { r.constraint = constraint_hash("x"); }));
    }

    void nothingElseIsBound() {
        ReceiptFile file = example();
        const auto key = core::SigningKey::generate();
        file.request.embed = true;
        file.request.decode.max_tokens = 0;
        file.output_ids = {0x3F000000, 0xBF000000, 0x00000001};
        sign_output(file, key, EvidenceKind::vector);
        const auto with = [&](std::vector<Evidence> evidence) {
            ReceiptFile other = file;
            Receipt receipt = file.signed_receipt.receipt;
            receipt.evidence = std::move(evidence);
            other.signed_receipt = SignedReceipt::sign(receipt, key);
            return failures(other);
        };
        const Evidence entry = file.signed_receipt.receipt.evidence.front();
        Evidence longer = entry, elsewhere = entry, exact = entry, drawn = entry;
        longer.length = 4;
        elsewhere.root.bytes[0] ^= 1;
        exact.profile = exact.profile == "ci8.1" ? "fp32" : "ci8.1";
        drawn.kind = EvidenceKind::token_difr;
        QCOMPARE(with({entry}), std::set<std::string>{});
        for (const std::vector<Evidence>& wrong :
             {std::vector<Evidence>{}, {longer}, {elsewhere}, {exact}, {drawn}, {entry, entry}, {drawn, entry}})
            QCOMPARE(with(wrong), std::set<std::string>{"vector"});
    }

    void whatIsNoVectorHasNoneBound() {
        ReceiptFile file = example();
        const auto key = core::SigningKey::generate();
        Receipt receipt = file.signed_receipt.receipt;
        receipt.executor_key = key.public_key();
        file.signed_receipt = SignedReceipt::sign(receipt, key);
        QCOMPARE(failures(file), std::set<std::string>{});
        receipt.evidence.push_back({EvidenceKind::vector, 1, receipt.profile, receipt.n_out, receipt.out_root});
        file.signed_receipt = SignedReceipt::sign(receipt, key);
        QCOMPARE(failures(file), std::set<std::string>{"vector"});
    }
};

QTEST_GUILESS_MAIN(TestVector)
#include "tst_proof_vector.moc"
