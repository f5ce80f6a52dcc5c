// SPDX-License-Identifier: Apache-2.0
#include "compute/decoder.h"
#include "compute/kv_pool.h"
#include "forward.h"
#include "synthetic_model.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace hearth;
using compute::Decoder;
using compute::Precision;
using compute::Row;
using test::add_shapes;
using test::difference;
using test::Ids;
using test::Logits;
using test::some_ids;

namespace {

/// A decoder with everything that it borrows.
struct Loaded {
    Loaded(const test::SyntheticModel& model, Precision precision, unsigned threads, const compute::Kernels& kernels)
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

std::vector<Logits> chunked(Loaded& loaded, const Ids& ids, const std::vector<std::size_t>& chunks) {
    auto pages = loaded.pool.take(compute::KvPool::pages_for(ids.size()));
    auto logits = test::chunked(loaded.decoder, ids, chunks, pages);
    loaded.pool.give_back(std::move(pages));
    return logits;
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
    add_shapes();
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
        QVERIFY(difference<double>({mine}, {second_expected[t]}) < 2e-5);
        if (rows.size() > 1) QVERIFY(difference<double>({other}, {first_expected[first_done - 1]}) < 2e-5);
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
