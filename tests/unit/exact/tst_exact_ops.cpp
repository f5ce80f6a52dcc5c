// SPDX-License-Identifier: Apache-2.0
#include "exact/profile/arithmetic.h"
#include "product_case.h"
#include "variant_rows.h"

#include <QTest>

#include <limits>

#ifdef __SSE__
#include <xmmintrin.h>
#endif

using namespace hearth;
using namespace hearth::exact;
using test::Random;
using test::random_cases;
using test::Rows;
using test::some_length;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

std::vector<float> some_values(Random& random, std::size_t n) {
    std::vector<float> x(n);
    const int top = static_cast<int>(random.below(78)) - 39, spread = static_cast<int>(random.between(1, 30));
    for (float& v : x)
        v = random.one_in(10) ? 0.0F : random.wide(top - spread, top);
    return x;
}

} // namespace

/// Every op but ATTEND and products of every variant against the reference, byte for byte.
class TestOps : public QObject {
    Q_OBJECT

private slots:
    void theProcessorsVariantsAreThere();
    EACH_VARIANT(largestEqualsTheReference)
    EACH_VARIANT(faultsAreSeenAtEveryPlace)
    EACH_VARIANT(quantiseEqualsTheReference)
    EACH_VARIANT(quantiseRoundsTiesToEven)
    EACH_VARIANT(squareSumEqualsTheReference)
    EACH_VARIANT(gateEqualsTheReference)
    EACH_VARIANT(hadamardEqualsTheReference)
    EACH_VARIANT(hadamardTakesTheTiniestForZero)
    EACH_VARIANT(subnormalsCannotShow)

private:
    static void variants();
    /// The variant of the current data row.
    static const Kernels& kernels();
};

void TestOps::variants() {
    test::add_variants();
}

const Kernels& TestOps::kernels() {
    QFETCH(const std::size_t, index);
    return *test::every_variant()[index];
}

void TestOps::theProcessorsVariantsAreThere() {
    const auto names = available_kernels();
    QVERIFY(!names.empty());
    QCOMPARE(names.front(), std::string_view("scalar"));
    QCOMPARE(names.back(), std::string_view(best_kernels().name));
    for (const auto name : names)
        QCOMPARE(kernels_by_name(name)->name, name);
    QVERIFY(kernels_by_name("abacus") == nullptr);
}

void TestOps::largestEqualsTheReference() {
    Random random(1);
    for (int i = 0; i < random_cases; ++i) {
        const auto x = some_values(random, some_length(random, 400));
        const auto expected = reference::largest(x);
        QVERIFY(expected);
        QCOMPARE(std::bit_cast<std::uint32_t>(kernels().largest(x.data(), x.size())),
                 std::bit_cast<std::uint32_t>(*expected));
    }
    const std::vector<float> zeros{0.0F, -0.0F, 0.0F};
    QCOMPARE(std::bit_cast<std::uint32_t>(kernels().largest(zeros.data(), zeros.size())), 0U);
    const std::vector<float> tiny(20, -std::numeric_limits<float>::denorm_min());
    QCOMPARE(std::bit_cast<std::uint32_t>(kernels().largest(tiny.data(), tiny.size())), 1U);
}

void TestOps::faultsAreSeenAtEveryPlace() {
    const Kernels& k = kernels();
    for (const std::size_t n : test::edge_lengths)
        for (std::size_t place = 0; place < n; ++place) {
            std::vector<float> x(n, -std::nextafter(fault_limit, 0.0F));
            QVERIFY(k.largest(x.data(), n) < fault_limit);
            for (const float bad : {infinity, -infinity, not_a_number, -not_a_number, fault_limit, -fault_limit}) {
                x[place] = bad;
                QVERIFY(!reference::largest(x));
                QVERIFY(!(k.largest(x.data(), n) < fault_limit));
            }
        }
}

