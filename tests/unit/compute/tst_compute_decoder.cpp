// SPDX-License-Identifier: Apache-2.0
#include "compute/decoder.h"
#include "compute/kv_pool.h"
#include "synthetic_model.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace hearth;
using compute::Decoder;
using compute::Precision;
using compute::Row;

namespace {

using Ids = std::vector<std::uint32_t>;

Ids some_ids(std::size_t count, std::uint32_t vocab, std::uint32_t seed = 7) {
    Ids ids;
    for (std::size_t i = 0; i < count; ++i)
        ids.push_back((seed = seed * 1103515245U + 12345U) / 65536U % vocab);
    return ids;
}

/// A decoder with everything that it borrows.
struct Loaded {
    Loaded(const test::SyntheticModel& model, Precision precision, unsigned threads,
           const compute::Kernels& kernels)
        : config(model.config()), team(threads),
          decoder(config, std::move(compute::Weights::load(model, precision, team, {})).value(),
                  cache(config, precision), team, kernels),
          pool(decoder.page_count()) {}

    static exact::PageBuffer cache(const model::ModelConfig& config, Precision precision) {
        return std::move(exact::PageBuffer::allocate(40 * compute::KvLayout(config, precision).page_bytes)).value();
    }

    model::ModelConfig config;
    compute::ThreadTeam team;
    Decoder decoder;
    compute::KvPool pool;
};

/// Logits after every id, computed in chunks of the given sizes (the last one repeats).
std::vector<std::vector<float>> chunked(Loaded& loaded, const Ids& ids,
                                        const std::vector<std::size_t>& chunks) {
    auto pages = loaded.pool.take(compute::KvPool::pages_for(ids.size()));
    std::vector<std::vector<float>> result;
    std::size_t next = 0;
    for (std::size_t first = 0; first < ids.size();) {
        const std::size_t count = std::min(chunks[std::min(next++, chunks.size() - 1)], ids.size() - first);
        std::vector<Row> rows;
        for (std::size_t i = first; i < first + count; ++i)
            rows.push_back({ids[i], static_cast<std::uint32_t>(i), &pages});
        if (!loaded.decoder.forward(rows)) return {};
        for (std::uint32_t row = 0; row < count; ++row) {
            const auto logits = loaded.decoder.project(std::array{row});
            if (!logits) return {};
            result.emplace_back(logits->begin(), logits->end());
        }
        first += count;
    }
    loaded.pool.give_back(std::move(pages));
    return result;
}

/// Largest difference over all positions, relative to the largest logit.
double difference(const std::vector<std::vector<float>>& ours,
                  const std::vector<std::vector<double>>& theirs) {
    if (ours.size() != theirs.size()) return INFINITY;
    double worst = 0.0, largest = 0.0;
    for (std::size_t i = 0; i < ours.size(); ++i)
        for (std::size_t v = 0; v < ours[i].size(); ++v) {
            worst = std::max(worst, std::abs(static_cast<double>(ours[i][v]) - theirs[i][v]));
            largest = std::max(largest, std::abs(theirs[i][v]));
        }
    return worst / largest;
}

} // namespace

class TestDecoder : public QObject {
    Q_OBJECT

private slots:
    void everyShapeAgreesWithTheDefinition_data();
    void everyShapeAgreesWithTheDefinition();
    void everyInstructionSetAgrees();
    void chunksAndThreadsChangeNothingThatMatters();
    void everyCutGivesTheSameBits();
    void oneDnnAgreesOnLargeBatches();
    void sequencesInOneBatchDoNotSeeEachOther();
    void bf16StaysNear();
    void reusedPagesHoldNoOldAnswers();
    void missingAndMisshapenTensorsAreNamed();
    void loadingCanBeCancelled();
    void brokenWeightsAreReported();
};

