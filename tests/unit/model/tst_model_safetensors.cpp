// SPDX-License-Identifier: Apache-2.0
#include "model/safetensors.h"
#include "model_files.h"

#include <cstring>
#include <random>

using namespace hearth;
using core::Code;

namespace {

core::Result<std::vector<model::TensorInfo>> parse(const std::string& header, std::size_t data) {
    // Parsed from a buffer of exactly this size, so that a sanitiser sees every byte too far.
    const core::Bytes bytes = test::safetensors(header, data);
    return model::parse_safetensors(bytes, "x.safetensors");
}

} // namespace

class TestSafetensors : public QObject {
    Q_OBJECT

private slots:
    void headersOfSafetensorsAreCheckedInFull() {
        const std::string good = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)";
        QVERIFY(parse(good + R"("b":{"dtype":"BF16","shape":[1],"data_offsets":[8,10]}})", 10).ok());
        COMPARE_ERROR(parse(good + R"("b":{"dtype":"BF16","shape":[1],"data_offsets":[7,9]}})", 10), Code::corrupt,
                      "overlaps");
        COMPARE_ERROR(parse(good + R"("b":{"dtype":"BF16","shape":[1],"data_offsets":[9,11]}})", 11), Code::corrupt,
                      "gap");
        COMPARE_ERROR(parse(good + R"("b":{"dtype":"BF16","shape":[1],"data_offsets":[8,10]}})", 11), Code::corrupt,
                      "after the last");
        COMPARE_ERROR(parse(good + R"("b":{"dtype":"BF16","shape":[1],"data_offsets":[8,10]}})", 9), Code::corrupt,
                      "\"b\"");
        COMPARE_ERROR(parse(good + R"("b":{"dtype":"BF16","shape":[2],"data_offsets":[8,10]}})", 10), Code::corrupt,
                      "\"b\"");
        COMPARE_ERROR(parse(good + R"("b":{"dtype":"I64","shape":[1],"data_offsets":[8,16]}})", 16), Code::unsupported,
                      "I64");
        COMPARE_ERROR(parse(good + R"("b":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[8,8]}})", 8),
                      Code::corrupt, "\"b\"");
        COMPARE_ERROR(parse(good + R"("b":{"dtype":"F32","shape":[-1],"data_offsets":[8,12]}})", 12), Code::corrupt,
                      "\"b\"");
        COMPARE_ERROR(parse(good + R"("b":{"dtype":"F32","shape":[1],"data_offsets":[8,12],"x":1}})", 12),
                      Code::corrupt, "\"b\"");
        COMPARE_ERROR(parse(good + R"("b":7})", 8), Code::corrupt, "\"b\"");
        COMPARE_ERROR(parse(good + R"("a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 8), Code::corrupt,
                      "\"a\" twice");
        COMPARE_ERROR(parse(good + R"("__metadata__":{"x":1}})", 8), Code::corrupt, "__metadata__");
        COMPARE_ERROR(parse("[]", 0), Code::corrupt, "object");
        COMPARE_ERROR(parse(std::string(1 << 20, '['), 0), Code::corrupt, "levels deep");
        core::Bytes huge = test::safetensors("{}", 0);
        huge[7] = 0x7F;
        COMPARE_ERROR(model::parse_safetensors(huge, "x"), Code::corrupt, "claims");
    }

    void truncationsAndMutationsAreAnsweredWithoutHarm() {
        const core::Bytes whole = test::read_all(test::tiny("llama-tied/model.safetensors"));
        std::size_t header = 8;
        std::memcpy(&header, whole.data(), 8);
        for (std::size_t length = 0; length < header + 8; ++length) {
            const core::Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
            QVERIFY(!model::parse_safetensors(cut, "cut"));
        }
        const core::Bytes small =
            test::read_all(std::string(HEARTH_SOURCE_DIR) + "/tests/fuzz/corpus/safetensors/plain");
        QVERIFY(model::parse_safetensors(small, "small").ok());
        std::mt19937 random(20261121);
        for (int i = 0; i < 10'000; ++i) {
            core::Bytes bytes = small;
            for (auto changes = 1 + random() % 3; changes > 0; --changes)
                bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random());
            const auto tensors = model::parse_safetensors(bytes, "mutated");
            std::size_t covered = 0;
            if (tensors)
                for (const model::TensorInfo& tensor : *tensors)
                    covered += tensor.data.size();
            QVERIFY(covered <= bytes.size());
            if (!tensors) QVERIFY(!tensors.error().message.empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestSafetensors)
#include "tst_model_safetensors.moc"
