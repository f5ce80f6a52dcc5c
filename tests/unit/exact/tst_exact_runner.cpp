// SPDX-License-Identifier: Apache-2.0
#include "exact/cpu_runner.h"
#include "exact/reference.h"
#include "random_model.h"

#include <QTest>

#include <numeric>

using namespace hearth;
using namespace hearth::exact;
using test::Random;
using test::RandomModel;

namespace {

using Ids = std::vector<std::uint32_t>;

Ids some_ids(Random& random, std::size_t count, std::uint32_t vocab) {
    Ids ids(count);
    for (auto& id : ids)
        id = random.below(vocab);
    return ids;
}

/// What the profile says about one position.
struct Expected {
    core::Bytes final_row;
    std::vector<float> logits;
};

/// The reference, token by token.
std::vector<Expected> expected_of(const RandomModel& model, const Ids& ids) {
    reference::Decoder decoder(model.view());
    std::vector<Expected> all;
    for (const std::uint32_t id : ids) {
        if (!decoder.push(id)) return {};
        const auto& row = decoder.final_row();
        Expected& at = all.emplace_back();
        for (const std::int8_t v : row.values)
            at.final_row.push_back(static_cast<std::uint8_t>(v));
        const auto scale = std::bit_cast<std::uint32_t>(row.scale);
        for (unsigned byte = 0; byte < 4; ++byte)
            at.final_row.push_back(static_cast<std::uint8_t>(scale >> (8 * byte)));
        at.logits = decoder.logits();
    }
    return all;
}

/// A runner with everything that it borrows, and its pages in an order drawn from a seed.
struct Loaded {
    static constexpr std::size_t cache_pages = 48;

    Loaded(const RandomModel& model, const Kernels& kernels, unsigned threads, std::uint64_t seed = 1)
        : vocab(model.view().shape.vocab), team(threads),
          runner(model.view().shape, std::move(CpuWeights::load(model.view(), kernels.offset, team, {})).value(),
                 std::move(PageBuffer::allocate(cache_pages * CpuRunner::page_bytes_for(model.view().shape))).value(),
                 team, kernels) {
        Random random(seed);
        for (std::uint32_t page = 0; page < runner.page_count(); ++page) {
            free.push_back(page);
            std::swap(free.back(), free[random.below(free.size())]);
        }
    }

    std::vector<std::uint32_t> take(std::size_t tokens) {
        const std::size_t count = (tokens + page_tokens - 1) / page_tokens;
        std::vector<std::uint32_t> pages(free.end() - std::ptrdiff_t(count), free.end());
        free.resize(free.size() - count);
        return pages;
    }
    void give_back(const std::vector<std::uint32_t>& pages) { free.insert(free.begin(), pages.begin(), pages.end()); }

    std::uint32_t vocab;
    ThreadTeam team;
    CpuRunner runner;
    std::vector<std::uint32_t> free;
};

/// Empty if output `index` of the last project() is what the reference says.
std::string differs(Loaded& loaded, std::span<const float> logits, std::size_t index, const Expected& expected) {
    const auto row = loaded.runner.final_row(index);
    if (!std::equal(row.begin(), row.end(), expected.final_row.begin(), expected.final_row.end()))
        return "another final row";
    return test::first_difference(logits.subspan(index * loaded.vocab, loaded.vocab), expected.logits);
}

/// One sequence in chunks of the given sizes, the last one repeated; every position is compared.
std::string chunks_differ(Loaded& loaded, const Ids& ids, const std::vector<Expected>& expected,
                          const std::vector<std::size_t>& chunks) {
    if (expected.size() != ids.size()) return "the reference found a fault";
    const auto pages = loaded.take(ids.size());
    std::size_t next = 0;
    for (std::size_t first = 0; first < ids.size();) {
        const std::size_t count = std::min(chunks[std::min(next++, chunks.size() - 1)], ids.size() - first);
        std::vector<Row> rows;
        for (std::size_t i = first; i < first + count; ++i)
            rows.push_back({ids[i], static_cast<std::uint32_t>(i), &pages});
        if (!loaded.runner.forward(rows)) return "a fault";
        for (std::size_t done = 0; done < count; done += max_outputs) {
            std::vector<std::uint32_t> outputs(std::min(max_outputs, count - done));
            std::iota(outputs.begin(), outputs.end(), static_cast<std::uint32_t>(done));
            const auto logits = loaded.runner.project(outputs);
            if (!logits) return "a fault in the last row";
            for (std::size_t i = 0; i < outputs.size(); ++i)
                if (const auto what = differs(loaded, *logits, i, expected[first + done + i]); !what.empty())
                    return "position " + std::to_string(first + done + i) + ": " + what;
        }
        first += count;
    }
    loaded.give_back(pages);
    return {};
}

struct Case {
    Shape shape;
    RandomModel::Options options;
};

} // namespace
Q_DECLARE_METATYPE(Case)