void TestDecoder::everyShapeAgreesWithTheDefinition_data() {
    QTest::addColumn<model::ModelConfig>("config");
    const auto row = [](const char* name, auto change) {
        model::ModelConfig config = test::small_config();
        change(config);
        QTest::newRow(name) << config;
    };
    using model::ModelConfig;
    row("grouped heads", [](ModelConfig&) {});
    row("one key head per head", [](ModelConfig& c) { c.kv_heads = c.heads; });
    row("one key head", [](ModelConfig& c) { c.kv_heads = 1; });
    row("tied embeddings", [](ModelConfig& c) { c.tied_embeddings = true; });
    row("biases on q, k, v", [](ModelConfig& c) { c.qkv_bias = true; });
    row("biases everywhere", [](ModelConfig& c) { c.qkv_bias = c.o_bias = c.mlp_bias = true; });
    row("norms on q and k", [](ModelConfig& c) { c.qk_norm = true; });
    row("sliding window", [](ModelConfig& c) { c.sliding_window = 70; });
    row("tiny window", [](ModelConfig& c) { c.sliding_window = 1; });
    row("odd sizes", [](ModelConfig& c) { c.hidden = 37, c.ffn = 51, c.head_dim = 10, c.vocab = 61; });
    row("large heads", [](ModelConfig& c) { c.head_dim = 128, c.heads = 2, c.kv_heads = 1; });
    row("linear rope",
        [](ModelConfig& c) { c.rope.scaling = model::RopeScaling::linear, c.rope.factor = 4.0; });
    row("llama3 rope", [](ModelConfig& c) {
        c.rope = {.theta = 500000.0,
                  .scaling = model::RopeScaling::llama3,
                  .factor = 8.0,
                  .original_context = 64,
                  .freq_factors = {}};
    });
    row("yarn rope", [](ModelConfig& c) {
        c.rope = {.scaling = model::RopeScaling::yarn,
                  .factor = 4.0,
                  .attention_factor = 1.14,
                  .original_context = 64,
                  .freq_factors = {}};
    });
    row("rope divisors", [](ModelConfig& c) { c.rope.freq_factors.assign(8, 3.0F); });
}

void TestDecoder::everyShapeAgreesWithTheDefinition() {
    QFETCH(const model::ModelConfig, config);
    const test::SyntheticModel model(config);
    Loaded loaded(model, Precision::fp32, 2, compute::best_kernels());
    const Ids ids = some_ids(150, config.vocab);
    const auto expected = test::reference_logits(model, ids);
    QVERIFY(difference(chunked(loaded, ids, {128}), expected) < 2e-5);
    QVERIFY(difference(chunked(loaded, ids, {1}), expected) < 2e-5);
}

void TestDecoder::everyInstructionSetAgrees() {
    model::ModelConfig config = test::small_config();
    config.hidden = 37;
    const test::SyntheticModel model(config);
    const Ids ids = some_ids(100, config.vocab);
    const auto expected = test::reference_logits(model, ids);
    QVERIFY(!compute::available_kernels().empty());
    for (const auto name : compute::available_kernels()) {
        Loaded exact(model, Precision::fp32, 1, *compute::kernels_by_name(name));
        QVERIFY2(difference(chunked(exact, ids, {5, 1, 90}), expected) < 2e-5, name.data());
        Loaded narrow(model, Precision::bf16, 1, *compute::kernels_by_name(name));
        QVERIFY2(difference(chunked(narrow, ids, {5, 1, 90}), expected) < 0.05, name.data());
    }
}

void TestDecoder::chunksAndThreadsChangeNothingThatMatters() {
    const test::SyntheticModel model(test::small_config());
    const Ids ids = some_ids(300, model.config().vocab);
    const auto expected = test::reference_logits(model, ids);
    for (const unsigned threads : {1U, 2U, 3U}) {
        Loaded loaded(model, Precision::fp32, threads, compute::best_kernels());
        for (const std::size_t chunk : {2U, 17U, 64U, 65U, 128U})
            QVERIFY(difference(chunked(loaded, ids, {chunk}), expected) < 2e-5);
    }
}

// What makes a replay by prefill repeat every bit of an answer that was decoded token by token.
void TestDecoder::everyCutGivesTheSameBits() {
    model::ModelConfig odd = test::small_config();
    odd.hidden = 37, odd.ffn = 51, odd.head_dim = 10;
    odd.sliding_window = 70;
    odd.qkv_bias = odd.qk_norm = true;
    for (const model::ModelConfig& config : {test::small_config(), odd}) {
        const test::SyntheticModel model(config);
        const Ids ids = some_ids(200, config.vocab);
        for (const auto name : compute::available_kernels())
            for (const Precision precision : {Precision::fp32, Precision::bf16}) {
                const compute::Kernels& kernels = *compute::kernels_by_name(name);
                Loaded one(model, precision, 1, kernels), three(model, precision, 3, kernels);
                const auto alone = chunked(one, ids, {1});
                QVERIFY(alone.size() == ids.size());
                QVERIFY2(chunked(one, ids, {128}) == alone, name.data());
                QVERIFY2(chunked(one, ids, {2, 16, 3, 7, 33}) == alone, name.data());
                QVERIFY2(chunked(three, ids, {160, 1, 5}) == alone, name.data());
            }
    }
}

void TestDecoder::oneDnnAgreesOnLargeBatches() {
    model::ModelConfig config = test::small_config();
    config.qkv_bias = true;
    const test::SyntheticModel model(config);
    const Ids ids = some_ids(150, config.vocab);
    const auto expected = test::reference_logits(model, ids);
    Loaded wide(model, Precision::fp32, 2, compute::best_kernels());
    const auto refused = wide.decoder.use_onednn();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, core::Code::unsupported);
    Loaded narrow(model, Precision::bf16, 2, compute::best_kernels());
    const auto own = chunked(narrow, ids, {128});
    if (!narrow.decoder.use_onednn()) QSKIP("oneDNN has no bf16 products on this processor");
    const auto theirs = chunked(narrow, ids, {128});
    QVERIFY(difference(theirs, expected) < 0.03);
    QVERIFY(theirs.front() != own.front()); // else it was not asked
    QVERIFY(theirs.back() != own.back());   // nor here, where a small batch reads what the large one stored
}

