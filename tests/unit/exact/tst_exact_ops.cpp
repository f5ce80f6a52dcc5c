// SPDX-License-Identifier: Apache-2.0
#include "exact/arithmetic.h"
#include "product_case.h"
#include "variant_rows.h"

#include <QTest>

#include <limits>

#ifdef __SSE__
#include <xmmintrin.h>
#endif

using namespace hearth;
using namespace hearth::exact;
using test::all_fills;
using test::blocks_of;
using test::Fill;
using test::Product;
using test::product_differs;
using test::Random;
using test::random_cases;
using test::Rows;
using test::some_length;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

struct Attention {
    std::size_t dim = 64, length = 64; ///< positions in the cache
    std::size_t tile = 1, heads = 1;   ///< the last `tile` positions ask, with `heads` queries each
    std::size_t window = 0;
    float attention_scale = 0.0F; ///< 0: what a model of this size has
    int low = -8, high = 2;       ///< exponents of the scales of queries, keys and values
    Fill query = Fill::random, key = Fill::random, value = Fill::random;
    std::size_t zero_keys = 20, zero_values = 20; ///< one in so many is a zero row
};

/// One head's part of the pages, with other bytes around it and pages in any order.
class Cache {
public:
    Cache(Random& random, const Attention& want, bool offset) : m_dim(want.dim) {
        const std::size_t padded = rounded_up(want.dim, block_rows), body = padded * page_tokens, start = 64;
        layout = {start, start + body, start + 2 * body, start + 2 * body + page_tokens * sizeof(float), padded};
        m_page_bytes = start + 2 * body + 2 * page_tokens * sizeof(float);
        const std::size_t count = (want.length + page_tokens - 1) / page_tokens;
        m_memory.resize(count * m_page_bytes);
        // What nobody sees may be anything that an older sequence left there.
        random.fill({reinterpret_cast<std::int8_t*>(m_memory.data()), m_memory.size()});
        std::vector<std::size_t> order(count);
        for (std::size_t i = 0; i < count; ++i) {
            order[i] = i;
            std::swap(order[i], order[random.below(i + 1)]);
        }
        for (const std::size_t number : order)
            pages.push_back(m_memory.data() + number * m_page_bytes);
        constexpr float left_behind[] = {0.0F, 1.0F, 0x1p-40F, 0x1p33F};
        for (std::size_t slot = 0; slot < count * page_tokens; ++slot) {
            put_scale(layout.key_scales, slot, random.pick(left_behind));
            put_scale(layout.value_scales, slot, random.pick(left_behind));
        }
        for (std::size_t i = 0; i < want.length; ++i) {
            plain.keys.push_back(some_row(random, want, want.key, random.one_in(want.zero_keys)));
            plain.values.push_back(some_row(random, want, want.value, random.one_in(want.zero_values)));
            store(i, plain.keys.back(), plain.values.back(), offset);
        }
    }

    HeadLayout layout;
    std::vector<const std::uint8_t*> pages;
    reference::HeadCache plain;

    static reference::QuantisedRow some_row(Random& random, const Attention& want, Fill how, bool zero) {
        reference::QuantisedRow row{std::vector<std::int8_t>(want.dim), 0.0F};
        if (zero || how == Fill::zero) return row;
        fill(random, row.values, how);
        row.scale = std::fabs(random.wide(want.low, want.high));
        return row;
    }

private:
    std::uint8_t* place(std::size_t token, std::size_t offset) {
        return const_cast<std::uint8_t*>(pages[token / page_tokens]) + offset;
    }
    void put_scale(std::size_t at, std::size_t token, float scale) {
        std::memcpy(place(token, at) + token % page_tokens * sizeof scale, &scale, sizeof scale);
    }
    void store(std::size_t token, const reference::QuantisedRow& key, const reference::QuantisedRow& value, bool offset) {
        const std::size_t slot = token % page_tokens;
        put_scale(layout.key_scales, token, key.scale);
        put_scale(layout.value_scales, token, value.scale);
        for (std::size_t i = 0; i < layout.padded_dim; ++i) {
            const std::int8_t k = i < m_dim ? key.values[i] : std::int8_t{0};
            const std::int8_t v = i < m_dim ? value.values[i] : std::int8_t{0};
            place(token, layout.keys)[(i / 4 * page_tokens + slot) * 4 + i % 4] =
                static_cast<std::uint8_t>(static_cast<std::uint8_t>(k) ^ (offset ? sign_flip : 0));
            place(token, layout.values)[(slot / 2 * layout.padded_dim + i) * 2 + slot % 2] = static_cast<std::uint8_t>(v);
        }
    }

