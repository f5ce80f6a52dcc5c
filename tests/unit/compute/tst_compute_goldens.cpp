// SPDX-License-Identifier: Apache-2.0
#include "full_run.h"
#include "harness.h"

#include <QDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace hearth;
using test::Collector;
using test::Ids;

/// Greedy continuations and logits against Hugging Face Transformers in fp32.
class TestGoldens : public QObject {
    Q_OBJECT

private slots:
    void idsAndLogitsEqualTransformers_data();
    void idsAndLogitsEqualTransformers();
    void bf16StaysOnTheGoldenPath_data();
    void bf16StaysOnTheGoldenPath();
};

namespace {

void every_model() {
    QTest::addColumn<QString>("name");
    const QDir folder(HEARTH_VECTORS_DIR "/model/goldens");
    for (const QString& file : folder.entryList({"*.json"}, QDir::Files))
        QTest::newRow(qPrintable(file.chopped(5))) << file.chopped(5);
}

std::string path_of(const QString& name) {
    return name.startsWith("SmolLM2") ? test::smollm2() : test::tiny_model(name.toStdString());
}

/// Largest distance of the golden's logits to ours along its own continuation, at every `stride`-th step, relative to
/// the largest.
double logit_distance(compute::Engine& engine, const test::Golden& golden, std::size_t steps, std::size_t stride = 1) {
    Ids ids = golden.prompt;
    double worst = 0.0;
    for (std::size_t step = 0; step < std::min(steps, golden.top.size()); ++step) {
        if (step % stride == 0) {
            const auto logits = engine.logits(ids);
            if (!logits) return INFINITY;
            for (const auto& [id, value] : golden.top[step])
                worst = std::max(worst, std::abs(static_cast<double>((*logits)[id]) - value) /
                                            std::max(1.0, std::abs(golden.top[step].front().second)));
        }
        ids.push_back(golden.greedy[step]);
    }
    return worst;
}

} // namespace

void TestGoldens::idsAndLogitsEqualTransformers_data() {
    every_model();
}

void TestGoldens::idsAndLogitsEqualTransformers() {
    QFETCH(const QString, name);
    const auto goldens = test::read_goldens(name.toStdString());
    QVERIFY(goldens.size() >= 3);
    const auto engine = test::open_engine(path_of(name), "fp32");
    QVERIFY(engine != nullptr);
    const bool large = engine->config().layers > 8;
    for (const auto& golden : goldens) {
        QVERIFY(golden.greedy.size() >= 64);
        if (large && &golden != &goldens.front() && !test::full_run()) continue;
        Collector alone(*engine);
        QVERIFY(alone.submit(test::greedy(golden.prompt, static_cast<std::uint32_t>(golden.greedy.size()))).ok());
        alone.run();
        QVERIFY(alone[0].end);
        QCOMPARE(alone[0].end->output_ids, golden.greedy);
    }
    Collector together(*engine);
    for (const auto& golden : goldens)
        QVERIFY(together.submit(test::greedy(golden.prompt, static_cast<std::uint32_t>(golden.greedy.size()))).ok());
    together.run();
    for (std::size_t i = 0; i < goldens.size(); ++i) {
        QVERIFY(together[i].end);
        QCOMPARE(together[i].end->output_ids, goldens[i].greedy);
    }
    // Each step reads everything before it once more.
    const std::size_t stride = large ? test::sampled(13U, 1U) : 1;
    for (std::size_t i = 0; i < 2; ++i) {
        const double distance = logit_distance(*engine, goldens[i], 64, stride);
        QVERIFY2(distance < 1e-4, qPrintable(QString::number(distance)));
    }
}

void TestGoldens::bf16StaysOnTheGoldenPath_data() {
    every_model();
}

// Rounded weights may choose differently somewhere, but the logits along the golden path stay close.
void TestGoldens::bf16StaysOnTheGoldenPath() {
    QFETCH(const QString, name);
    const auto goldens = test::read_goldens(name.toStdString());
    const auto engine = test::open_engine(path_of(name), "bf16");
    QVERIFY(engine != nullptr && !goldens.empty());
    const double distance = logit_distance(*engine, goldens.front(), 32);
    QVERIFY2(distance < 0.1, qPrintable(QString::number(distance)));
    Collector collector(*engine);
    QVERIFY(collector.submit(test::greedy(goldens.front().prompt, 8)).ok());
    collector.run();
    QVERIFY(collector[0].end && collector[0].end->output_ids.size() == 8);
}

QTEST_GUILESS_MAIN(TestGoldens)
#include "tst_compute_goldens.moc"
