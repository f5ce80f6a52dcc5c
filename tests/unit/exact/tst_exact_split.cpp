// SPDX-License-Identifier: Apache-2.0
#include "exact/cpu/device.h"
#include "exact/split_runner.h"
#include "reference_run.h"

#include <QTest>

using namespace hearth;
using namespace hearth::exact;
using test::expected_of, test::Ids, test::Random, test::RandomModel, test::RunnerCheck, test::some_ids;

/// A model whose layers are cut into parts gives the bytes of the whole.
class TestSplit : public QObject {
    Q_OBJECT

private slots:
    void everyCutGivesTheSameBytes();
    void partsAddUp();
};

void TestSplit::everyCutGivesTheSameBytes() {
    for (Shape shape : {test::small_shape(), test::small_grouped_shape()})
        for (const bool tied : {false, true}) {
            shape.layers = 4;
            const RandomModel weights(shape, {.qkv_bias = true, .tied = tied, .seed = 3});
            Random random(4);
            const Ids ids = some_ids(random, 150, shape.vocab);
            const auto expected = expected_of(weights, ids);
            ThreadTeam team(2);
            CpuDevice device(team, best_kernels());
            for (const auto& cuts : std::vector<std::vector<std::uint32_t>>{{4}, {1, 4}, {3, 4}, {1, 2, 3, 4}}) {
                std::vector<std::unique_ptr<PartRunner>> parts;
                std::uint32_t first = 0;
                for (const std::uint32_t last : cuts) {
                    auto part = device.load(weights.view().part(first, last), 8, {});
                    QVERIFY(part.ok());
                    parts.push_back(std::move(*part));
                    first = last;
                }
                SplitRunner runner(std::move(parts), shape.hidden);
                RunnerCheck check(runner, shape.vocab);
                for (const std::size_t chunk : {1U, 7U, 150U})
                    QCOMPARE(check.chunks_differ(ids, expected, {chunk}), std::string());
            }
        }
}

void TestSplit::partsAddUp() {
    Shape shape = test::small_shape();
    shape.layers = 3;
    const RandomModel weights(shape, {});
    ThreadTeam team(1);
    CpuDevice device(team, best_kernels());
    const auto whole = device.footprint(weights.view());
    std::uint64_t sum = 0, page = 0;
    for (std::uint32_t i = 0; i < 3; ++i) {
        const auto part = device.footprint(weights.view().part(i, i + 1));
        sum += part.weights;
        page += part.page;
    }
    QCOMPARE(sum, whole.weights);
    QCOMPARE(page, whole.page);
}

QTEST_GUILESS_MAIN(TestSplit)
#include "tst_exact_split.moc"
