// SPDX-License-Identifier: Apache-2.0
#include "proof/tensors.h"
#include "signed_again.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <QtTest>

using namespace hearth;
using namespace hearth::proof;
using namespace hearth::vectors;

namespace {

template <typename T>
Tensor tensor(const std::string& name, TensorKind kind, std::vector<std::uint64_t> shape,
              const std::vector<T>& values) {
    Tensor made{name, kind, std::move(shape), core::Bytes(values.size() * sizeof(T))};
    if (!values.empty()) std::memcpy(made.data.data(), values.data(), made.data.size());
    return made;
}

Tensor floats(const std::string& name, const std::vector<float>& values) {
    return tensor(name, TensorKind::f32, {values.size()}, values);
}

std::vector<std::uint32_t> packed(std::vector<Tensor> tensors) {
    return std::move(pack_tensors(std::move(tensors))).value();
}

} // namespace

/// Named tensors in the place of token ids.
class TestTensors : public QObject {
    Q_OBJECT
private slots:
    void whatIsPackedComesBack() {
        const std::vector<Tensor> given{
            tensor<std::int64_t>("sr", TensorKind::i64, {}, {16000}),
            tensor<float>("x", TensorKind::f32, {2, 1}, {0.5F, -0.0F}),
            tensor<double>("a", TensorKind::f64, {1}, {1e300}),
            tensor<std::uint8_t>("odd", TensorKind::u8, {3}, {1, 2, 255}),
            tensor<std::uint8_t>("flag", TensorKind::boolean, {}, {1}),
            tensor<std::int32_t>("none", TensorKind::i32, {0, 5}, {}),
        };
        const auto words = packed(given);
        const auto back = unpack_tensors(words);
        QVERIFY(back.ok());
        QCOMPARE(back->size(), given.size());
        for (const Tensor& one : given)
            QVERIFY(std::find(back->begin(), back->end(), one) != back->end());
        QCOMPARE(back->front().name, std::string("a")); // by name, whatever order they came in
        std::vector<Tensor> turned(given.rbegin(), given.rend());
        QCOMPARE(packed(turned), words);
        QVERIFY(are_tensors(packed({})));
    }

    void whatIsNoTensorIsRefusedByItsName() {
        const auto refused = [](const Tensor& one) {
            const auto made = pack_tensors({one});
            return !made && (made.error().message.find(one.name) != std::string::npos || one.name.empty());
        };
        QVERIFY(refused(floats("x", {NAN})));
        QVERIFY(refused(floats("x", {HUGE_VALF})));
        QVERIFY(refused(tensor<double>("x", TensorKind::f64, {1}, {-HUGE_VAL})));
        QVERIFY(refused(tensor<std::uint8_t>("x", TensorKind::boolean, {1}, {2})));
        QVERIFY(refused(tensor<float>("x", TensorKind::f32, {2}, {1.0F})));
        QVERIFY(refused(tensor<float>("x", TensorKind::f32, {UINT64_MAX, 2}, {})));
        QVERIFY(refused(tensor<float>("x", TensorKind::f32, {1, 1, 1, 1, 1, 1, 1, 1, 1}, {1.0F})));
        QVERIFY(refused(floats("", {1.0F})));
        QVERIFY(!pack_tensors({floats("a b", {1.0F})}).ok());
        QVERIFY(!pack_tensors({floats("x", {1.0F}), floats("x", {2.0F})}).ok());
        QCOMPARE(pack_tensors({floats("x", std::vector<float>(max_tensor_words))}).error().code, core::Code::too_large);
        QCOMPARE(pack_tensors(std::vector<Tensor>(max_tensors + 1)).error().code, core::Code::too_large);
    }

    void onlyTheOneEncodingIsTaken() {
        const auto words = packed({floats("x", {1.0F, 2.0F}), tensor<std::uint8_t>("y", TensorKind::u8, {1}, {7})});
        QVERIFY(are_tensors(words));
        for (std::size_t cut = 0; cut < words.size(); ++cut)
            QVERIFY(!are_tensors(std::span(words).first(cut)));
        auto longer = words;
        longer.push_back(0);
        QVERIFY(!are_tensors(longer));
        auto padded = words;
        padded.back() |= 0x100; // behind the one byte of y
        QVERIFY(!are_tensors(padded));
        auto not_finite = words;
        not_finite[words.size() - 2] = 0x7FC00000;
        QVERIFY(!are_tensors(not_finite));
        QVERIFY(!are_tensors(std::vector<std::uint32_t>{UINT32_MAX, 0}));
    }

