// SPDX-License-Identifier: Apache-2.0
#include "compute/decoder.h"
#include "compute/kv_pool.h"
#include "compute/torch/torch_decoder.h"
#include "forward.h"
#include "synthetic_model.h"

#include <QTest>

#include <algorithm>

using namespace hearth;
using compute::Decoder;
using compute::Precision;
using compute::Row;
using compute::TorchDecoder;
using test::add_shapes;
using test::chunked;
using test::difference;
using test::Ids;
using test::Logits;
using test::some_ids;

namespace {

using Pages = std::vector<std::uint32_t>;

constexpr std::uint32_t page_count = 40;

/// Of the largest logit, between TorchDecoder and Decoder: sums in another order, which send a stored key or value to
/// the other side of a bf16 rounding now and then.
constexpr double near = 0.004;
/// Between two ways of cutting the same work on TorchDecoder.
constexpr double same = 0.002;

Pages some_pages(std::size_t tokens, std::uint32_t first = 0) {
    Pages pages;
    for (std::uint32_t i = 0; i < compute::KvPool::pages_for(tokens); ++i)
        pages.push_back(first + i);
    return pages;
}

std::unique_ptr<TorchDecoder> open_torch(const model::Source& model, const model::Progress& progress = {}) {
    compute::ThreadTeam team(2);
    auto decoder = TorchDecoder::load(model, "cpu", page_count, team, progress);
    if (!decoder) qWarning("%s", decoder.error().message.c_str());
    return decoder ? std::move(*decoder) : nullptr;
}

/// The processor's own decoder with everything that it borrows.
struct Reference {
    explicit Reference(const test::SyntheticModel& model)
        : team(2), decoder(model.config(), std::move(compute::Weights::load(model, Precision::bf16, team, {})).value(),
                           std::move(exact::PageBuffer::allocate(
                                         page_count * compute::KvLayout(model.config(), Precision::bf16).page_bytes))
                               .value(),
                           team, compute::best_kernels()) {}

    compute::ThreadTeam team;
    Decoder decoder;
};

std::vector<Logits> chunked(inference::ModelRunner& runner, const Ids& ids, const std::vector<std::size_t>& chunks) {
    return test::chunked(runner, ids, chunks, some_pages(ids.size()));
}

} // namespace

/// The operators that a GPU runs, on the processor.
class TestTorch : public QObject {
    Q_OBJECT

private slots:
    void everyShapeStaysNearTheDecoder_data();
    void everyShapeStaysNearTheDecoder();
    void everyCutStaysTheSame();
    void sequencesTogetherAnswerAsEachAlone();
    void pagesMayLieAnywhere();
    void whatAPageHeldBeforeDoesNotMatter();
    void aPageThatHeldNoNumbersIsUsedAgain();
    void missingTensorsAreNamed();
    void loadingCanBeCancelled();
    void moreThanThereIsIsRefusedWithAReason();
};

void TestTorch::everyShapeStaysNearTheDecoder_data() {
    add_shapes();
}

void TestTorch::everyShapeStaysNearTheDecoder() {
    QFETCH(const model::ModelConfig, config);
    const test::SyntheticModel model(config);
    Reference reference(model);
    const auto torch = open_torch(model);
    QVERIFY(torch != nullptr);
    QCOMPARE(torch->page_bytes(), reference.decoder.page_bytes());
    QCOMPARE(torch->page_count(), page_count);
    const Ids ids = some_ids(150, config.vocab);
    const auto expected = chunked(reference.decoder, ids, {128});
    QVERIFY(difference(chunked(*torch, ids, {128}), expected) < near);
    QVERIFY(difference(chunked(*torch, ids, {1}), expected) < near);
}

void TestTorch::everyCutStaysTheSame() {
    model::ModelConfig config = test::small_config();
    config.sliding_window = 70;
    config.qkv_bias = config.qk_norm = true;
    const test::SyntheticModel model(config);
    const auto torch = open_torch(model);
    QVERIFY(torch != nullptr);
    const Ids ids = some_ids(300, config.vocab);
    const auto whole = chunked(*torch, ids, {160});
    for (const std::vector<std::size_t>& chunks : {std::vector<std::size_t>{1}, {64}, {65}, {2, 16, 3, 7, 33}})
        QVERIFY(difference(chunked(*torch, ids, chunks), whole) < same);
}

