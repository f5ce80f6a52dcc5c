// SPDX-License-Identifier: Apache-2.0
#include "model/tensor_type.h"
#include "model_files.h"

#include <cstring>
#include <limits>

using namespace hearth;
using model::TensorType;

class TestDequantise : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_vectors = test::read_json(std::string(HEARTH_VECTORS_DIR) + "/model/dequant.json"); }

    void everyTypeGivesTheBitsOfTheReference_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q4_K", "Q5_K", "Q6_K"})
            QTest::newRow(name) << name;
    }
    void everyTypeGivesTheBitsOfTheReference() {
        QFETCH(QString, name);
        const auto type = model::tensor_type_from_name(name.toStdString());
        QVERIFY(type);
        const core::Bytes stored = *core::from_hex(m_vectors[name.toStdString()]["stored"].get<std::string>());
        const core::Bytes expected = *core::from_hex(m_vectors[name.toStdString()]["values"].get<std::string>());
        std::vector<float> values(expected.size() / sizeof(float)), wanted(values.size());
        QVERIFY(values.size() >= 30);
        QCOMPARE(model::tensor_bytes(*type, {values.size()}), std::optional<std::uint64_t>(stored.size()));
        std::memcpy(wanted.data(), expected.data(), expected.size());
        model::dequantise(*type, stored.data(), values.size(), values.data());
        for (std::size_t i = 0; i < values.size(); ++i)
            QVERIFY2(std::bit_cast<std::uint32_t>(values[i]) == std::bit_cast<std::uint32_t>(wanted[i]),
                     qPrintable(QString("value %1: %2 instead of %3").arg(i).arg(values[i]).arg(wanted[i])));
    }

    void nonFiniteScalesAreFoundInEveryType_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("at");
        QTest::addColumn<QByteArray>("pattern");
        const auto row = [](const char* title, TensorType type, int at, const char* hex) {
            QTest::newRow(title) << static_cast<int>(type) << at << QByteArray::fromHex(hex);
        };
        row("F32 NaN", TensorType::f32, 0, "0000c07f");
        row("F32 infinity", TensorType::f32, 0, "000080ff");
        row("F16 NaN", TensorType::f16, 0, "017c");
        row("BF16 infinity", TensorType::bf16, 0, "807f");
        row("Q8_0 scale", TensorType::q8_0, 0, "007c");
        row("Q4_0 scale", TensorType::q4_0, 0, "ffff");
        row("Q4_1 minimum", TensorType::q4_1, 2, "007c");
        row("Q4_K scale", TensorType::q4_k, 0, "007c");
        row("Q4_K minimum", TensorType::q4_k, 2, "007c");
        row("Q5_K minimum", TensorType::q5_k, 2, "00fc");
        row("Q6_K scale", TensorType::q6_k, 208, "007e");
    }
    void nonFiniteScalesAreFoundInEveryType() {
        QFETCH(int, type);
        QFETCH(int, at);
        QFETCH(QByteArray, pattern);
        const auto kind = static_cast<TensorType>(type);
        const model::TypeLayout layout = model::type_layout(kind);
        core::Bytes stored(3 * layout.block_bytes);
        QVERIFY(!model::first_non_finite(kind, stored));
        std::memcpy(stored.data() + 2 * layout.block_bytes + static_cast<std::size_t>(at), pattern.data(),
                    static_cast<std::size_t>(pattern.size()));
        QCOMPARE(model::first_non_finite(kind, stored), std::optional(2 * layout.block_elements));
    }

    void sizesThatOverflowOrSplitABlockAreNoSizes() {
        constexpr std::uint64_t huge = std::uint64_t{1} << 62;
        QVERIFY(!model::tensor_bytes(TensorType::f32, {huge}));
        QVERIFY(!model::tensor_bytes(TensorType::f16, {huge, 4}));
        QVERIFY(!model::tensor_bytes(TensorType::q8_0, {4, 33}));
        QVERIFY(!model::tensor_bytes(TensorType::q4_k, {128}));
        QVERIFY(!model::tensor_bytes(TensorType::f32, {}));
        QCOMPARE(model::tensor_bytes(TensorType::q4_k, {2, 512}), std::optional<std::uint64_t>(2 * 2 * 144));
        QVERIFY(!model::tensor_type_from_name("IQ2_XXS"));
    }

private:
    nlohmann::json m_vectors;
};

QTEST_GUILESS_MAIN(TestDequantise)
#include "tst_model_dequantise.moc"