void TestOps::quantiseEqualsTheReference() {
    Random random(2);
    const Kernels& k = kernels();
    for (int i = 0; i < random_cases; ++i) {
        const std::size_t n = some_length(random, 400);
        const std::size_t padded = rounded_up(n, random.one_in(2) ? block_rows : column_unit);
        auto x = some_values(random, n);
        if (random.one_in(5)) std::fill(x.begin(), x.end(), random.wide(-20, 20));
        const auto expected = reference::quantise(x);
        QVERIFY(expected);
        const float m = *reference::largest(x);
        if (m < zero_limit) continue; // the runner asks no kernel then
        std::vector<std::int8_t> ours(padded + 1, 99);
        const std::int32_t sum = k.quantise(x.data(), n, padded, 127.0F * reciprocal(m), ours.data());
        QCOMPARE(std::memcmp(ours.data(), expected->values.data(), n), 0);
        std::int32_t expected_sum = 0;
        for (const std::int8_t v : expected->values)
            expected_sum += v;
        QCOMPARE(sum, expected_sum);
        QVERIFY(std::all_of(ours.begin() + std::ptrdiff_t(n), ours.end() - 1, [](auto v) { return v == 0; }));
        QCOMPARE(ours.back(), std::int8_t{99});
    }
    std::vector<float> most(max_columns, 3.0F);
    std::vector<std::int8_t> out(rounded_up(max_columns, column_unit));
    QCOMPARE(k.quantise(most.data(), most.size(), out.size(), 127.0F * reciprocal(3.0F), out.data()),
             127 * static_cast<std::int32_t>(max_columns));
}

void TestOps::quantiseRoundsTiesToEven() {
    for (const std::size_t n : {std::size_t{16}, std::size_t{7}}) {
        for (int first = -127; first < 127; ++first) {
            std::vector<float> x(n);
            std::vector<std::int8_t> ours(16), expected(16);
            for (std::size_t i = 0; i < n; ++i) {
                const int whole = std::min(126, first + static_cast<int>(i));
                x[i] = static_cast<float>(whole) + 0.5F;
                expected[i] = static_cast<std::int8_t>(whole % 2 == 0 ? whole : whole + 1);
                QCOMPARE(round_even(x[i]), std::int32_t{expected[i]});
            }
            kernels().quantise(x.data(), n, 16, 1.0F, ours.data());
            QCOMPARE(ours, expected);
        }
    }
}

void TestOps::squareSumEqualsTheReference() {
    Random random(3);
    const Kernels& k = kernels();
    const auto expected = [](const std::vector<float>& x, float up) {
        std::uint64_t sum = 0;
        for (const float v : x) {
            const std::int64_t i = round_even(v * up);
            sum += static_cast<std::uint64_t>(i * i);
        }
        return sum;
    };
    for (int i = 0; i < random_cases; ++i) {
        const auto x = some_values(random, some_length(random, 400));
        const float m = *reference::largest(x);
        if (m < zero_limit) continue;
        const float up = power_of_two(21 - exponent_of(m));
        QCOMPARE(k.square_sum(x.data(), x.size(), up), expected(x, up));
    }
    for (const float v : {std::nextafter(2.0F, 0.0F), -std::nextafter(2.0F, 0.0F), 1.0F, 0.0F}) {
        const std::vector<float> x(max_columns, v);
        QCOMPARE(k.square_sum(x.data(), x.size(), 0x1p21F), expected(x, 0x1p21F));
    }
}

void TestOps::gateEqualsTheReference() {
    Random random(4);
    const Kernels& k = kernels();
    const float edge = gate_end / log2_e;
    const float special[] = {0.0F,
                             -0.0F,
                             1.0F,
                             -1.0F,
                             edge,
                             -edge,
                             std::nextafter(edge, 0.0F),
                             -std::nextafter(edge, 0.0F),
                             std::nextafter(edge, 1e9F),
                             1e9F,
                             -1e9F,
                             0x1p77F,
                             -0x1p77F,
                             0x1p-100F,
                             -0x1p-100F,
                             0x1p-99F,
                             0x1p-126F,
                             -0x1p-126F,
                             std::numeric_limits<float>::denorm_min(),
                             69.0F,
                             -69.0F,
                             -88.0F};
    for (int i = 0; i < random_cases; ++i) {
        const std::size_t n = some_length(random, 200);
        std::vector<float> gate(n), up(n), expected(n);
        for (std::size_t v = 0; v < n; ++v) {
            gate[v] = random.one_in(10)  ? random.pick(special)
                      : random.one_in(4) ? random.wide(-120, 30)
                                         : random.wide(-6, 6);
            up[v] = random.one_in(10) ? random.pick(special) : random.wide(-40, 40);
            expected[v] = gated(gate[v], up[v]);
        }
        const auto before = gate;
        k.gate(gate.data(), up.data(), n);
        const std::string different = test::first_difference(gate, expected);
        QVERIFY2(different.empty(), qPrintable(QString::fromStdString(different)));
    }
    // A dense walk over everything that a gate can tell apart.
    std::vector<float> gate, up;
    for (std::uint32_t bits = 0x30000000; bits < 0x43000000; bits += 1237) {
        gate.push_back(std::bit_cast<float>(bits));
        gate.push_back(-gate.back());
    }
    up.assign(gate.size(), 1.0F);
    std::vector<float> expected;
    for (const float g : gate)
        expected.push_back(gated(g, 1.0F));
    k.gate(gate.data(), up.data(), gate.size());
    const std::string different = test::first_difference(gate, expected);
    QVERIFY2(different.empty(), different.c_str());
}

