// SPDX-License-Identifier: Apache-2.0
#include "compute/calibration.h"
#include "compute/engine.h"
#include "compute/error_feedback.h"
#include "compute/exact_file.h"
#include "compute/exact_tiles.h"
#include "compute/import_model.h"
#include "compute/quantise.h"
#include "exact/arithmetic.h"
#include "exact/conformance.h"
#include "exact/cpu_runner.h"
#include "exact/reference.h"
#include "proof/exact_chain.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <bit>
#include <numeric>

using namespace hearth;

namespace {

using Floats = std::vector<float>;
using exact::reference::QuantisedRow;

const std::vector<const char*> models{"flat", "linear-rope", "llama-bias", "llama-tied", "llama-untied", "llama3-rope",
                                      "mistral",     "qwen2",      "qwen3",      "yarn"};

QJsonObject read_vectors(const std::string& name) {
    QFile file(QString::fromStdString(HEARTH_VECTORS_DIR "/exact/" + name + ".json"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

std::uint64_t word(const QJsonValue& hex) {
    return hex.toString().toULongLong(nullptr, 16);
}
/// fp32 values stand in the vectors as their bits, so that a difference of one bit is a difference of text.
QString bits_of(float v) {
    return QStringLiteral("%1").arg(std::bit_cast<std::uint32_t>(v), 8, 16, QChar('0'));
}
float real(const QJsonValue& hex) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(word(hex)));
}
Floats reals(const QJsonValue& list) {
    Floats out;
    for (const auto& v : list.toArray())
        out.push_back(real(v));
    return out;
}
template <typename Number>
std::vector<Number> numbers(const QJsonValue& list) {
    std::vector<Number> out;
    for (const auto& v : list.toArray())
        out.push_back(static_cast<Number>(v.toInt()));
    return out;
}
QJsonArray hex(const Floats& values) {
    QJsonArray out;
    for (const float v : values)
        out.append(bits_of(v));
    return out;
}
QString hex(core::ByteView bytes) {
    return QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())).toHex();
}
QString hex(const core::Hash& hash) {
    return hex(hash.view());
}
QuantisedRow row_of(const QJsonValue& values, const QJsonValue& scale) {
    return {numbers<std::int8_t>(values), real(scale)};
}
QuantisedRow row_of(const QJsonValue& pair) {
    return row_of(pair[0], pair[1]);
}
core::Bytes bytes_of(const QuantisedRow& row) {
    core::Bytes out(row.values.size());
    std::copy(row.values.begin(), row.values.end(), out.begin());
    core::append_u32(out, std::bit_cast<std::uint32_t>(row.scale));
    return out;
}

std::unique_ptr<model::Source> open_tiny(const std::string& name) {
    auto source = model::open_source(HEARTH_TINY_DIR "/" + name);
    return source ? std::move(*source) : nullptr;
}

/// A tiny model, its vectors and its weights file; `name` is "ci81/" or "ci41/" and the model.
struct Fixture {
    explicit Fixture(const std::string& name)
        : profile(name.starts_with("ci81") ? exact::Profile::ci81 : exact::Profile::ci41), folder(name.substr(5)),
          vectors(read_vectors(name)), source(open_tiny(folder)) {
        if (auto made = compute::quantised(*source, profile, {})) file = std::move(*made);
        ids = numbers<std::uint32_t>(vectors["prompt"]);
        prompt = ids.size();
        output = numbers<std::uint32_t>(vectors["greedy"]);
        ids.insert(ids.end(), output.begin(), output.end());
        start = *core::Hash::parse(vectors["chain_start"].toString().toStdString());
    }
    const exact::Profile profile;
    const std::string folder;
    const QJsonObject vectors;
    const std::unique_ptr<model::Source> source;
    core::Bytes file;
    std::vector<std::uint32_t> ids, output;
    std::size_t prompt = 0;
    core::Hash start;
};

std::uint32_t likeliest(std::span<const float> logits) {
    proof::DecodeParams greedy;
    greedy.temperature_q16 = 0;
    return proof::Sampler(greedy, {}).draw(logits, {}, 0).token;
}

