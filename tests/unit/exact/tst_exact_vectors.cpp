// SPDX-License-Identifier: Apache-2.0
#include "compute/calibration.h"
#include "compute/error_feedback.h"
#include "compute/exact_file.h"
#include "compute/exact_tiles.h"
#include "exact/cpu/kernels.h"
#include "exact/measure/conformance.h"
#include "exact/profile/arithmetic.h"
#include "proof/exact_chain.h"
#include "vectors.h"

#include <QTest>

#include <algorithm>
#include <limits>
#include <utility>

using namespace hearth;
using namespace hearth::test;

/// Single ops and the parts of import against the vectors of the text.
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
            QCOMPARE(exact::exp2_q15(static_cast<std::uint32_t>(v[0].toDouble())),
                     static_cast<std::uint32_t>(v[1].toInt()));
        });
        each("cossin", [](const QJsonArray& v) {
            const exact::Rotation turn = exact::rotation(word(v[0]));
            QCOMPARE(bits_of(turn.cosine), v[1].toString());
            QCOMPARE(bits_of(turn.sine), v[2].toString());
        });
        each("gated",
             [](const QJsonArray& v) { QCOMPARE(bits_of(exact::gated(real(v[0]), real(v[1]))), v[2].toString()); });
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
                   {static_cast<std::uint32_t>(scales.size()), static_cast<std::uint32_t>(x.values.size()),
                    weights.data(), scales.data(), bias.empty() ? nullptr : bias.data()},
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
            QTest::newRow(std::string(name).c_str())
                << QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
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
            const std::int32_t sum =
                k.quantise(x.data(), x.size(), padded, 127.0F * exact::reciprocal(m), values.data());
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
            const float mean =
                exact::leading_bits(squares / x.size()) * exact::power_of_two(e - 21) * exact::power_of_two(e - 21);
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
        for (std::size_t r = 0; r < rows; ++r) {
            const float m = *exact::reference::largest({weights.data() + r * columns, columns});
            scales.push_back(m * exact::scale_of_max);
            factors.push_back(127.0F * exact::reciprocal(m));
        }
        Floats lane_factors = factors, lane_scales = scales;
        lane_factors.resize(compute::ErrorFeedback::lanes);
        lane_scales.resize(compute::ErrorFeedback::lanes);
        std::vector<compute::LaneColumn> in(columns), carried(compute::ErrorFeedback::run);
        std::vector<std::int8_t> out(columns * compute::ErrorFeedback::lanes);
        exact::ThreadTeam team(2);
        compute::ErrorFeedback::Workplaces places(team);
        for (const compute::FeedbackKernels* const kernels : compute::feedback_kernels()) {
            std::fill(values.begin(), values.end(), std::int8_t{0});
            compute::ErrorFeedback feedback(inputs.data(), met, columns, columns, *kernels);
            compute::ErrorFeedback::prepare({&feedback, 1}, team, places);
            kernels->gather(weights.data(), rows, columns, columns, &in.data()->values);
            feedback.round(in.data(), lane_factors.data(), lane_scales.data(), carried.data(), out.data());
            kernels->turn_bytes(out.data(), columns, rows, compute::ErrorFeedback::lanes, values.data(), columns);
            each("feedback", [&](const QJsonArray& v) {
                QCOMPARE(std::vector(values.end() - 8, values.end()), numbers<std::int8_t>(v[2]));
                QCOMPARE(hex(scales), v[1].toArray());
                const QString found =
                    hex(core::sha256({reinterpret_cast<const std::uint8_t*>(values.data()), values.size()}));
                QVERIFY2(found == v[0].toString(), kernels->name);
            });
        }
    }

    // Sixteen rows at a time as import treats them, fewer at a matrix's end, in widths that no vector divides.
    void lanesAreTheReferencesOnEveryProcessor() {
        constexpr std::size_t most = compute::ErrorFeedback::lanes;
        for (const compute::FeedbackKernels* const kernels : compute::feedback_kernels())
            for (const std::size_t columns : {1U, 4U, 12U, 36U, 48U, 70U, 192U, 576U})
                for (const std::size_t rows : {std::size_t{1}, std::size_t{7}, most}) {
                    Floats x, gains;
                    for (std::size_t i = 0; i < rows * columns; ++i)
                        x.push_back(static_cast<float>(static_cast<int>(i * 7919 % 4001) - 2000) *
                                    (i % 11 == 0 ? 0x1p-112F : 0x1p-9F));
                    for (std::size_t k = 0; k < columns; ++k)
                        gains.push_back(static_cast<float>(k % 13) * 0.3F - 1.7F);
                    std::vector<compute::LaneColumn> lanes(columns);
                    Floats largest(most), factors(most), turned(rows * columns);
                    kernels->gather(x.data(), rows, columns, columns, &lanes.data()->values);
                    kernels->scale(&lanes.data()->values, columns, gains.data());
                    kernels->hadamard(&lanes.data()->values, columns, exact::hadamard_block(columns));
                    kernels->largest(&lanes.data()->values, columns, largest.data());
                    for (std::size_t row = 0; row < rows; ++row)
                        factors[row] = largest[row] == 0.0F ? 0.0F : 127.0F * exact::reciprocal(largest[row]);
                    std::vector<std::int8_t> rounded(columns * most), values(rows * columns);
                    kernels->round_lanes(&lanes.data()->values, columns, factors.data(), rounded.data());
                    kernels->turn_bytes(rounded.data(), columns, rows, most, values.data(), columns);
                    kernels->scatter(&lanes.data()->values, rows, columns, turned.data(), columns);
                    for (std::size_t row = 0; row < rows; ++row) {
                        float* const expected = x.data() + row * columns;
                        for (std::size_t k = 0; k < columns; ++k)
                            expected[k] *= gains[k];
                        exact::hadamard(expected, columns);
                        const Floats found(turned.begin() + static_cast<std::ptrdiff_t>(row * columns),
                                           turned.begin() + static_cast<std::ptrdiff_t>((row + 1) * columns));
                        QCOMPARE(hex(found), hex(Floats(expected, expected + columns)));
                        QCOMPARE(largest[row], *exact::reference::largest({expected, columns}));
                        for (std::size_t k = 0; k < columns; ++k)
                            QCOMPARE(int{values[row * columns + k]}, exact::round_even(expected[k] * factors[row]));
                    }
                }
    }

    void finiteSeesWhatIsNoNumberOnEveryProcessor() {
        std::vector<float> x;
        for (int i = -900; i <= 900; ++i)
            x.push_back(static_cast<float>(i) * 0.14F);
        const float inf = std::numeric_limits<float>::infinity();
        for (const compute::FeedbackKernels* const kernels : compute::feedback_kernels()) {
            QVERIFY(kernels->finite(x.data(), x.size()));
            for (const std::size_t place : {std::size_t{0}, std::size_t{37}, x.size() - 1})
                for (const float bad : {inf, -inf, std::numeric_limits<float>::quiet_NaN()}) {
                    const float good = std::exchange(x[place], bad);
                    QVERIFY2(!kernels->finite(x.data(), x.size()), kernels->name);
                    std::vector<compute::LaneColumn> lanes(x.size());
                    Floats largest(compute::ErrorFeedback::lanes);
                    kernels->gather(x.data(), 1, x.size(), x.size(), &lanes.data()->values);
                    kernels->largest(&lanes.data()->values, x.size(), largest.data());
                    QVERIFY2(!(largest[0] < exact::fault_limit), kernels->name);
                    x[place] = good;
                }
        }
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
            QCOMPARE(hex(compute::tensor_root({"", compute::ExactTensor::Kind::fp32, count, 1, 0}, values)),
                     v[1].toString());
        });
    }
};

QTEST_GUILESS_MAIN(ExactVectors)
#include "tst_exact_vectors.moc"