/// The runner against the reference decoder: the same bytes whatever the batch, the cut, the threads, the pages.
class TestRunner : public QObject {
    Q_OBJECT

private slots:
    void everyShapeEqualsTheReference_data();
    void everyShapeEqualsTheReference();
    void everyCutGivesTheSameBytes();
    void mixedBatchesGiveTheSameBytes_data();
    void mixedBatchesGiveTheSameBytes();
    void decodingManyAtOnceGivesTheSameBytes();
    void sharedPagesAreAsGoodAsOwnOnes();
    void reusedPagesHoldNoOldAnswers();
    void faultsAreReportedAndForgotten();
    void loadingCanBeCancelled();
};

void TestRunner::everyShapeEqualsTheReference_data() {
    QTest::addColumn<Case>("model");
    const auto row = [](const char* name, auto change) {
        Case c{test::small_shape(), {}};
        change(c.shape, c.options);
        QTest::newRow(name) << c;
    };
    using Options = RandomModel::Options;
    row("grouped heads", [](Shape&, Options&) {});
    row("one key head per head", [](Shape& s, Options&) { s.kv_heads = s.heads; });
    row("one key head", [](Shape& s, Options&) { s.kv_heads = 1; });
    row("a group of 40", [](Shape& s, Options&) { s.heads = 40, s.kv_heads = 1, s.head_dim = 6; });
    row("a group of 33", [](Shape& s, Options&) { s.heads = 66, s.kv_heads = 2, s.head_dim = 4; });
    row("a group of 5", [](Shape& s, Options&) { s.heads = 5, s.kv_heads = 1; });
    row("a group of 7", [](Shape& s, Options&) { s.heads = 14, s.kv_heads = 2; });
    row("tied embeddings", [](Shape&, Options& o) { o.tied = true; });
    row("biases on q, k, v", [](Shape&, Options& o) { o.qkv_bias = true; });
    row("biases everywhere", [](Shape&, Options& o) { o.qkv_bias = o.other_biases = true; });
    row("norms on q and k", [](Shape&, Options& o) { o.qk_norm = true; });
    row("window of 70", [](Shape& s, Options&) { s.window = 70; });
    row("window of 64", [](Shape& s, Options&) { s.window = 64; });
    row("window of 1", [](Shape& s, Options&) { s.window = 1; });
    row("odd sizes", [](Shape& s, Options&) { s.hidden = 37, s.ffn = 51, s.head_dim = 10, s.vocab = 61; });
    row("odd sizes and everything", [](Shape& s, Options& o) {
        s.hidden = 67, s.ffn = 129, s.head_dim = 18, s.vocab = 131, s.heads = 9, s.kv_heads = 3, s.window = 65;
        o = {.qkv_bias = true, .other_biases = true, .qk_norm = true, .tied = false, .seed = 3};
    });
    row("heads of 2", [](Shape& s, Options&) { s.head_dim = 2; });
    row("heads of 64", [](Shape& s, Options&) { s.head_dim = 64, s.heads = 3, s.kv_heads = 1; });
    row("heads of 256", [](Shape& s, Options& o) { s.head_dim = 256, s.heads = 2, s.kv_heads = 1, o.qk_norm = true; });
    row("one layer", [](Shape& s, Options&) { s.layers = 1; });
    row("wider than a unit of work", [](Shape& s, Options&) { s.hidden = 192, s.ffn = 1600, s.vocab = 1500; });
    row("hidden of 1", [](Shape& s, Options&) { s.hidden = 1, s.ffn = 1, s.vocab = 5; });
    row("CI4.1", [](Shape& s, Options&) { s = test::small_grouped_shape(); });
    row("CI4.1, tied embeddings", [](Shape& s, Options& o) { s = test::small_grouped_shape(), o.tied = true; });
    row("CI4.1, one group", [](Shape& s, Options&) {
        s = test::small_grouped_shape(), s.hidden = s.ffn = 32, s.heads = 2;
    });
    row("CI4.1, everything", [](Shape& s, Options& o) {
        s = test::small_grouped_shape(), s.hidden = 160, s.ffn = 352, s.head_dim = 32, s.heads = 9, s.kv_heads = 3, s.window = 65;
        o = {.qkv_bias = true, .other_biases = true, .qk_norm = true, .tied = false, .seed = 3};
    });
    row("sharp attention", [](Shape& s, Options&) { s.attention_scale = 0x1p26F; });
    row("flat attention", [](Shape& s, Options&) { s.attention_scale = 0x1p-10F; });
}

