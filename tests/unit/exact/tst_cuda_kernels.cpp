// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/cuda/kernels.h"
#include "exact/gpu/cuda/kernels/arithmetic.cuh"
#include "exact/gpu/cuda/memory.h"
#include "exact/gpu/rows.h"
#include "exact/profile/reference.h"
#include "exact_random.h"

#include <QTest>

#include <bit>
#include <numeric>

using namespace hearth;
using namespace hearth::exact;
using test::Random;

namespace {

bool same(float a, float b) {
    return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

/// A matrix of either kind, with biases.
struct SomeMatrix {
    std::vector<std::int8_t> data;
    std::vector<float> scales, biases;
    std::vector<std::int16_t> factors, minima;
    MatrixView view;

    SomeMatrix(Random& random, std::uint32_t rows, std::uint32_t columns, bool grouped, bool extreme) {
        data.resize(std::size_t{rows} * columns / (grouped ? 2 : 1));
        if (grouped)
            for (std::int8_t& v : data)
                v = static_cast<std::int8_t>(extreme ? 0xFF : random.below(256));
        else
            extreme ? random.fill_extreme(data) : random.fill(data);
        const std::size_t groups = grouped ? std::size_t{rows} * columns / group_columns : 0;
        for (std::size_t i = 0; i < groups; ++i) {
            factors.push_back(
                static_cast<std::int16_t>(extreme ? 32767 : static_cast<int>(random.below(65535)) - 32767));
            minima.push_back(
                static_cast<std::int16_t>(extreme ? 32767 : static_cast<int>(random.below(65535)) - 32767));
        }
        for (std::uint32_t i = 0; i < rows; ++i) {
            scales.push_back(std::fabs(random.wide(-20, -5)));
            biases.push_back(random.wide(-10, 4));
        }
        view = {rows, columns, data.data(), scales.data(), biases.data()};
        if (grouped) view.factors = factors.data(), view.minima = minima.data();
    }
};

class Bench {
public:
    Bench() {
        auto opened = cuda::Context::open(0, {});
        if (!opened) qFatal("%s", opened.error().message.c_str());
        m_context = std::move(*opened);
    }
    /// Device memory that holds `values`; with room for one of them at least.
    template <typename T>
    T* put(const std::vector<T>& values) {
        auto made = cuda::Buffer::create(*m_context, cuda::Buffer::Kind::device, values.size() * sizeof(T), "a test");
        if (!made || !m_context->finish("a test")) qFatal("no memory");
        T* const at = made->template as<T>();
        std::copy(values.begin(), values.end(), at);
        m_held.push_back(std::move(*made));
        return at;
    }
    cuda::Context& context() { return *m_context; }

private:
    std::unique_ptr<cuda::Context> m_context;
    std::vector<cuda::Buffer> m_held;
};

struct ProductCase {
    std::uint32_t rows, columns, inputs, batch, multiprocessors;
    bool grouped, extreme, added;
};

/// Quantised rows as the reference and as the kernels have them.
struct SomeRows {
    std::vector<reference::QuantisedRow> rows;
    std::vector<std::int8_t> values;
    std::vector<float> scales;
    std::vector<std::int32_t> groups;

    SomeRows(Random& random, const ProductCase& c, std::uint32_t width) : values(std::size_t{c.inputs} * width) {
        for (std::uint32_t i = 0; i < c.inputs; ++i) {
            reference::QuantisedRow& row = rows.emplace_back();
            row.values.resize(c.columns);
            c.extreme ? std::fill(row.values.begin(), row.values.end(), std::int8_t{127}) : random.fill(row.values);
            row.scale = std::fabs(random.wide(-10, 10));
            std::copy(row.values.begin(), row.values.end(), values.begin() + std::ptrdiff_t(i) * width);
            scales.push_back(row.scale);
            for (std::uint32_t g = 0; c.grouped && g < c.columns / group_columns; ++g) {
                row.exponents.push_back(c.extreme ? 0 : static_cast<int>(random.below(finest_exponent + 1)));
                const auto from = row.values.begin() + g * group_columns;
                groups.push_back(std::accumulate(from, from + group_columns, 0) * 8 +
                                 (finest_exponent - row.exponents.back()));
            }
        }
    }
};

/// The product on the emulated device against the reference; empty if they agree.
std::string product_differs(Random& random, const ProductCase& c, cuda::Variant variant) {
    const SomeMatrix matrix(random, c.rows, c.columns, c.grouped, c.extreme);
    const std::uint32_t vectors = gpu_rows::vectors_of(matrix.view);
    const SomeRows inputs(random, c, c.grouped ? c.columns : 16 * vectors);
    Bench bench;
    std::vector<std::uint8_t> weights(std::size_t{c.rows} * vectors * 16), factors(std::size_t{c.rows} * vectors * 4);
    for (std::uint32_t n = 0; n < c.rows; ++n) {
        gpu_rows::pack_row(matrix.view, n, weights.data() + std::size_t{n} * vectors * 16);
        if (c.grouped) gpu_rows::pack_factors(matrix.view, n, factors.data() + std::size_t{n} * vectors * 4);
    }
    std::vector<float> before(std::size_t{c.inputs} * c.rows);
    for (float& v : before)
        v = random.wide(-3, 3);
    StepData step{};
    step.count = c.inputs;
    cuda::LinearArguments a{};
    a.weights = reinterpret_cast<const uint4*>(bench.put(weights));
    if (c.grouped) a.factors = reinterpret_cast<const std::uint32_t*>(bench.put(factors));
    a.scales = bench.put(matrix.scales);
    a.biases = bench.put(matrix.biases);
    a.inputs = reinterpret_cast<const uint4*>(bench.put(inputs.values));
    a.input_scales = bench.put(inputs.scales);
    a.input_groups = bench.put(inputs.groups);
    a.outputs = bench.put(before);
    a.step = bench.put(std::vector<StepData>{step});
    a.rows = c.rows;
    a.vectors = vectors;
    a.stride = c.rows;
    a.added = c.added;
    a.batch = c.batch;
    a.multiprocessors = c.multiprocessors;
    if (cuda::linear(a, variant, bench.context().stream()) != cudaSuccess) return "the launch failed";
    if (!bench.context().finish("a test")) return "the kernel failed";
    std::vector<float> expected(c.rows);
    for (std::uint32_t i = 0; i < c.inputs; ++i) {
        reference::linear(inputs.rows[i], matrix.view, expected.data());
        for (std::uint32_t n = 0; c.added && n < c.rows; ++n)
            expected[n] = before[i * c.rows + n] + expected[n];
        const std::string what = test::first_difference(std::span(a.outputs + i * c.rows, c.rows), expected);
        if (!what.empty()) return "input " + std::to_string(i) + ": " + what;
    }
    return {};
}

} // namespace

/// The device's functions and products, compiled for the processor, against arithmetic.cpp and the reference.
class TestCudaKernels : public QObject {
    Q_OBJECT

private slots:
    void arithmeticIsThatOfTheProfile();
    void gatedIsThatOfTheProfile();
    void productsEqualTheReference_data();
    void productsEqualTheReference();
    void theLargestSumsFit();
};

void TestCudaKernels::arithmeticIsThatOfTheProfile() {
    Random random(1);
    for (int i = 0; i < 200'000; ++i) {
        const float x = std::fabs(random.wide(-87, 99));
        QVERIFY(same(cuda::reciprocal(x), reciprocal(x)));
        const std::uint64_t n = random.next() >> random.below(64);
        QVERIFY(same(cuda::leading_bits(n), leading_bits(n)));
        const auto wide = static_cast<std::int64_t>(random.next()) >> random.between(17, 63);
        QVERIFY(same(cuda::wide_to_float(wide), wide_to_float(wide)));
        const auto delta = static_cast<std::uint32_t>(random.next() >> random.between(32, 63));
        QCOMPARE(cuda::exp2_q15(delta), exp2_q15(delta));
        const float y = std::min(std::fabs(random.wide(-20, 6)), std::nextafter(127.5F, 0.0F));
        QCOMPARE(cuda::group_exponent(y), group_exponent(y));
    }
    for (int i = 0; i < 20'000; ++i) {
        const float x = std::fabs(random.wide(-98, 81));
        QVERIFY(same(cuda::inverse_root(x), inverse_root(x)));
    }
    for (const float x : {0.0F, 0.99999994F, 1.0F, 3.98F, 3.984375F, 3.99F, 63.7F, 63.75F, 127.0F})
        QCOMPARE(cuda::group_exponent(x), group_exponent(x));
    for (const std::uint64_t n : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{16777219}, UINT64_MAX})
        QVERIFY(same(cuda::leading_bits(n), leading_bits(n)));
    for (std::uint32_t delta = 0; delta < 18U << 16; ++delta)
        QCOMPARE(cuda::exp2_q15(delta), exp2_q15(delta));
}