void TestOps::hadamardEqualsTheReference() {
    Random random(5);
    const Kernels& k = kernels();
    const auto check = [&](std::size_t n) {
        auto ours = some_values(random, n);
        auto expected = ours;
        k.hadamard(ours.data(), n);
        hadamard(expected.data(), n);
        const std::string different = test::first_difference(ours, expected);
        if (!different.empty()) qWarning("%zu values: %s", n, different.c_str());
        return different.empty();
    };
    for (std::size_t n = 1; n <= 1100; ++n)
        QVERIFY(check(n));
    for (int i = 0; i < random_cases; ++i)
        QVERIFY(check(random.one_in(2) ? 16 * random.between(1, 40) : some_length(random, 400)));
    for (const std::size_t n : {1536U, 4864U, 8960U, 11008U, 14336U, 18944U, 28672U})
        QVERIFY(check(n));
}

void TestOps::hadamardTakesTheTiniestForZero() {
    const float below = std::nextafter(flush_limit, 0.0F);
    for (const std::size_t n : {std::size_t{5}, std::size_t{20}, std::size_t{48}, std::size_t{64}, std::size_t{192}}) {
        for (const float tiny : {below, -below, 0x1p-126F, -std::numeric_limits<float>::denorm_min(), -0.0F}) {
            std::vector<float> x(n, tiny);
            kernels().hadamard(x.data(), n);
            QVERIFY2(test::first_difference(x, std::vector<float>(n)).empty(), qPrintable(QString::number(n)));
        }
        std::vector<float> x(n, 0.0F);
        x[0] = -flush_limit;
        kernels().hadamard(x.data(), n);
        QVERIFY(x[0] < 0.0F);
        x[0] = not_a_number; // a fault must stay one
        kernels().hadamard(x.data(), n);
        QVERIFY(x[0] != x[0]);
    }
}

/// The processor's mode that takes subnormal inputs and results for zero, for the time of its life.
class WithoutSubnormals {
#ifdef __SSE__
public:
    WithoutSubnormals() : m_before(_mm_getcsr()) {
        _mm_setcsr(m_before | 0x8040);
    }
    ~WithoutSubnormals() {
        _mm_setcsr(m_before);
    }

private:
    unsigned m_before;
#endif
};

void TestOps::subnormalsCannotShow() {
    Random random(55);
    const Kernels& k = kernels();
    for (int i = 0; i < random_cases; ++i) {
        const std::size_t n = 16 * random.between(1, 12);
        std::vector<float> gate(n), up(n);
        const bool tiny = random.one_in(2);   // whole blocks of HADAMARD, so that no larger value hides anything
        for (std::size_t v = 0; v < n; ++v) { // the limits of section 3.15
            gate[v] = random.wide(-87, tiny ? -50 : 53);
            up[v] = random.wide(tiny ? -60 : -87, tiny ? -45 : 53);
        }
        const auto feed_forward = [&] {
            auto x = gate;
            k.gate(x.data(), up.data(), n);
            k.hadamard(x.data(), n);
            return x;
        };
        Shape shape;
        std::vector<float> head(n), gains(n);
        for (std::size_t v = 0; v < n / 2; ++v)
            shape.frequencies.push_back(random.next());
        const int top = static_cast<int>(random.below(124)) - 84;
        for (std::size_t v = 0; v < n; ++v) {
            head[v] = random.wide(std::max(-85, top - 60), tiny && v != 0 ? std::max(-85, top - 45) : top);
            gains[v] = random.one_in(8) ? 0.0F : random.wide(-60, tiny ? -50 : 38);
        }
        const auto key = [&] {
            auto x = head;
            if (!reference::normalise_by(x, gains.data(), 0x1p-20F)) return std::vector<float>();
            reference::rotate(x, shape, 1234567);
            k.hadamard(x.data(), n);
            return x;
        };
        const auto kept = feed_forward(), kept_key = key();
        QVERIFY(!kept_key.empty());
        std::vector<float> flushed, flushed_key;
        {
            const WithoutSubnormals mode;
            flushed = feed_forward();
            flushed_key = key();
        }
        QVERIFY(test::first_difference(kept, flushed).empty());
        QVERIFY(test::first_difference(kept_key, flushed_key).empty());
    }
}

QTEST_GUILESS_MAIN(TestOps)
#include "tst_exact_ops.moc"
