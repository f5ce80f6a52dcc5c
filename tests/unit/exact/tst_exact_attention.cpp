// SPDX-License-Identifier: Apache-2.0
#include "exact/profile/arithmetic.h"
#include "product_case.h"
#include "variant_rows.h"

#include <QTest>

using namespace hearth;
using namespace hearth::exact;
using test::all_fills;
using test::Fill;
using test::Random;
using test::random_cases;
using test::Rows;
using test::some_length;

namespace {

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
    void store(std::size_t token, const reference::QuantisedRow& key, const reference::QuantisedRow& value,
               bool offset) {
        const std::size_t slot = token % page_tokens;
        put_scale(layout.key_scales, token, key.scale);
        put_scale(layout.value_scales, token, value.scale);
        for (std::size_t i = 0; i < layout.padded_dim; ++i) {
            const std::int8_t k = i < m_dim ? key.values[i] : std::int8_t{0};
            const std::int8_t v = i < m_dim ? value.values[i] : std::int8_t{0};
            place(token, layout.keys)[(i / 4 * page_tokens + slot) * 4 + i % 4] =
                static_cast<std::uint8_t>(static_cast<std::uint8_t>(k) ^ (offset ? sign_flip : 0));
            place(token, layout.values)[(slot / 2 * layout.padded_dim + i) * 2 + slot % 2] =
                static_cast<std::uint8_t>(v);
        }
    }

    std::size_t m_dim, m_page_bytes = 0;
    std::vector<std::uint8_t> m_memory;
};

std::string attention_differs(const Kernels& kernels, Random& random, const Attention& want) {
    Cache cache(random, want, kernels.offset);
    const float scale = want.attention_scale != 0.0F ? want.attention_scale
                                                     : log2_e / std::sqrt(static_cast<float>(want.dim)) * 65536.0F;
    const std::size_t count = want.tile * want.heads, padded = cache.layout.padded_dim;
    Rows queries(count, want.dim, random.one_in(2) ? column_unit : block_rows);
    std::vector<std::uint32_t> first(count), last(count);
    for (std::size_t i = 0; i < count; ++i) {
        queries.plain[i] = Cache::some_row(random, want, want.query, random.one_in(20));
        last[i] = static_cast<std::uint32_t>(want.length - want.tile + i / want.heads);
        first[i] =
            want.window == 0 || last[i] < want.window ? 0 : static_cast<std::uint32_t>(last[i] + 1 - want.window);
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
        .arg(a.dim)
        .arg(a.length)
        .arg(a.tile)
        .arg(a.heads)
        .arg(a.window)
        .arg(QString::fromStdString(what));
}

} // namespace

/// ATTEND of every variant against the reference, byte for byte.
class TestAttention : public QObject {
    Q_OBJECT

private slots:
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

void TestAttention::variants() {
    test::add_variants();
}

const Kernels& TestAttention::kernels() {
    QFETCH(const std::size_t, index);
    return *test::every_variant()[index];
}

void TestAttention::attendEqualsTheReference() {
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

void TestAttention::attendHoldsAtEveryPageEdge() {
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

void TestAttention::attendHoldsEveryHeadSize() {
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

void TestAttention::attendHoldsScoresBeyondTheBound() {
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

void TestAttention::attendHoldsZeroRows() {
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
void TestAttention::attendHoldsLongContexts() {
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

QTEST_GUILESS_MAIN(TestAttention)
#include "tst_exact_attention.moc"