struct Listener final : compute::EngineSink {
    void on_token(const compute::TokenOut&) override {}
    void on_end(const compute::SequenceEnd& ended) override { end = ended; }
    void on_failed(std::uint64_t, const core::Error& error) override { failure = error.message; }
    std::optional<compute::SequenceEnd> end;
    std::string failure;
};

} // namespace

class ExactVectors : public QObject {
    Q_OBJECT

    const QJsonObject m_ops = read_vectors("ops");

    /// Calls `check` with every vector of an op.
    template <typename Check>
    void each(const char* op, Check&& check) {
        const QJsonArray all = m_ops[QLatin1StringView(op)].toArray();
        QVERIFY2(!all.isEmpty(), op);
        for (const auto& vector : all) {
            check(vector.toArray());
            if (QTest::currentTestFailed()) return;
        }
    }
    static QStringList profiles_and_models() {
        QStringList names;
        for (const char* const profile : {"ci81/", "ci41/"})
            for (const char* const model : models)
                names.append(QString(profile) + model);
        return names;
    }
    static void add_models() {
        QTest::addColumn<QString>("name");
        for (const QString& name : profiles_and_models())
            QTest::newRow(qPrintable(name)) << name;
    }
    static void add_models_and_kernels() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("kernels");
        for (const QString& name : profiles_and_models())
            for (const auto kernels : exact::available_kernels()) {
                const QString isa = QString::fromUtf8(kernels.data(), static_cast<qsizetype>(kernels.size()));
                QTest::addRow("%s, %s", qPrintable(name), qPrintable(isa)) << name << isa;
            }
    }

