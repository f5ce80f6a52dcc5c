// SPDX-License-Identifier: Apache-2.0
#include "exact/cpu/runner.h"
#include "full_run.h"
#include "reference_run.h"

#include <QTest>

#include <map>
#include <numeric>

using namespace hearth;
using namespace hearth::exact;
using test::Random;
using test::RandomModel;

namespace {

using test::Expected, test::expected_of, test::Ids, test::RunnerCheck, test::some_ids;

/// A runner with everything that it borrows.
struct Loaded {
    static constexpr std::size_t cache_pages = 48;

    Loaded(const RandomModel& model, const Kernels& kernels, unsigned threads, std::uint64_t seed = 1)
        : team(threads),
          runner(model.view().shape, std::move(CpuWeights::load(model.view(), kernels.offset, team, {})).value(),
                 std::move(PageBuffer::allocate(cache_pages * CpuRunner::page_bytes_for(model.view().shape))).value(),
                 team, kernels),
          check(runner, model.view().shape.vocab, seed) {}

    ThreadTeam team;
    CpuRunner runner;
    RunnerCheck check;
};

} // namespace

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
    QTest::addColumn<std::size_t>("index");
    const auto all = test::every_shape();
    for (std::size_t i = 0; i < all.size(); ++i)
        QTest::newRow(all[i].name) << i;
}

