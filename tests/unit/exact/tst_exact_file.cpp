// SPDX-License-Identifier: Apache-2.0
#include "compute/exact_file.h"
#include "compute/quantise.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>

using namespace hearth;
using core::Code;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

model::ModelConfig small_config() {
    model::ModelConfig c;
    c.arch = "qwen3";
    c.layers = 1;
    c.hidden = 16;
    c.ffn = 20;
    c.heads = 2;
    c.kv_heads = 1;
    c.head_dim = 8;
    c.vocab = 11;
    c.context = 12;
    c.qkv_bias = true;
    c.qk_norm = true;
    return c;
}

/// A model in memory, every value 2⁻⁴ until a test sets others.
class Model : public model::Source {
public:
    explicit Model(model::ModelConfig config) : m_config(std::move(config)) {
        const std::uint32_t h = m_config.hidden, q = m_config.heads * m_config.head_dim,
                            kv = m_config.kv_heads * m_config.head_dim;
        add("embed", {m_config.vocab, h});
        add("lm_head", {m_config.vocab, h});
        add("norm", {h});
        for (const char* name : {"attn_norm", "mlp_norm"})
            add(std::string("layers.0.") + name, {h});
        for (const char* name : {"q_norm", "k_norm"})
            add(std::string("layers.0.") + name, {m_config.head_dim});
        add("layers.0.q", {q, h});
        add("layers.0.k", {kv, h});
        add("layers.0.v", {kv, h});
        for (const auto& [name, rows] : {std::pair{"q", q}, std::pair{"k", kv}, std::pair{"v", kv}})
            add(std::string("layers.0.") + name, {rows}, ".bias");
        add("layers.0.o", {h, q});
        add("layers.0.gate", {m_config.ffn, h});
        add("layers.0.up", {m_config.ffn, h});
        add("layers.0.down", {h, m_config.ffn});
    }
    std::vector<float>& operator[](const std::string& name) { return m_values.at(name); }

    const model::ModelConfig& config() const override { return m_config; }
    const std::vector<model::TensorInfo>& tensors() const override { return m_tensors; }
    const model::TextAssets& text() const override { return m_text; }
    std::string license() const override { return {}; }
    std::vector<std::filesystem::path> files() const override { return {}; }

protected:
    std::uint64_t stored_row(const model::TensorInfo&, std::uint64_t row) const override { return row; }

private:
    void add(const std::string& name, std::vector<std::uint64_t> shape, const char* kind = ".weight") {
        std::size_t count = 1;
        for (const std::uint64_t n : shape)
            count *= n;
        std::vector<float>& values = m_values[name + kind];
        values.assign(count, 0x1p-4F);
        m_tensors.push_back({name + kind,
                             model::TensorType::f32,
                             std::move(shape),
                             {reinterpret_cast<const std::uint8_t*>(values.data()), count * sizeof(float)}});
    }

    model::ModelConfig m_config;
    std::map<std::string, std::vector<float>> m_values; ///< does not move what it holds
    std::vector<model::TensorInfo> m_tensors;
    model::TextAssets m_text;
};

const compute::ExactTensor& tensor_of(const std::vector<compute::ExactTensor>& all, const std::string& name) {
    return *std::find_if(all.begin(), all.end(), [&](const auto& tensor) { return tensor.name == name; });
}

template <typename Result>
void refused(const Result& result, Code code, const char* part) {
    QVERIFY2(!result, part);
    QCOMPARE(result.error().code, code);
    QVERIFY2(QString::fromStdString(result.error().message).contains(part), result.error().message.c_str());
}

} // namespace