private slots:
    void scalarsAreThoseOfTheText() {
        each("rint", [](const QJsonArray& v) { QCOMPARE(exact::round_even(real(v[0])), v[1].toInt()); });
        each("f24", [](const QJsonArray& v) { QCOMPARE(bits_of(exact::leading_bits(word(v[0]))), v[1].toString()); });
        each("f64", [](const QJsonArray& v) {
            QCOMPARE(bits_of(exact::wide_to_float(static_cast<std::int64_t>(word(v[0])))), v[1].toString());
        });
        each("recip", [](const QJsonArray& v) { QCOMPARE(bits_of(exact::reciprocal(real(v[0]))), v[1].toString()); });
        each("rsqrt", [](const QJsonArray& v) { QCOMPARE(bits_of(exact::inverse_root(real(v[0]))), v[1].toString()); });
        each("isqrt", [](const QJsonArray& v) {
            QCOMPARE(exact::integer_root(word(v[0])), static_cast<std::uint32_t>(v[1].toDouble()));
        });
        each("exp2q", [](const QJsonArray& v) {
            QCOMPARE(exact::exp2_q15(static_cast<std::uint32_t>(v[0].toDouble())), static_cast<std::uint32_t>(v[1].toInt()));
        });
        each("cossin", [](const QJsonArray& v) {
            const exact::Rotation turn = exact::rotation(word(v[0]));
            QCOMPARE(bits_of(turn.cosine), v[1].toString());
            QCOMPARE(bits_of(turn.sine), v[2].toString());
        });
        each("gated", [](const QJsonArray& v) { QCOMPARE(bits_of(exact::gated(real(v[0]), real(v[1]))), v[2].toString()); });
    }

    void rowsAreThoseOfTheText() {
        using namespace exact::reference;
        each("hadamard", [](const QJsonArray& v) {
            Floats x = reals(v[0]);
            exact::hadamard(x.data(), x.size());
            QCOMPARE(hex(x), v[1].toArray());
        });
        each("quant", [](const QJsonArray& v) {
            const auto row = quantise(reals(v[0]));
            QVERIFY(row);
            QCOMPARE(row->values, numbers<std::int8_t>(v[1]));
            QCOMPARE(bits_of(row->scale), v[2].toString());
        });
        each("rms", [](const QJsonArray& v) {
            const Floats x = reals(v[0]);
            QCOMPARE(bits_of(inverse_rms(x, *largest(x), real(v[1]))), v[2].toString());
        });
        each("normquant", [](const QJsonArray& v) {
            const auto row = normalise(reals(v[0]), real(v[1]));
            QVERIFY(row);
            QCOMPARE(row->values, numbers<std::int8_t>(v[2]));
            QCOMPARE(bits_of(row->scale), v[3].toString());
        });
        each("headnorm", [](const QJsonArray& v) {
            Floats x = reals(v[0]);
            QVERIFY(normalise_by(x, reals(v[1]).data(), real(v[2])));
            QCOMPARE(hex(x), v[3].toArray());
        });
    }

    void productsAreThoseOfTheText() {
        using namespace exact::reference;
        each("linear", [](const QJsonArray& v) {
            const QuantisedRow x = row_of(v[0], v[1]);
            std::vector<std::int8_t> weights;
            for (const auto& row : v[2].toArray())
                for (const std::int8_t w : numbers<std::int8_t>(row))
                    weights.push_back(w);
            const Floats scales = reals(v[3]), bias = reals(v[4]);
            Floats out(scales.size());
            linear(x,
                   {static_cast<std::uint32_t>(scales.size()), static_cast<std::uint32_t>(x.values.size()), weights.data(),
                    scales.data(), bias.empty() ? nullptr : bias.data()},
                   out.data());
            QCOMPARE(hex(out), v[5].toArray());
        });
        each("rope", [](const QJsonArray& v) {
            Floats x = reals(v[0]);
            exact::Shape shape;
            for (const auto& frequency : v[1].toArray())
                shape.frequencies.push_back(word(frequency));
            rotate(x, shape, static_cast<std::uint32_t>(v[2].toInt()));
            QCOMPARE(hex(x), v[3].toArray());
        });
        each("attend", [](const QJsonArray& v) {
            HeadCache cache;
            for (const auto& row : v[1].toArray())
                cache.keys.push_back(row_of(row));
            for (const auto& row : v[2].toArray())
                cache.values.push_back(row_of(row));
            const QuantisedRow query = row_of(v[0]);
            Floats out(query.values.size());
            attend(query, cache, 0, static_cast<std::uint32_t>(cache.keys.size()) - 1, real(v[3]), out);
            QCOMPARE(hex(out), v[4].toArray());
        });
    }

    void kernelsGiveTheSameRows_data() {
        QTest::addColumn<QString>("kernels");
        for (const auto name : exact::available_kernels())
            QTest::newRow(std::string(name).c_str()) << QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    }
    void kernelsGiveTheSameRows() {
        QFETCH(QString, kernels);
        const exact::Kernels& k = *exact::kernels_by_name(kernels.toStdString());
        each("hadamard", [&](const QJsonArray& v) {
            Floats x = reals(v[0]);
            k.hadamard(x.data(), x.size());
            QCOMPARE(hex(x), v[1].toArray());
        });
        each("quant", [&](const QJsonArray& v) {
            const Floats x = reals(v[0]);
            const auto wanted = numbers<std::int8_t>(v[1]);
            const float m = k.largest(x.data(), x.size());
            if (m < exact::zero_limit) return;
            const std::size_t padded = exact::rounded_up(x.size(), exact::column_unit);
            std::vector<std::int8_t> values(padded, 1);
            const std::int32_t sum = k.quantise(x.data(), x.size(), padded, 127.0F * exact::reciprocal(m), values.data());
            QCOMPARE(sum, std::accumulate(wanted.begin(), wanted.end(), 0));
            QCOMPARE(std::count(values.begin() + static_cast<std::ptrdiff_t>(x.size()), values.end(), 0),
                     static_cast<std::ptrdiff_t>(padded - x.size()));
            values.resize(x.size());
            QCOMPARE(values, wanted);
            QCOMPARE(bits_of(m * exact::scale_of_max), v[2].toString());
        });
        each("rms", [&](const QJsonArray& v) {
            const Floats x = reals(v[0]);
            const int e = exact::exponent_of(k.largest(x.data(), x.size()));
            const std::uint64_t squares = k.square_sum(x.data(), x.size(), exact::power_of_two(21 - e));
            const float mean = exact::leading_bits(squares / x.size()) * exact::power_of_two(e - 21) * exact::power_of_two(e - 21);
            QCOMPARE(bits_of(exact::inverse_root(mean + real(v[1]))), v[2].toString());
        });
        Floats gate, up;
        QJsonArray wanted;
        each("gated", [&](const QJsonArray& v) {
            gate.push_back(real(v[0]));
            up.push_back(real(v[1]));
            wanted.append(v[2]);
        });
        k.gate(gate.data(), up.data(), gate.size());
        QCOMPARE(hex(gate), wanted);
    }

    void chainIsThatOfTheText() {
        const auto filled = [](std::uint8_t byte) {
            core::Hash hash;
            hash.bytes.fill(byte);
            return hash;
        };
        core::ModelId model;
        model.bytes.fill(3);
        const core::Hash start = proof::exact_chain_start(filled(1), filled(2), model, filled(4));
        QCOMPARE(hex(start), m_ops["chain_start"].toString());
        each("chain", [&](const QJsonArray& v) {
            proof::ExactChain chain(start);
            for (std::uint32_t id = 0; id < static_cast<std::uint32_t>(v[0].toInt()); ++id)
                chain.push(id, core::Bytes(8, static_cast<std::uint8_t>(id)));
            QCOMPARE(hex(chain.root()), v[1].toString());
        });
    }

    // Three rows of 1030 columns, so that there is a second run; the rows met are forty.
    void errorFeedbackIsThatOfTheText() {
        constexpr std::size_t columns = 1030, rows = 3, met = 40;
        Floats weights, scales, factors;
        for (std::size_t r = 0; r < rows; ++r)
            for (std::size_t c = 0; c < columns; ++c)
                weights.push_back(static_cast<float>(static_cast<int>((31 * r + 7 * c * c) % 2003) - 1001) * 0x1p-10F);
        std::vector<std::int8_t> inputs, values(rows * columns);
        for (std::size_t t = 0; t < met; ++t)
            for (std::size_t c = 0; c < columns; ++c)
                inputs.push_back(static_cast<std::int8_t>(static_cast<int>((5 * t * c + 3 * t + 11 * c) % 255) - 127));
        std::vector<const float*> in;
        std::vector<std::int8_t*> out;
        for (std::size_t r = 0; r < rows; ++r) {
            in.push_back(weights.data() + r * columns);
            out.push_back(values.data() + r * columns);
            const float m = *exact::reference::largest({in.back(), columns});
            scales.push_back(m * exact::scale_of_max);
            factors.push_back(127.0F * exact::reciprocal(m));
        }
        exact::ThreadTeam team(2);
        compute::ErrorFeedback feedback(inputs.data(), met, columns, columns);
        compute::ErrorFeedback::prepare({&feedback, 1}, team);
        feedback.round(in.data(), factors.data(), scales.data(), rows, out.data());
        each("feedback", [&](const QJsonArray& v) {
            QCOMPARE(std::vector(values.end() - 8, values.end()), numbers<std::int8_t>(v[2]));
            QCOMPARE(hex(scales), v[1].toArray());
            QCOMPARE(hex(core::sha256({reinterpret_cast<const std::uint8_t*>(values.data()), values.size()})),
                     v[0].toString());
        });
    }

    void roundingNoiseIsThatOfTheText() {
        exact::ThreadTeam team(2);
        each("noise", [&](const QJsonArray& v) {
            std::vector<std::int8_t> values;
            for (const auto& row : v[0].toArray()) {
                const auto more = numbers<std::int8_t>(row);
                values.insert(values.end(), more.begin(), more.end());
            }
            const auto rows = static_cast<std::size_t>(v[0].toArray().size());
            QCOMPARE(compute::rounding_noise(values.data(), rows, values.size() / rows, team), word(v[1]));
        });
    }

    void conformanceModelIsThatOfTheText() {
        QCOMPARE(hex(exact::conformance_reference(exact::Profile::ci81)), m_ops["conformance"].toString());
        QCOMPARE(hex(exact::conformance_reference(exact::Profile::ci41)), m_ops["conformance_ci41"].toString());
        for (const auto kernels : exact::available_kernels()) {
            const auto passed = exact::self_test(exact::Profile::ci81, kernels);
            QVERIFY2(passed, passed ? "" : passed.error().message.c_str());
        }
    }

    void tilesAreThoseOfTheText() {
        const compute::ExactTensor tensor{"", compute::ExactTensor::Kind::int8, 65, 1030, 0};
        core::Bytes bytes;
        for (std::uint32_t r = 0; r < tensor.rows; ++r)
            for (std::uint32_t c = 0; c < tensor.columns; ++c)
                bytes.push_back(static_cast<std::uint8_t>((31 * r + 7 * c) % 255 - 127));
        QCOMPARE(compute::tensor_leaves(tensor, bytes).size(), std::size_t{4});
        QCOMPARE(hex(compute::tensor_root(tensor, bytes)), m_ops["tile_root"].toString());
        each("float_root", [](const QJsonArray& v) {
            const auto count = static_cast<std::uint32_t>(v[0].toInt());
            core::Bytes values;
            for (std::uint32_t i = 0; i < count; ++i)
                core::append_u32(values, std::bit_cast<std::uint32_t>(static_cast<float>(i)));
            QCOMPARE(hex(compute::tensor_root({"", compute::ExactTensor::Kind::fp32, count, 1, 0}, values)), v[1].toString());
        });
    }

    // What import writes and what its manifest says of it.
    void importGivesTheSameRoots_data() { add_models(); }
    void importGivesTheSameRoots() {
        QFETCH(QString, name);
        const Fixture tiny(name.toStdString());
        const auto tensors = compute::exact_tensors(tiny.source->config(), tiny.profile);
        QJsonArray roots;
        for (const auto& tensor : tensors)
            roots.append(hex(compute::tensor_root(tensor, core::ByteView(tiny.file).subspan(tensor.offset, tensor.bytes()))));
        QCOMPARE(roots, tiny.vectors["tile_roots"].toArray());
        core::Bytes written;
        std::string choice;
        const auto manifest = compute::import_model(*tiny.source, HEARTH_TINY_DIR "/" + tiny.folder,
                                                    compute::exact_profile_name(tiny.profile),
                                                    [&](const std::string&, core::ByteView bytes) {
                                                        written.insert(written.end(), bytes.begin(), bytes.end());
                                                        return true;
                                                    },
                                                    [&](const std::string& stage, std::uint64_t, std::uint64_t) {
                                                        if (stage.starts_with("residual rotation ")) choice = stage;
                                                        return true;
                                                    });
        // One model was made so that it is better off without; both forms are thus proven byte for byte.
        const bool without = choice.starts_with("residual rotation left out (noise 0.000051 against 0.000079)");
        QCOMPARE(without, tiny.profile == exact::Profile::ci81 && tiny.folder == "flat");
        QCOMPARE(choice.empty(), tiny.profile == exact::Profile::ci41);
        QVERIFY2(manifest, manifest ? "" : manifest.error().message.c_str());
        QVERIFY(manifest->exact);
        QJsonArray named;
        for (const core::Hash& root : manifest->exact->roots)
            named.append(hex(root));
        QCOMPARE(named, roots);
        QCOMPARE(written, tiny.file);
    }

    void importGivesTheSameFile_data() { add_models(); }
    void importGivesTheSameFile() {
        QFETCH(QString, name);
        const Fixture tiny(name.toStdString());
        QVERIFY(!tiny.file.empty());
        const auto shape = compute::exact_shape(tiny.source->config(), tiny.profile);
        QVERIFY(shape);
        QCOMPARE(bits_of(shape->attention_scale), tiny.vectors["attention_scale"].toString());
        QJsonArray frequencies;
        for (const std::uint64_t frequency : shape->frequencies)
            frequencies.append(QStringLiteral("%1").arg(frequency, 16, 16, QChar('0')));
        QCOMPARE(frequencies, tiny.vectors["frequencies"].toArray());
        QCOMPARE(static_cast<int>(tiny.file.size()), tiny.vectors["file_bytes"].toInt());
        QCOMPARE(hex(core::sha256(tiny.file)), tiny.vectors["file_sha256"].toString());
    }

    void referenceContinuesAsTheText_data() { add_models(); }
    void referenceContinuesAsTheText() {
        QFETCH(QString, name);
        const Fixture tiny(name.toStdString());
        const auto view = compute::exact_view(tiny.source->config(), tiny.profile, tiny.file);
        QVERIFY(view);
        exact::reference::Decoder decoder(*view);
        proof::ExactChain chain(tiny.start);
        QJsonArray rows;
        for (std::size_t i = 0; i + 1 < tiny.ids.size(); ++i) {
            QVERIFY(decoder.push(tiny.ids[i]));
            if (i + 1 < tiny.prompt) continue;
            QCOMPARE(likeliest(decoder.logits()), tiny.ids[i + 1]);
            const core::Bytes row = bytes_of(decoder.final_row());
            rows.append(hex(core::sha256(row)));
            chain.push(tiny.ids[i + 1], row);
        }
        QCOMPARE(rows, tiny.vectors["final_rows_sha256"].toArray());
        QCOMPARE(hex(chain.root()), tiny.vectors["chain_root"].toString());
    }

    /// Prefill in large and odd batches.
    void runnersGiveTheSameFinalRows_data() { add_models_and_kernels(); }
    void runnersGiveTheSameFinalRows() {
        QFETCH(QString, name);
        QFETCH(QString, kernels);
        const Fixture tiny(name.toStdString());
        const exact::Kernels& k = *exact::kernels_by_name(kernels.toStdString());
        const auto view = compute::exact_view(tiny.source->config(), tiny.profile, tiny.file);
        QVERIFY(view);
        for (const std::size_t batch : {std::size_t{1}, std::size_t{29}, std::size_t{32}}) {
            exact::ThreadTeam team(2);
            auto weights = exact::CpuWeights::load(*view, k.offset, team, {});
            auto cache = exact::PageBuffer::allocate(4 * exact::CpuRunner::page_bytes_for(view->shape));
            QVERIFY(weights && cache);
            exact::CpuRunner runner(view->shape, std::move(*weights), std::move(*cache), team, k);
            const std::vector<std::uint32_t> pages{2, 0};
            QJsonArray rows;
            for (std::size_t first = 0; first + 1 < tiny.ids.size(); first += batch) {
                std::vector<exact::Row> inputs;
                std::vector<std::uint32_t> wanted;
                for (std::size_t i = first; i < std::min(first + batch, tiny.ids.size() - 1); ++i) {
                    if (i + 1 >= tiny.prompt) wanted.push_back(static_cast<std::uint32_t>(inputs.size()));
                    inputs.push_back({tiny.ids[i], static_cast<std::uint32_t>(i), &pages});
                }
                QVERIFY(runner.forward(inputs));
                QVERIFY(runner.project(wanted));
                for (std::size_t i = 0; i < wanted.size(); ++i)
                    rows.append(hex(core::sha256(runner.final_row(i))));
            }
            QCOMPARE(rows, tiny.vectors["final_rows_sha256"].toArray());
        }
    }

    void enginesGiveTheSameAnswerAndChain_data() { add_models_and_kernels(); }
    void enginesGiveTheSameAnswerAndChain() {
        QFETCH(QString, name);
        QFETCH(QString, kernels);
        const Fixture tiny(name.toStdString());
        compute::LoadOptions options;
        options.profile = compute::exact_profile_name(tiny.profile);
        options.isa = kernels.toStdString();
        const auto engine = compute::Engine::load_source(*tiny.source, options, {});
        QVERIFY2(engine, engine ? "" : engine.error().message.c_str());
        compute::SequenceRequest request;
        request.prompt_ids.assign(tiny.ids.begin(), tiny.ids.begin() + static_cast<std::ptrdiff_t>(tiny.prompt));
        request.params.temperature_q16 = 0;
        request.params.max_tokens = static_cast<std::uint32_t>(tiny.output.size());
        request.ignore_eos = true;
        request.chain_start = tiny.start;
        Listener listener;
        QVERIFY((*engine)->submit(request, listener));
        while ((*engine)->step()) {
        }
        QVERIFY2(listener.end, listener.failure.c_str());
        QCOMPARE(listener.end->output_ids, tiny.output);
        QVERIFY(listener.end->chain_root);
        QCOMPARE(hex(*listener.end->chain_root), tiny.vectors["chain_root"].toString());
        const auto replayed = (*engine)->replay(request.prompt_ids, tiny.output, request.params, request.key, tiny.start);
        QVERIFY(replayed);
        QCOMPARE(hex(*replayed->chain_root), tiny.vectors["chain_root"].toString());
    }
};

QTEST_GUILESS_MAIN(ExactVectors)
#include "tst_exact_vectors.moc"