void TestDecoder::sequencesInOneBatchDoNotSeeEachOther() {
    const test::SyntheticModel model(test::small_config());
    Loaded loaded(model, Precision::fp32, 2, compute::best_kernels());
    const Ids first = some_ids(70, model.config().vocab, 1), second = some_ids(90, model.config().vocab, 2);
    const auto first_expected = test::reference_logits(model, first),
               second_expected = test::reference_logits(model, second);
    auto first_pages = loaded.pool.take(2), second_pages = loaded.pool.take(2);
    // The first reads 66 tokens while the second decodes its own one after the other.
    std::size_t first_done = 0;
    for (std::uint32_t t = 0; t < 60; ++t) {
        std::vector<Row> rows{{second[t], t, &second_pages}};
        for (std::size_t i = 0; i < t % 3 && first_done < first.size(); ++i, ++first_done)
            rows.push_back({first[first_done], static_cast<std::uint32_t>(first_done), &first_pages});
        QVERIFY(loaded.decoder.forward(rows).ok());
        const std::array outputs{0U, static_cast<std::uint32_t>(rows.size() - 1)};
        const auto logits = loaded.decoder.project(outputs);
        QVERIFY(logits.ok());
        const std::size_t vocab = model.config().vocab;
        const std::vector<float> mine(logits->begin(), logits->begin() + static_cast<std::ptrdiff_t>(vocab));
        const std::vector<float> other(logits->begin() + static_cast<std::ptrdiff_t>(vocab), logits->end());
        QVERIFY(difference({mine}, {second_expected[t]}) < 2e-5);
        if (rows.size() > 1) QVERIFY(difference({other}, {first_expected[first_done - 1]}) < 2e-5);
    }
    QVERIFY(first_done > 50);
}

void TestDecoder::bf16StaysNear() {
    model::ModelConfig config = test::small_config();
    config.qkv_bias = true;
    const test::SyntheticModel model(config);
    Loaded loaded(model, Precision::bf16, 2, compute::best_kernels());
    const Ids ids = some_ids(200, config.vocab);
    const auto expected = test::reference_logits(model, ids);
    const auto together = chunked(loaded, ids, {128}), single = chunked(loaded, ids, {1});
    QVERIFY(difference(together, expected) < 0.03);
    QVERIFY(difference(single, expected) < 0.03);
    QVERIFY(difference(single, expected) > 1e-4); // else it is not bf16 at all
}

void TestDecoder::reusedPagesHoldNoOldAnswers() {
    const test::SyntheticModel model(test::small_config());
    Loaded loaded(model, Precision::fp32, 1, compute::best_kernels());
    const Ids shorter = some_ids(30, model.config().vocab, 3);
    const auto clean = chunked(loaded, shorter, {30});
    chunked(loaded, some_ids(500, model.config().vocab, 4), {100});
    QCOMPARE(chunked(loaded, shorter, {30}), clean);
}

void TestDecoder::missingAndMisshapenTensorsAreNamed() {
    compute::ThreadTeam team(1);
    test::SyntheticModel model(test::small_config());
    model.remove("layers.1.up.weight");
    const auto missing = compute::Weights::load(model, Precision::fp32, team, {});
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, core::Code::corrupt);
    QVERIFY(missing.error().message.find("layers.1.up.weight") != std::string::npos);
}

void TestDecoder::loadingCanBeCancelled() {
    compute::ThreadTeam team(1);
    const test::SyntheticModel model(test::small_config());
    int calls = 0;
    const auto loaded =
        compute::Weights::load(model, Precision::fp32, team, [&](const auto&...) { return ++calls < 3; });
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, core::Code::cancelled);
    QCOMPARE(calls, 3);
}

void TestDecoder::brokenWeightsAreReported() {
    test::SyntheticModel model(test::small_config());
    const_cast<std::vector<float>&>(model.values("layers.0.down.weight"))[5] = NAN;
    Loaded loaded(model, Precision::fp32, 1, compute::best_kernels());
    auto pages = loaded.pool.take(1);
    const std::vector<Row> rows{{1, 0, &pages}};
    QVERIFY(loaded.decoder.forward(rows).ok());
    const auto logits = loaded.decoder.project(std::array{0U});
    QVERIFY(!logits);
    QCOMPARE(logits.error().code, core::Code::corrupt);
}

QTEST_GUILESS_MAIN(TestDecoder)
#include "tst_compute_decoder.moc"