    std::size_t m_dim, m_page_bytes = 0;
    std::vector<std::uint8_t> m_memory;
};

std::string attention_differs(const Kernels& kernels, Random& random, const Attention& want) {
    Cache cache(random, want, kernels.offset);
    const float scale = want.attention_scale != 0.0F
                            ? want.attention_scale
                            : log2_e / std::sqrt(static_cast<float>(want.dim)) * 65536.0F;
    const std::size_t count = want.tile * want.heads, padded = cache.layout.padded_dim;
    Rows queries(count, want.dim, random.one_in(2) ? column_unit : block_rows);
    std::vector<std::uint32_t> first(count), last(count);
    for (std::size_t i = 0; i < count; ++i) {
        queries.plain[i] = Cache::some_row(random, want, want.query, random.one_in(20));
        last[i] = static_cast<std::uint32_t>(want.length - want.tile + i / want.heads);
        first[i] = want.window == 0 || last[i] < want.window ? 0 : static_cast<std::uint32_t>(last[i] + 1 - want.window);
    }
    queries.finish();
    // Pages before the window belong to nobody any more.
    for (std::size_t page = 0; page < first.front() / page_tokens; ++page)
        cache.pages[page] = nullptr;
    const std::size_t stride = (last.back() / page_tokens + 1 - first.front() / page_tokens) * page_tokens;
    std::vector<std::int32_t> scores(count * stride, 77);
    std::vector<std::int64_t> sums(count * padded, 77);
    std::vector<float> ours(count * want.dim, -1.0F), expected(ours.size());
    std::vector<float*> outputs;
    for (std::size_t i = 0; i < count; ++i) {
        outputs.push_back(ours.data() + i * want.dim);
        reference::attend(queries.plain[i], cache.plain, first[i], last[i], scale,
                          std::span(expected).subspan(i * want.dim, want.dim));
    }
    kernels.attend({queries.view(), first.data(), last.data(), cache.pages.data(), cache.layout, want.dim, scale,
                    outputs.data(), scores.data(), stride, sums.data()});
    return test::first_difference(ours, expected);
}

QString describe(const Attention& a, const std::string& what) {
    return QString("dim %1, length %2, tile %3, heads %4, window %5: %6")
        .arg(a.dim).arg(a.length).arg(a.tile).arg(a.heads).arg(a.window)
        .arg(QString::fromStdString(what));
}

std::vector<float> some_values(Random& random, std::size_t n) {
    std::vector<float> x(n);
    const int top = static_cast<int>(random.below(78)) - 39, spread = static_cast<int>(random.between(1, 30));
    for (float& v : x)
        v = random.one_in(10) ? 0.0F : random.wide(top - spread, top);
    return x;
}

} // namespace

#define EACH_VARIANT(op)                                                                                               \
    void op##_data() { variants(); }                                                                                   \
    void op();