void TestTorch::sequencesTogetherAnswerAsEachAlone() {
    const test::SyntheticModel model(test::small_config());
    const auto torch = open_torch(model);
    QVERIFY(torch != nullptr);
    const std::uint32_t vocab = model.config().vocab;
    const std::array<std::size_t, 5> lengths{3, 64, 65, 130, 200}; // before the step
    const std::array<std::size_t, 5> steps{1, 1, 5, 1, 5};         // rows that each brings
    std::vector<Ids> ids;
    std::vector<Logits> alone;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        ids.push_back(some_ids(lengths[i] + steps[i], vocab, static_cast<std::uint32_t>(i)));
        const auto answers = chunked(*torch, ids[i], {160});
        QVERIFY(!answers.empty());
        alone.push_back(answers.back());
    }
    std::vector<Pages> pages;
    std::uint32_t first = 0;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        pages.push_back(some_pages(ids[i].size(), first));
        first += static_cast<std::uint32_t>(pages.back().size());
        QVERIFY(!chunked(*torch, Ids(ids[i].begin(), ids[i].begin() + static_cast<std::ptrdiff_t>(lengths[i])), {160},
                         pages[i])
                     .empty());
    }
    std::vector<Row> rows;
    std::vector<std::uint32_t> outputs;
    for (const std::size_t i : {3, 0, 4, 2, 1}) { // neither by length nor by number of rows
        for (std::size_t t = lengths[i]; t < ids[i].size(); ++t)
            rows.push_back({ids[i][t], static_cast<std::uint32_t>(t), &pages[i]});
        outputs.push_back(static_cast<std::uint32_t>(rows.size() - 1));
    }
    QVERIFY(torch->forward(rows).ok());
    const auto logits = torch->project(outputs);
    QVERIFY(logits.ok());
    std::size_t output = 0;
    for (const std::size_t i : {3, 0, 4, 2, 1}) {
        const auto own = logits->subspan(output++ * vocab, vocab);
        QVERIFY(difference<float>({Logits(own.begin(), own.end())}, {alone[i]}) < same);
    }
}

void TestTorch::pagesMayLieAnywhere() {
    const test::SyntheticModel model(test::small_config());
    const auto torch = open_torch(model);
    QVERIFY(torch != nullptr);
    const Ids ids = some_ids(250, model.config().vocab);
    QCOMPARE(chunked(*torch, ids, {100}, {31, 2, 39, 0}), chunked(*torch, ids, {100}, {0, 1, 2, 3}));
}

void TestTorch::whatAPageHeldBeforeDoesNotMatter() {
    const test::SyntheticModel model(test::small_config());
    const auto torch = open_torch(model);
    QVERIFY(torch != nullptr);
    const Ids shorter = some_ids(30, model.config().vocab, 3);
    const auto clean = chunked(*torch, shorter, {30});
    QVERIFY(!chunked(*torch, some_ids(500, model.config().vocab, 4), {100}).empty());
    QCOMPARE(chunked(*torch, shorter, {30}), clean);
}

void TestTorch::aPageThatHeldNoNumbersIsUsedAgain() {
    test::SyntheticModel model(test::small_config());
    const std::size_t hidden = model.config().hidden;
    const_cast<std::vector<float>&>(model.values("embed.weight"))[5 * hidden] = NAN;
    const auto torch = open_torch(model);
    QVERIFY(torch != nullptr);
    Ids clean = some_ids(20, 96, 3);
    std::replace(clean.begin(), clean.end(), 5U, 6U);
    const auto before = chunked(*torch, clean, {20});
    QVERIFY(!before.empty());
    const Pages pages{0};
    std::vector<Row> rows;
    for (std::uint32_t i = 0; i < 60; ++i)
        rows.push_back({5, i, &pages});
    QVERIFY(torch->forward(rows).ok());
    const auto broken = torch->project(std::array{59U});
    QVERIFY(!broken);
    QCOMPARE(broken.error().code, core::Code::corrupt);
    QCOMPARE(chunked(*torch, clean, {20}), before);
}

void TestTorch::missingTensorsAreNamed() {
    compute::ThreadTeam team(1);
    test::SyntheticModel model(test::small_config());
    model.remove("layers.1.up.weight");
    const auto missing = TorchDecoder::load(model, "cpu", 1, team, {});
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, core::Code::corrupt);
    QVERIFY(missing.error().message.find("layers.1.up.weight") != std::string::npos);
}

void TestTorch::loadingCanBeCancelled() {
    compute::ThreadTeam team(1);
    const test::SyntheticModel model(test::small_config());
    int calls = 0;
    std::uint64_t last = 0, total = 0;
    const auto progress = [&](const std::string&, std::uint64_t done, std::uint64_t all) {
        last = done, total = all;
        return ++calls != 3;
    };
    const auto loaded = TorchDecoder::load(model, "cpu", 1, team, progress);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, core::Code::cancelled);
    QCOMPARE(calls, 3);
    QVERIFY(TorchDecoder::load(model, "cpu", 1, team, progress).ok());
    QCOMPARE(last, total);
    QCOMPARE(total, TorchDecoder::weight_bytes(model.config()));
}

void TestTorch::moreThanThereIsIsRefusedWithAReason() {
    compute::ThreadTeam team(1);
    model::ModelConfig config = test::small_config();
    config.layers = 1000;
    const test::SyntheticModel model(config);
    const auto refused = TorchDecoder::load(model, "cpu", UINT32_MAX, team, {}); // beyond any address space
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, core::Code::out_of_memory);
}

QTEST_GUILESS_MAIN(TestTorch)
#include "tst_compute_torch.moc"