/// Bounds of what import makes and of what a reader takes.
class ExactFile : public QObject {
    Q_OBJECT

private slots:
    void aReaderChecksEveryValue_data() {
        QTest::addColumn<QString>("tensor");
        QTest::addColumn<float>("value");
        QTest::addColumn<bool>("good");
        for (const char* name : {"layers.0.k.bias", "layers.0.q_norm"})
            for (const float sign : {1.0F, -1.0F}) {
                const auto row = [&](float value, bool good) {
                    QTest::addRow("%s %a", name, static_cast<double>(sign * value))
                        << QString(name) << sign * value << good;
                };
                row(0.0F, true);
                row(0x1p-60F, true);
                row(std::nextafter(0x1p-60F, 0.0F), false);
                row(0x1p-140F, false);
                row(std::nextafter(0x1p40F, 0.0F), true);
                row(0x1p40F, false);
                row(infinity, false);
                row(std::numeric_limits<float>::quiet_NaN(), false);
            }
        const auto scale = [](float value, bool good) {
            QTest::addRow("scale %a", static_cast<double>(value)) << QString("lm_head.scale") << value << good;
        };
        scale(0.0F, true);
        scale(0x1p-40F, true);
        scale(std::nextafter(0x1p-40F, 0.0F), false);
        scale(0x1p20F, true);
        scale(std::nextafter(0x1p20F, infinity), false);
        scale(-1.0F, false);
    }
    void aReaderChecksEveryValue() {
        QFETCH(QString, tensor);
        QFETCH(float, value);
        QFETCH(bool, good);
        const Model model(small_config());
        const auto tensors = compute::exact_tensors(model.config(), exact::Profile::ci81);
        core::Bytes file(compute::exact_file_bytes(tensors));
        const auto& place = tensor_of(tensors, tensor.toStdString());
        std::memcpy(file.data() + place.offset + 4 * (place.rows - 1), &value, 4);
        const auto view = compute::exact_view(model.config(), exact::Profile::ci81, file);
        if (good)
            QVERIFY2(view, view ? "" : view.error().message.c_str());
        else
            refused(view, Code::corrupt, qPrintable(tensor));
    }

    // The negative of it does not exist in eight bits; kernels that negate or widen in pairs would differ
    // over it.
    void aReaderRefusesTheValueMinus128() {
        const Model model(small_config());
        const auto tensors = compute::exact_tensors(model.config(), exact::Profile::ci81);
        core::Bytes file(compute::exact_file_bytes(tensors));
        for (const compute::ExactTensor& tensor : tensors) {
            if (!tensor.is_weights()) continue;
            for (const std::uint64_t at : {tensor.offset, tensor.offset + tensor.bytes() - 1}) {
                file[at] = 0x80;
                const auto view = compute::exact_view(model.config(), exact::Profile::ci81, file);
                refused(view, Code::corrupt, ("\"" + tensor.name + "\"").c_str());
                QVERIFY(view.error().message.find("−128") != std::string::npos);
                QVERIFY(view.error().hint.find("import the model again") != std::string::npos);
                file[at] = 0x81; // −127
                QVERIFY(compute::exact_view(model.config(), exact::Profile::ci81, file));
            }
        }
    }

    // Products with it would leave 32 bits.
    void aReaderRefusesTheFactorMinus32768() {
        auto config = small_config();
        config.hidden = config.ffn = 64;
        config.heads = 4;
        const Model model(config);
        const auto tensors = compute::exact_tensors(model.config(), exact::Profile::ci41);
        core::Bytes file(compute::exact_file_bytes(tensors));
        QVERIFY(compute::exact_view(model.config(), exact::Profile::ci41, file));
        for (const compute::ExactTensor& tensor : tensors) {
            if (tensor.kind != compute::ExactTensor::Kind::int16) continue;
            file[tensor.offset + tensor.bytes() - 1] = 0x80;
            const auto view = compute::exact_view(model.config(), exact::Profile::ci41, file);
            refused(view, Code::corrupt, ("\"" + tensor.name + "\"").c_str());
            QVERIFY(view.error().message.find("−32768") != std::string::npos);
            file[tensor.offset + tensor.bytes() - 1] = 0;
        }
    }

    void matricesInOtherThanWholeGroupsAreRefused() {
        auto config = small_config();
        config.hidden = 64;
        config.heads = 4;
        config.ffn = 40;
        const auto shape = compute::exact_shape(config, exact::Profile::ci41);
        refused(shape, Code::unsupported, "groups of 32");
        QVERIFY(shape.error().hint.find("ci8.1") != std::string::npos);
        QVERIFY(compute::exact_shape(config, exact::Profile::ci81));
        config.ffn = exact::max_grouped_columns + exact::group_columns;
        refused(compute::exact_shape(config, exact::Profile::ci41), Code::unsupported, "65536");
    }