void TestRunner::everyShapeEqualsTheReference() {
    QFETCH(const Case, model);
    const RandomModel weights(model.shape, model.options);
    Random random(5);
    const Ids ids = some_ids(random, 132, model.shape.vocab);
    const auto expected = expected_of(weights, ids);
    for (const Kernels* kernels : test::every_variant()) {
        Loaded loaded(weights, *kernels, 2);
        for (const auto& chunks : std::vector<std::vector<std::size_t>>{{132}, {3, 1, 1, 1, 4, 60, 50, 1}}) {
            const std::string what = chunks_differ(loaded, ids, expected, chunks);
            QVERIFY2(what.empty(), qPrintable(QString("%1, %2").arg(kernels->name, what.c_str())));
        }
    }
}

void TestRunner::everyCutGivesTheSameBytes() {
    Shape odd = test::small_shape();
    odd.hidden = 37, odd.ffn = 51, odd.head_dim = 10, odd.window = 100;
    for (const Shape& shape : {test::small_shape(), odd, test::small_grouped_shape()}) {
        const RandomModel weights(shape, {.qkv_bias = true, .qk_norm = shape.window != 0, .seed = 9});
        Random random(6);
        const Ids ids = some_ids(random, 270, shape.vocab);
        const auto expected = expected_of(weights, ids);
        for (const Kernels* kernels : test::every_variant())
            for (const unsigned threads : {1U, 2U, 3U}) {
                Loaded loaded(weights, *kernels, threads, threads);
                const std::vector<std::vector<std::size_t>> all{{160}, {100, 1}, {5, 4, 7, 2, 33}, {1}, {64}, {65}, {128, 3}};
                // Threads need not see every cut; they cost much where there are few processors.
                for (const auto& chunks : std::span(all).first(threads == 1 ? all.size() : 3)) {
                    const std::string what = chunks_differ(loaded, ids, expected, chunks);
                    QVERIFY2(what.empty(), qPrintable(QString("%1, %2 threads, chunks from %3: %4")
                                                          .arg(kernels->name).arg(threads).arg(chunks[0])
                                                          .arg(what.c_str())));
                }
            }
    }
}

void TestRunner::mixedBatchesGiveTheSameBytes_data() {
    QTest::addColumn<std::size_t>("variant");
    QTest::addColumn<unsigned>("threads");
    const auto all = test::every_variant();
    for (std::size_t i = 0; i < all.size(); ++i)
        for (const unsigned threads : {1U, 2U, 3U})
            QTest::newRow(qPrintable(QString("%1, %2 threads").arg(all[i]->name).arg(threads))) << i << threads;
}