void TestRunner::everyShapeEqualsTheReference() {
    QFETCH(const std::size_t, index);
    const auto model = test::every_shape()[index];
    const RandomModel weights(model.shape, model.options);
    Random random(5);
    const Ids ids = some_ids(random, 132, model.shape.vocab);
    const auto expected = expected_of(weights, ids);
    for (const Kernels* kernels : test::every_variant()) {
        Loaded loaded(weights, *kernels, 2);
        for (const auto& chunks : std::vector<std::vector<std::size_t>>{{132}, {3, 1, 1, 1, 4, 60, 50, 1}}) {
            const std::string what = loaded.check.chunks_differ(ids, expected, chunks);
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
                const std::vector<std::vector<std::size_t>> all{{160}, {100, 1}, {5, 4, 7, 2, 33}, {1},
                                                                {64},  {65},     {128, 3}};
                // Threads need not see every cut; they cost much where there are few processors.
                for (const auto& chunks : std::span(all).first(threads == 1 ? all.size() : test::sampled(1U, 3U))) {
                    const std::string what = loaded.check.chunks_differ(ids, expected, chunks);
                    QVERIFY2(what.empty(), qPrintable(QString("%1, %2 threads, chunks from %3: %4")
                                                          .arg(kernels->name)
                                                          .arg(threads)
                                                          .arg(chunks[0])
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

namespace {

constexpr std::size_t sequence_count = 14;

struct Sequence {
    Ids ids;
    std::vector<Expected> expected;
    std::vector<std::uint32_t> pages;
    std::size_t done = 0;
};

/// A model and sequences of any length with what the reference says of them, which takes longer than any variant.
struct Mix {
    explicit Mix(std::uint64_t seed)
        : weights(shape(seed), {.qkv_bias = seed == 12, .qk_norm = seed == 13, .seed = seed}), random(seed),
          sequences(sequence_count) {
        for (Sequence& s : sequences) {
            s.ids = some_ids(random, random.between(1, 200), weights.view().shape.vocab);
            s.expected = expected_of(weights, s.ids);
        }
    }
    static Shape shape(std::uint64_t seed) {
        Shape shape = seed == 14 ? test::small_grouped_shape() : test::small_shape();
        if (seed == 12) shape.window = 90, shape.hidden = 53, shape.vocab = 77;
        if (seed == 13) shape.heads = 7, shape.kv_heads = 1, shape.head_dim = 12;
        return shape;
    }
    static const Mix& of(std::uint64_t seed) {
        static std::map<std::uint64_t, Mix> made;
        return made.try_emplace(seed, seed).first->second;
    }

    RandomModel weights;
    Random random;
    std::vector<Sequence> sequences;
};

} // namespace

// Sequences that read and decode side by side, in batches put together by chance.
void TestRunner::mixedBatchesGiveTheSameBytes() {
    QFETCH(const std::size_t, variant);
    QFETCH(const unsigned, threads);
    for (const std::uint64_t seed : {11U, 12U, 13U, 14U}) {
        const Mix& mix = Mix::of(seed);
        Random random = mix.random;
        Loaded loaded(mix.weights, *test::every_variant()[variant], threads, seed);
        std::vector<Sequence> sequences = mix.sequences;
        for (Sequence& s : sequences) {
            QCOMPARE(s.expected.size(), s.ids.size());
            s.pages = loaded.check.take(s.ids.size());
        }
        for (;;) {
            std::vector<Row> rows;
            std::vector<std::pair<Sequence*, std::size_t>> what; // of each row
            std::vector<std::size_t> order(sequence_count);
            for (std::size_t i = 0; i < sequence_count; ++i) {
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
                const bool all = std::all_of(sequences.begin(), sequences.end(),
                                             [](const auto& s) { return s.done == s.ids.size(); });
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
                const std::string different = loaded.check.differs(*logits, i, s->expected[position]);
                QVERIFY2(different.empty(),
                         qPrintable(QString("position %1: %2").arg(position).arg(different.c_str())));
            }
        }
    }
}

void TestRunner::decodingManyAtOnceGivesTheSameBytes() {
    constexpr std::size_t count = max_outputs;
    const RandomModel weights(test::small_shape(), {.seed = 21});
    const std::uint32_t vocab = weights.view().shape.vocab;
    Random random(22);
    std::vector<Ids> ids;
    std::vector<std::vector<Expected>> expected;
    for (std::size_t i = 0; i < count; ++i) {
        ids.push_back(some_ids(random, 60, vocab));
        expected.push_back(expected_of(weights, ids.back()));
    }
    std::vector<std::uint32_t> outputs(count);
    std::iota(outputs.begin(), outputs.end(), 0U);
    for (const Kernels* kernels : test::every_variant()) {
        Loaded loaded(weights, *kernels, 2);
        std::vector<std::vector<std::uint32_t>> pages;
        for (std::size_t i = 0; i < count; ++i)
            pages.push_back(loaded.check.take(60));
        for (std::uint32_t t = 0; t < 60; ++t) {
            std::vector<Row> rows;
            for (std::size_t i = 0; i < count; ++i)
                rows.push_back({ids[i][t], t, &pages[i]});
            QVERIFY(loaded.runner.forward(rows).ok());
            const auto logits = loaded.runner.project(outputs);
            QVERIFY(logits.ok());
            for (std::size_t i = 0; i < count; ++i)
                QCOMPARE(loaded.check.differs(*logits, i, expected[i][t]), std::string());
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
        const auto owned = loaded.check.take(first.size());
        auto pages = loaded.check.take(second.size() - 128);
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
            QCOMPARE(loaded.check.differs(*logits, 0, expected[128 + row]), std::string());
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
        QCOMPARE(loaded.check.chunks_differ(longer, before, {160}), std::string());
        for (std::size_t i = 0; i < Loaded::cache_pages; ++i)
            QCOMPARE(loaded.check.chunks_differ(shorter, expected, {7}), std::string());
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
            const auto pages = loaded.check.take(64), neighbours = loaded.check.take(64);
            std::vector<Row> rows{{broken, 0, &pages}};
            for (std::uint32_t i = 0; i < others; ++i)
                rows.push_back({whole, i, &neighbours});
            const auto failed = loaded.runner.forward(rows);
            QVERIFY(!failed);
            QCOMPARE(failed.error().code, core::Code::corrupt);
            loaded.check.give_back(pages);
            loaded.check.give_back(neighbours);
            QCOMPARE(loaded.check.chunks_differ({whole, 9, 10}, expected, {2}), std::string());
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
    QCOMPARE(loaded->bytes, CpuWeights::bytes_for(weights.view()));
}

QTEST_GUILESS_MAIN(TestRunner)
#include "tst_exact_runner.moc"