    void shapesBeyondTheProfileAreRefused() {
        const auto with = [](auto&& change) {
            model::ModelConfig config = small_config();
            change(config);
            return compute::exact_shape(config, exact::Profile::ci81);
        };
        QVERIFY(with([](auto&) {}));
        QVERIFY(with([](auto& c) { c.head_dim = 256; }));
        refused(with([](auto& c) { c.head_dim = 258; }), Code::unsupported, "Heads of 258");
        refused(with([](auto& c) { c.head_dim = 7; }), Code::unsupported, "Heads of 7");
        // Sums of 127² × columns must stay below 2³¹, and so must those over all positions that attention
        // sees.
        QVERIFY(with([](auto& c) { c.ffn = exact::max_columns; }));
        refused(with([](auto& c) { c.ffn = exact::max_columns + 1; }), Code::unsupported, "133145");
        refused(with([](auto& c) { c.hidden = exact::max_columns + 1; }), Code::unsupported, "133145");
        refused(with([](auto& c) { c.heads = 1024, c.head_dim = 256; }), Code::unsupported, "262144");
        QVERIFY(with([](auto& c) { c.context = 1U << 20; }));
        refused(with([](auto& c) { c.context = (1U << 20) + 1; }), Code::unsupported, "1048577");
        const auto divided = [&](float by) { return with([&](auto& c) { c.rope.freq_factors = {1, 1, 1, by}; }); };
        QVERIFY(divided(0x1p-4F));
        for (const float by : {0x1p-13F, 0.0F, -1.0F, std::numeric_limits<float>::quiet_NaN()})
            refused(divided(by), Code::unsupported, "whole turn");
    }

    void importTakesSmallOffsetsForZero() {
        Model model(small_config());
        std::ranges::fill(model["layers.0.q.bias"], -0x1p-61F);
        model["layers.0.k_norm.weight"][3] = std::nextafter(0x1p-60F, 0.0F);
        const auto file = compute::quantised(model, exact::Profile::ci81, {});
        QVERIFY2(file, file ? "" : file.error().message.c_str());
        const auto view = compute::exact_view(model.config(), exact::Profile::ci81, *file);
        QVERIFY(view);
        for (std::uint32_t i = 0; i < 16; ++i)
            QCOMPARE(view->layers[0].q.bias[i], 0.0F);
        QCOMPARE(view->layers[0].k_norm[3], 0.0F);
        QCOMPARE(view->layers[0].k_norm[4], 0x1p-4F);
    }

    void importRefusesWhatIsTooLarge_data() {
        QTest::addColumn<QString>("tensor");
        QTest::addColumn<float>("value");
        QTest::addColumn<QString>("named");
        QTest::newRow("weight") << "layers.0.up.weight" << 0x1p24F << "layers.0.up.weight";
        QTest::newRow("bias") << "layers.0.k.bias" << 0x1p40F << "layers.0.k.bias";
        QTest::newRow("gain of heads") << "layers.0.q_norm.weight" << -0x1p41F << "layers.0.q_norm";
    }
    void importRefusesWhatIsTooLarge() {
        QFETCH(QString, tensor);
        QFETCH(float, value);
        QFETCH(QString, named);
        Model model(small_config());
        model[tensor.toStdString()][1] = value;
        refused(compute::quantised(model, exact::Profile::ci81, {}), Code::unsupported, qPrintable(named));
    }

    void importRefusesWhatIsNoNumber() {
        const Model honest(small_config());
        for (const model::TensorInfo& tensor : honest.tensors())
            for (const float value : {infinity, -infinity, std::numeric_limits<float>::quiet_NaN()}) {
                Model model(small_config());
                model[tensor.name].back() = value;
                const auto made = compute::quantised(model, exact::Profile::ci81, {});
                refused(made, Code::corrupt, ("\"" + tensor.name + "\"").c_str());
                QVERIFY(made.error().hint.find("fetch it again") != std::string::npos);
            }
    }

    // Infinities of either sign under a rotation: nothing but values that are no numbers.
    void importRefusesGainsThatMakeNoNumbers() {
        Model model(small_config());
        std::ranges::fill(model["layers.0.gate.weight"], 0x1p100F);
        std::ranges::fill(model["layers.0.mlp_norm.weight"], 0x1p100F);
        refused(compute::quantised(model, exact::Profile::ci81, {}), Code::unsupported, "layers.0.gate.weight");
    }
};

QTEST_GUILESS_MAIN(ExactFile)
#include "tst_exact_file.moc"