// Sequences of any length that read and decode side by side, in batches put together by chance.
void TestRunner::mixedBatchesGiveTheSameBytes() {
    QFETCH(const std::size_t, variant);
    QFETCH(const unsigned, threads);
    constexpr std::size_t count = 14;
    for (const std::uint64_t seed : {11U, 12U, 13U, 14U}) {
        Shape shape = seed == 14 ? test::small_grouped_shape() : test::small_shape();
        if (seed == 12) shape.window = 90, shape.hidden = 53, shape.vocab = 77;
        if (seed == 13) shape.heads = 7, shape.kv_heads = 1, shape.head_dim = 12;
        const RandomModel weights(shape, {.qkv_bias = seed == 12, .qk_norm = seed == 13, .seed = seed});
        Random random(seed);
        Loaded loaded(weights, *test::every_variant()[variant], threads, seed);
        struct Sequence {
            Ids ids;
            std::vector<Expected> expected;
            std::vector<std::uint32_t> pages;
            std::size_t done = 0;
        };
        std::vector<Sequence> sequences(count);
        for (Sequence& s : sequences) {
            s.ids = some_ids(random, random.between(1, 200), shape.vocab);
            s.expected = expected_of(weights, s.ids);
            QCOMPARE(s.expected.size(), s.ids.size());
            s.pages = loaded.take(s.ids.size());
        }
        for (;;) {
            std::vector<Row> rows;
            std::vector<std::pair<Sequence*, std::size_t>> what; // of each row
            std::vector<std::size_t> order(count);
            for (std::size_t i = 0; i < count; ++i) {
                order[i] = i;
                std::swap(order[i], order[random.below(i + 1)]);
            }
            const bool decode = random.one_in(2); // mostly one row each, as when everybody decodes
            for (const std::size_t i : order) {
                Sequence& s = sequences[i];
                const std::size_t left = std::min(s.ids.size() - s.done, max_rows - rows.size());
                const std::size_t take = std::min<std::size_t>(left, decode ? random.below(2) : random.below(40));
                for (std::size_t k = 0; k < take; ++k, ++s.done) {
                    rows.push_back({s.ids[s.done], static_cast<std::uint32_t>(s.done), &s.pages});
                    what.emplace_back(&s, s.done);
                }
            }
            if (rows.empty()) {
                const bool all = std::all_of(sequences.begin(), sequences.end(), [](const auto& s) { return s.done == s.ids.size(); });
                if (all) break;
                continue;
            }
            QVERIFY(loaded.runner.forward(rows).ok());
            std::vector<std::uint32_t> outputs;
            for (std::uint32_t i = 0; i < rows.size() && outputs.size() < max_outputs; ++i)
                if (rows.size() <= max_outputs || random.one_in(4) || i + max_outputs - outputs.size() >= rows.size())
                    outputs.push_back(i);
            const auto logits = loaded.runner.project(outputs);
            QVERIFY(logits.ok());
            for (std::size_t i = 0; i < outputs.size(); ++i) {
                const auto& [s, position] = what[outputs[i]];
                const std::string different = differs(loaded, *logits, i, s->expected[position]);
                QVERIFY2(different.empty(), qPrintable(QString("position %1: %2").arg(position).arg(different.c_str())));
            }
        }
    }
}

void TestRunner::decodingManyAtOnceGivesTheSameBytes() {
    constexpr std::size_t count = max_outputs;
    const RandomModel weights(test::small_shape(), {.seed = 21});
    const std::uint32_t vocab = weights.view().shape.vocab;
    for (const Kernels* kernels : test::every_variant()) {
        Loaded loaded(weights, *kernels, 2);
        Random random(22);
        std::vector<Ids> ids;
        std::vector<std::vector<Expected>> expected;
        std::vector<std::vector<std::uint32_t>> pages;
        for (std::size_t i = 0; i < count; ++i) {
            ids.push_back(some_ids(random, 60, vocab));
            expected.push_back(expected_of(weights, ids.back()));
            pages.push_back(loaded.take(60));
        }
        std::vector<std::uint32_t> outputs(count);
        std::iota(outputs.begin(), outputs.end(), 0U);
        for (std::uint32_t t = 0; t < 60; ++t) {
            std::vector<Row> rows;
            for (std::size_t i = 0; i < count; ++i)
                rows.push_back({ids[i][t], t, &pages[i]});
            QVERIFY(loaded.runner.forward(rows).ok());
            const auto logits = loaded.runner.project(outputs);
            QVERIFY(logits.ok());
            for (std::size_t i = 0; i < count; ++i)
                QCOMPARE(differs(loaded, *logits, i, expected[i][t]), std::string());
        }
    }
}