/// Every op of every variant against the reference, byte for byte.
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
    EACH_VARIANT(linearEqualsTheReference)
    EACH_VARIANT(linearHoldsAtEveryTileEdge)
    EACH_VARIANT(linearHoldsTheLargestSums)
    EACH_VARIANT(attendEqualsTheReference)
    EACH_VARIANT(attendHoldsAtEveryPageEdge)
    EACH_VARIANT(attendHoldsEveryHeadSize)
    EACH_VARIANT(attendHoldsScoresBeyondTheBound)
    EACH_VARIANT(attendHoldsZeroRows)
    EACH_VARIANT(attendHoldsLongContexts)

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
    const float special[] = {0.0F, -0.0F, 1.0F, -1.0F, edge, -edge, std::nextafter(edge, 0.0F), -std::nextafter(edge, 0.0F),
                             std::nextafter(edge, 1e9F), 1e9F, -1e9F, 0x1p77F, -0x1p77F, 0x1p-100F, -0x1p-100F, 0x1p-99F,
                             0x1p-126F, -0x1p-126F, std::numeric_limits<float>::denorm_min(), 69.0F, -69.0F, -88.0F};
    for (int i = 0; i < random_cases; ++i) {
        const std::size_t n = some_length(random, 200);
        std::vector<float> gate(n), up(n), expected(n);
        for (std::size_t v = 0; v < n; ++v) {
            gate[v] = random.one_in(10) ? random.pick(special) : random.one_in(4) ? random.wide(-120, 30) : random.wide(-6, 6);
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
    WithoutSubnormals() : m_before(_mm_getcsr()) { _mm_setcsr(m_before | 0x8040); }
    ~WithoutSubnormals() { _mm_setcsr(m_before); }

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
        const bool tiny = random.one_in(2); // whole blocks of HADAMARD, so that no larger value hides anything
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

void TestOps::linearEqualsTheReference() {
    Random random(6);
    for (int i = 0; i < random_cases; ++i) {
        Product p;
        p.rows = random.one_in(3) ? 16 * random.between(1, 9) : random.between(1, 9 * 16);
        p.columns = some_length(random, 330);
        p.inputs = random.between(1, 13);
        const std::size_t blocks = blocks_of(p.rows);
        p.first = random.one_in(2) ? 0 : random.below(blocks);
        p.last = random.one_in(2) ? blocks : random.between(p.first + 1, blocks);
        p.bias = random.one_in(2);
        p.add = random.one_in(2);
        p.matrix = random.pick(all_fills);
        p.input = random.pick(all_fills);
        const std::string different = product_differs(kernels(), random, p);
        QVERIFY2(different.empty(), different.c_str());
    }
}

void TestOps::linearHoldsAtEveryTileEdge() {
    Random random(7);
    for (std::size_t blocks = 1; blocks <= 9; ++blocks)
        for (std::size_t inputs = 1; inputs <= 13; ++inputs)
            for (const std::size_t missing : {0U, 1U, 15U})
                for (const std::size_t columns : {1U, 3U, 4U, 63U, 64U, 65U}) {
                    Product p;
                    p.rows = blocks * block_rows - missing;
                    p.columns = columns;
                    p.inputs = inputs;
                    p.last = blocks;
                    p.bias = (blocks + inputs) % 2 == 0;
                    p.add = inputs % 2 == 0;
                    const std::string different = product_differs(kernels(), random, p);
                    QVERIFY2(different.empty(), different.c_str());
                }
}

void TestOps::linearHoldsTheLargestSums() {
    Random random(8);
    for (const Fill input : {Fill::highest, Fill::opposite, Fill::extreme, Fill::random})
        for (const Fill matrix : {Fill::highest, Fill::opposite, Fill::extreme}) {
            for (const std::size_t columns : {std::size_t{max_columns}, std::size_t{max_columns} - 1, std::size_t{65536}}) {
                Product p;
                p.rows = 17;
                p.columns = columns;
                p.inputs = columns == max_columns ? 1 : 2;
                p.last = 2;
                p.input = input;
                p.matrix = matrix;
                const std::string different = product_differs(kernels(), random, p);
                QVERIFY2(different.empty(), different.c_str());
            }
        }
}

void TestOps::attendEqualsTheReference() {
    Random random(9);
    for (int i = 0; i < random_cases; ++i) {
        Attention a;
        a.dim = 2 * (random.one_in(4) ? random.between(1, 128) : random.between(1, 24));
        a.heads = random.between(1, random.one_in(8) ? max_queries : 8);
        a.tile = random.between(1, std::min<std::size_t>(8, max_queries / a.heads));
        a.length = std::max<std::size_t>(a.tile, some_length(random, random.one_in(8) ? 700 : 200));
        a.window = random.one_in(3) ? random.between(1, a.length + 5) : 0;
        a.low = -8 - static_cast<int>(random.below(20));
        a.high = a.low + static_cast<int>(random.between(1, 24));
        a.query = random.pick(all_fills);
        a.key = random.pick(all_fills);
        a.value = random.pick(all_fills);
        a.zero_keys = random.between(2, 40);
        a.zero_values = random.between(2, 40);
        const std::string different = attention_differs(kernels(), random, a);
        QVERIFY2(different.empty(), qPrintable(describe(a, different)));
    }
}

void TestOps::attendHoldsAtEveryPageEdge() {
    Random random(10);
    for (const std::size_t edge : {16U, 64U, 128U, 192U, 256U, 320U, 512U, 576U})
        for (const std::size_t length : {edge - 1, edge, edge + 1})
            for (const std::size_t window : {std::size_t{0}, std::size_t{1}, std::size_t{63}, std::size_t{64},
                                             std::size_t{65}, std::size_t{255}, std::size_t{256}, std::size_t{257}})
                for (const std::size_t tile : {1U, 2U, 5U, 8U}) {
                    Attention a;
                    a.dim = 24;
                    a.length = length;
                    a.tile = tile;
                    a.heads = 3;
                    a.window = window;
                    const std::string different = attention_differs(kernels(), random, a);
                    QVERIFY2(different.empty(), qPrintable(describe(a, different)));
                }
}

void TestOps::attendHoldsEveryHeadSize() {
    Random random(11);
    for (std::size_t dim = 2; dim <= max_head_dim; dim += 2)
        for (const std::size_t heads : {1U, 4U, 7U}) {
            Attention a;
            a.dim = dim;
            a.heads = heads;
            a.tile = heads == 7 ? 4 : 2;
            a.length = 70;
            a.low = -5;
            const std::string different = attention_differs(kernels(), random, a);
            QVERIFY2(different.empty(), qPrintable(describe(a, different)));
        }
    for (std::size_t queries = 1; queries <= max_queries; ++queries) {
        Attention a;
        a.dim = 10;
        a.heads = queries;
        a.length = 65;
        const std::string different = attention_differs(kernels(), random, a);
        QVERIFY2(different.empty(), qPrintable(describe(a, different)));
    }
}

void TestOps::attendHoldsScoresBeyondTheBound() {
    Random random(12);
    for (int i = 0; i < 500; ++i) {
        Attention a;
        a.dim = 2 * random.between(1, 64);
        a.length = random.between(8, 300);
        a.tile = 4;
        a.heads = 3;
        a.low = static_cast<int>(random.below(30)) - 2;
        a.high = 32; // scores up to 2¹⁰⁵
        a.attention_scale = random.one_in(2) ? 0.0F : std::fabs(random.wide(0, 17));
        const std::string different = attention_differs(kernels(), random, a);
        QVERIFY2(different.empty(), qPrintable(describe(a, different)));
    }
}

void TestOps::attendHoldsZeroRows() {
    Random random(13);
    for (const Fill query : {Fill::zero, Fill::random})
        for (const Fill key : {Fill::zero, Fill::highest, Fill::random})
            for (const Fill value : {Fill::zero, Fill::highest, Fill::opposite, Fill::random})
                for (const std::size_t every : {1U, 2U, 1000000U}) {
                    Attention a;
                    a.dim = 18;
                    a.length = 130;
                    a.tile = 5;
                    a.heads = 6;
                    a.window = every == 2 ? 3 : 0;
                    a.query = query;
                    a.key = key;
                    a.value = value;
                    a.zero_values = every;
                    const std::string different = attention_differs(kernels(), random, a);
                    QVERIFY2(different.empty(), qPrintable(describe(a, different)));
                }
}

// All scores equal, all values the largest: every sum is as large as it can get.
void TestOps::attendHoldsLongContexts() {
    Random random(14);
    for (const std::size_t length : {std::size_t{65536}, std::size_t{65536 + 17}, std::size_t{140000}})
        for (const Fill value : {Fill::highest, Fill::random}) {
            Attention a;
            a.dim = 2;
            a.length = length;
            a.query = value == Fill::highest ? Fill::zero : Fill::random;
            a.value = value;
            a.low = a.high = value == Fill::highest ? 0 : -6;
            a.zero_values = 1000000;
            const std::string different = attention_differs(kernels(), random, a);
            QVERIFY2(different.empty(), qPrintable(describe(a, different)));
        }
    Attention last; // a million positions, the longest context
    last.dim = 2;
    last.length = 1U << 20;
    last.query = Fill::zero;
    last.value = Fill::opposite;
    last.low = last.high = 0;
    const std::string different = attention_differs(kernels(), random, last);
    QVERIFY2(different.empty(), qPrintable(describe(last, different)));
}

QTEST_GUILESS_MAIN(TestOps)
#include "tst_exact_ops.moc"