void TestCudaKernels::gatedIsThatOfTheProfile() {
    Random random(2);
    for (int i = 0; i < 500'000; ++i) {
        const float g = random.wide(-87, 53), v = random.wide(-87, 53), usual = random.unit() * 60.0F;
        QVERIFY(same(cuda::gated(g, v), gated(g, v)));
        QVERIFY(same(cuda::gated(usual, v), gated(usual, v)));
    }
    for (const float g : {0.0F, -0.0F, 1.0F, -1.0F, -12.5F, 100.0F, -100.0F, 0x1p90F, -0x1p90F})
        QVERIFY(same(cuda::gated(g, 1.0F), gated(g, 1.0F)));
}

void TestCudaKernels::productsEqualTheReference_data() {
    QTest::addColumn<int>("variant");
    QTest::newRow("plain") << int(cuda::Variant::plain);
    QTest::newRow("dp4a") << int(cuda::Variant::dp4a);
    QTest::newRow("imma") << int(cuda::Variant::imma);
}

void TestCudaKernels::productsEqualTheReference() {
    QFETCH(const int, variant);
    Random random(3);
    for (int round = 0; round < 160; ++round) {
        ProductCase c{};
        c.grouped = random.one_in(2);
        c.batch = random.pick(std::array{1U, 2U, 4U, 8U, 64U, 128U});
        c.inputs = random.between(c.batch <= 8 ? c.batch / 2 + 1 : 1, c.batch);
        // Long rows, so that warps share them; few multiprocessors make large blocks.
        const bool few = c.batch <= cuda::few_rows;
        c.columns = c.grouped ? 32 * random.between(1, few ? 150 : 20) : random.between(1, few ? 5000 : 600);
        c.rows = random.between(1, few ? 40 : 150);
        c.multiprocessors = random.pick(std::array{0U, 1U, 1000U});
        c.extreme = random.one_in(8);
        c.added = random.one_in(2);
        const std::string what = product_differs(random, c, static_cast<cuda::Variant>(variant));
        QVERIFY2(what.empty(), qPrintable(QString("%1 × %2, %3 of %4 inputs, grouped %5: %6")
                                              .arg(c.rows)
                                              .arg(c.columns)
                                              .arg(c.inputs)
                                              .arg(c.batch)
                                              .arg(c.grouped)
                                              .arg(what.c_str())));
    }
}

// The widest rows that the profiles allow, full of the largest values.
void TestCudaKernels::theLargestSumsFit() {
    Random random(4);
    for (const bool grouped : {false, true})
        for (const std::uint32_t batch : {1U, 64U})
            for (const auto variant : {cuda::Variant::plain, cuda::Variant::dp4a, cuda::Variant::imma}) {
                const ProductCase c{2,    grouped ? max_grouped_columns : max_columns, 1, batch, 1000, grouped, true,
                                    false};
                const std::string what = product_differs(random, c, variant);
                QVERIFY2(what.empty(), what.c_str());
            }
}

QTEST_GUILESS_MAIN(TestCudaKernels)
#include "tst_cuda_kernels.moc"