// Two sequences with one beginning: the second looks at the first one's pages and computes only its own end.
void TestRunner::sharedPagesAreAsGoodAsOwnOnes() {
    const RandomModel weights(test::small_shape(), {.seed = 31});
    const std::uint32_t vocab = weights.view().shape.vocab;
    Random random(32);
    const Ids first = some_ids(random, 150, vocab);
    Ids second(first.begin(), first.begin() + 128);
    const Ids rest = some_ids(random, 40, vocab);
    second.insert(second.end(), rest.begin(), rest.end());
    const auto expected = expected_of(weights, second);
    for (const Kernels* kernels : test::every_variant()) {
        Loaded loaded(weights, *kernels, 2);
        const auto owned = loaded.take(first.size());
        auto pages = loaded.take(second.size() - 128);
        pages.insert(pages.begin(), owned.begin(), owned.begin() + 2);
        std::vector<Row> rows;
        for (std::uint32_t i = 0; i < first.size(); ++i)
            rows.push_back({first[i], i, &owned});
        QVERIFY(loaded.runner.forward(rows).ok());
        rows.clear();
        for (std::uint32_t i = 128; i < second.size(); ++i)
            rows.push_back({second[i], i, &pages});
        QVERIFY(loaded.runner.forward(rows).ok());
        for (std::uint32_t row = 0; row < rows.size(); ++row) {
            const auto logits = loaded.runner.project({&row, 1});
            QVERIFY(logits.ok());
            QCOMPARE(differs(loaded, *logits, 0, expected[128 + row]), std::string());
        }
    }
}

void TestRunner::reusedPagesHoldNoOldAnswers() {
    const RandomModel weights(test::small_shape(), {.seed = 41});
    const std::uint32_t vocab = weights.view().shape.vocab;
    Random random(42);
    const Ids shorter = some_ids(random, 30, vocab), longer = some_ids(random, 1000, vocab);
    const auto expected = expected_of(weights, shorter), before = expected_of(weights, longer);
    for (const Kernels* kernels : test::every_variant()) {
        Loaded loaded(weights, *kernels, 2);
        QCOMPARE(chunks_differ(loaded, longer, before, {160}), std::string());
        for (std::size_t i = 0; i < Loaded::cache_pages; ++i)
            QCOMPARE(chunks_differ(loaded, shorter, expected, {7}), std::string());
    }
}

void TestRunner::faultsAreReportedAndForgotten() {
    RandomModel weights(test::small_shape(), {.seed = 51});
    const std::uint32_t broken = 7, whole = 8;
    weights.embed_scale(broken) = 0x1p36F; // beyond the bound once multiplied by the largest value
    QVERIFY(expected_of(weights, {broken}).empty());
    const auto expected = expected_of(weights, {whole, 9, 10});
    QCOMPARE(expected.size(), std::size_t{3});
    for (const Kernels* kernels : test::every_variant())
        for (const std::size_t others : {0U, 3U, 20U}) {
            Loaded loaded(weights, *kernels, 2);
            const auto pages = loaded.take(64), neighbours = loaded.take(64);
            std::vector<Row> rows{{broken, 0, &pages}};
            for (std::uint32_t i = 0; i < others; ++i)
                rows.push_back({whole, i, &neighbours});
            const auto failed = loaded.runner.forward(rows);
            QVERIFY(!failed);
            QCOMPARE(failed.error().code, core::Code::corrupt);
            loaded.give_back(pages);
            loaded.give_back(neighbours);
            QCOMPARE(chunks_differ(loaded, {whole, 9, 10}, expected, {2}), std::string());
        }
}

void TestRunner::loadingCanBeCancelled() {
    Shape shape = test::small_shape();
    shape.layers = 4;
    const RandomModel weights(shape, {});
    ThreadTeam team(2);
    int calls = 0;
    std::uint64_t last = 0;
    const auto stopped = CpuWeights::load(weights.view(), true, team, [&](std::uint64_t done, std::uint64_t all) {
        last = done;
        return ++calls < 3 && done < all;
    });
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, core::Code::cancelled);
    QCOMPARE(calls, 3);
    QVERIFY(last > 0);
    const auto loaded = CpuWeights::load(weights.view(), true, team, {});
    QVERIFY(loaded.ok());
    QVERIFY(loaded->bytes <= CpuWeights::bytes_for(shape, true));
    QCOMPARE(loaded->bytes, CpuWeights::bytes_for(shape, false));
}

QTEST_GUILESS_MAIN(TestRunner)
#include "tst_exact_runner.moc"