    void floatsMayDifferByRoundingAndNothingElseMay() {
        const auto apart = [](std::vector<Tensor> claimed, std::vector<Tensor> made) {
            return compare_tensors(packed(std::move(claimed)), packed(std::move(made)));
        };
        const TensorDifference same = apart({floats("x", {1.0F})}, {floats("x", {1.0F})});
        QVERIFY(same.equal == same.compared && same.worst == 0 && !same.first);
        QVERIFY(apart({floats("x", {0.5F})}, {floats("x", {0.50005F})}).worst <= 100);
        QVERIFY(apart({floats("x", {0.5F})}, {floats("x", {0.5003F})}).worst > 100);
        QVERIFY(apart({floats("x", {1e6F})}, {floats("x", {1e6F + 50.0F})}).worst <= 100); // of its own size
        const std::int64_t most = 1'000'000;
        QVERIFY(apart({floats("x", {1.0F})}, {floats("y", {1.0F})}).worst > most);
        QVERIFY(apart({floats("x", {1.0F})}, {floats("x", {1.0F, 1.0F})}).worst > most);
        const auto whole = [](std::int64_t value) { return tensor<std::int64_t>("n", TensorKind::i64, {1}, {value}); };
        QVERIFY(apart({whole(3)}, {whole(4)}).worst > most);
        const auto claimed = packed({floats("x", {1.0F})});
        const TensorDifference none = compare_tensors(claimed, {});
        QCOMPARE(none.compared, static_cast<std::uint32_t>(claimed.size()));
        QVERIFY(none.equal == 0 && none.worst > most);
    }

    void aReceiptIsBoundToItsTensors() {
        ReceiptFile file = example();
        const auto key = core::SigningKey::generate();
        const auto sign = [&] { sign_output(file, key, EvidenceKind::tensors); };
        file.request.run = true;
        file.request.decode.max_tokens = 0;
        file.input_ids = packed({floats("x", {1.0F})});
        file.output_ids = packed({floats("output", {2.0F})});
        sign();
        QCOMPARE(failures(file), std::set<std::string>{});
        const auto again = ReceiptFile::decode_bytes(file.encode());
        QVERIFY(again.ok());
        QVERIFY(again->request == file.request && again->output_ids == file.output_ids);
        ReceiptFile changed = file;
        changed.output_ids.back() ^= 1;
        QCOMPARE(failures(changed), std::set<std::string>{"out_root"});
        const auto rebound = [&](std::vector<Evidence> evidence, bool run) {
            ReceiptFile other = file;
            other.request.run = run;
            Receipt receipt = file.signed_receipt.receipt;
            receipt.request_hash = other.request.hash();
            receipt.evidence = std::move(evidence);
            other.signed_receipt = SignedReceipt::sign(receipt, key);
            return failures(other).contains("tensors");
        };
        const Evidence only = file.signed_receipt.receipt.evidence.front();
        Evidence as_vector = only;
        as_vector.kind = EvidenceKind::vector;
        Evidence shorter = only;
        --shorter.length;
        QVERIFY(!rebound({only}, true));
        QVERIFY(rebound({}, true) && rebound({as_vector}, true) && rebound({shorter}, true));
        QVERIFY(rebound({only, only}, true));
        QVERIFY(rebound({only}, false)); // nobody asked for them
        file.output_ids = {1, 2, 3};     // signed, but no tensors
        sign();
        QCOMPARE(failures(file), std::set<std::string>{"n_out"});
        const auto refused = [&](auto change) {
            Request request = file.request;
            change(request);
            return !Request::decode_bytes(request.encode()).ok();
        };
        QVERIFY(!refused([](Request&) {}));
        QVERIFY(refused([](Request& r) { r.embed = true; }));
        QVERIFY(refused([](Request& r) { r.decode.max_tokens = 1; }));
        QVERIFY(refused([](Request& r) { r.scores = 1; }));
    }
};

QTEST_GUILESS_MAIN(TestTensors)
#include "tst_proof_tensors.moc"
