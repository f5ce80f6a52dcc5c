// SPDX-License-Identifier: Apache-2.0
#include "engine_runs.h"
#include "exact/devices.h"
#include "faulty_device.h"
#include "proof/receipt.h"
#include "unit/compute/harness.h"

#include <QTest>

using namespace hearth;
using test::Collector;
using test::differs;
using test::FaultyDevice;
using test::Run;
using test::run;
using test::some_requests;
using test::Truth;
using test::unshared;
using Request = compute::SequenceRequest;

namespace {

struct Model {
    const char *name, *profile;
};
constexpr Model models[] = {{"llama-untied", "ci8.1"}, {"qwen3", "ci8.1"}, {"qwen3", "ci4.1"}};

std::unique_ptr<compute::Engine> open(const Model& model, std::shared_ptr<exact::Device> gpu,
                                      std::uint64_t gpu_bytes = 0) {
    compute::LoadOptions options;
    options.profile = model.profile;
    options.kv_budget_bytes = 4 << 20;
    options.gpu = std::move(gpu);
    options.gpu_memory_bytes = gpu_bytes;
    return test::open_engine(test::tiny_model(model.name), options);
}

core::Error refusal(std::shared_ptr<exact::Device> gpu, const char* profile = "ci8.1") {
    const auto source = model::open_source(test::tiny_model("qwen3"));
    compute::LoadOptions options;
    options.profile = profile;
    options.gpu = std::move(gpu);
    const auto engine = compute::Engine::load_source(**source, options, {});
    return engine ? core::Error{} : engine.error();
}

/// An answer that is computed piece by piece in several places.
struct Journey {
    Truth answer;
    std::vector<std::uint32_t> ids; ///< reported so far
    bool over = false;
    std::optional<core::Error> failure;
};

/// Goes on with every unfinished journey, until each has `more` tokens more, or to the end.
void travel(compute::Engine& engine, const std::vector<Request>& requests, std::vector<Journey>& journeys,
            std::size_t more) {
    Collector collector(engine);
    std::vector<std::size_t> travellers;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        if (journeys[i].over) continue;
        Request request = requests[i];
        request.known_ids = journeys[i].ids;
        travellers.push_back(i);
        if (!collector.submit(std::move(request))) qFatal("a request was refused");
    }
    collector.token_hook = [&](const compute::TokenOut& token) {
        if (collector[token.job].tokens.size() == more) engine.cancel(token.job);
    };
    while (engine.step()) {
    }
    for (std::size_t job = 0; job < travellers.size(); ++job) {
        Journey& journey = journeys[travellers[job]];
        test::Answer& part = collector[job];
        journey.failure = part.failure;
        for (const compute::TokenOut& token : part.tokens) {
            journey.ids.push_back(token.id);
            journey.answer.text += token.text;
        }
        const bool cancelled =
            part.end && part.end->stop_reason == static_cast<std::uint8_t>(proof::StopReason::cancelled);
        if (!part.end || cancelled) continue;
        journey.over = true;
        journey.answer.ids = part.end->output_ids;
        journey.answer.chain = part.end->chain_root.value_or(core::Hash{});
        journey.answer.reason = part.end->stop_reason;
        journey.answer.text += part.end->tail;
    }
}

Run arrived(std::vector<Journey>& journeys) {
    Run result;
    for (Journey& journey : journeys) {
        result.complete = result.complete && journey.over;
        result.answers.push_back(std::move(journey.answer));
    }
    return result;
}

} // namespace

/// Answers and their chains do not depend on the device, nor on how often they change it.
class TestGpuEngine : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_vulkan.reset(); }
    void everyMixIsTheSameOnAGpu_data() { every_model(); }
    void everyMixIsTheSameOnAGpu();
    void aModelInTwoPlacesIsTheSame_data() { every_model(); }
    void aModelInTwoPlacesIsTheSame();
    void answersMoveBetweenDevices_data() { every_model(); }
    void answersMoveBetweenDevices();
    void aLostDeviceCostsNoAnswer();
    void aDeviceThatComputesWronglyIsCaught();
    void aDeviceThatNeverWorkedIsRefused();
    void whatDoesNotFitIsRefusedWithBothNumbers();
    void otherProfilesStayOnTheProcessor();

private:
    static void every_model();

    std::shared_ptr<exact::Device> m_vulkan; ///< one for all: making its kernels takes longer than most tests
};

void TestGpuEngine::initTestCase() {
    auto device = exact::open_gpu({"vulkan", 0}, {});
    QVERIFY2(device.ok(), device ? "" : device.error().message.c_str());
    m_vulkan = std::move(*device);
}

void TestGpuEngine::every_model() {
    QTest::addColumn<int>("index");
    for (int i = 0; i < int(std::size(models)); ++i)
        QTest::newRow(qPrintable(QString("%1, %2").arg(models[i].name, models[i].profile))) << i;
}

void TestGpuEngine::everyMixIsTheSameOnAGpu() {
    QFETCH(const int, index);
    const auto here = open(models[index], nullptr), there = open(models[index], m_vulkan);
    QVERIFY(here && there);
    QCOMPARE(here->device(), std::string("cpu"));
    QCOMPARE(there->device(), std::string("vulkan:0"));
    QCOMPARE(there->longest_request(), here->longest_request());
    const auto requests = some_requests(here->config().vocab, 10, 200, 40);
    const Run alone = run(*here, unshared(requests, "alone"), 0);
    QVERIFY(alone.complete);
    for (const std::uint64_t seed : {1U, 2U})
        QCOMPARE(differs(run(*there, requests, seed), alone.answers), std::string());
    // A replay, too.
    for (std::size_t i = 0; i < 3; ++i) {
        const auto replayed = there->replay(requests[i].prompt_ids, alone.answers[i].ids, requests[i].params,
                                            requests[i].key, requests[i].chain_start);
        QVERIFY(replayed.ok());
        QCOMPARE(replayed->equal, replayed->compared);
        QCOMPARE(*replayed->chain_root, alone.answers[i].chain);
    }
}

void TestGpuEngine::aModelInTwoPlacesIsTheSame() {
    QFETCH(const int, index);
    const auto here = open(models[index], nullptr);
    QVERIFY(here);
    const auto requests = some_requests(here->config().vocab, 6, 130, 30);
    const Run alone = run(*here, unshared(requests, "alone"), 0);
    const auto source = model::open_source(test::tiny_model(models[index].name));
    const core::Bytes* const weights = test::exact_weights(test::tiny_model(models[index].name), models[index].profile);
    QVERIFY(weights != nullptr);
    // Room for one layer less each time.
    std::uint64_t bytes = std::uint64_t{64} << 20;
    for (std::uint32_t layers = here->config().layers; layers > 0; --layers) {
        compute::LoadOptions options;
        options.profile = models[index].profile;
        options.exact_weights = *weights;
        options.kv_budget_bytes = 4 << 20;
        options.gpu = m_vulkan;
        options.gpu_memory_bytes = bytes;
        auto split = compute::Engine::load_source(**source, options, {});
        QVERIFY2(split.ok(), split ? "" : split.error().message.c_str());
        const QString part = QString(" (%1 of %2 layers)").arg(layers).arg(here->config().layers);
        QCOMPARE(QString::fromStdString((*split)->device()),
                 "vulkan:0" + (layers == here->config().layers ? QString() : part));
        QCOMPARE(differs(run(**split, requests, 3), alone.answers), std::string());
        bytes = (*split)->device_bytes() - 1;
    }
}

void TestGpuEngine::answersMoveBetweenDevices() {
    QFETCH(const int, index);
    const auto here = open(models[index], nullptr), there = open(models[index], m_vulkan);
    const auto again = open(models[index], nullptr);
    QVERIFY(here && there && again);
    auto requests = some_requests(here->config().vocab, 8, 130, 90);
    requests[3].stop_strings = {"no such text"};
    requests[4].top_logprobs = 2;
    const Run alone = run(*here, unshared(requests, "alone"), 0);
    QVERIFY(alone.complete);
    for (const std::size_t piece : {1U, 5U, 33U}) {
        std::vector<Journey> journeys(requests.size());
        travel(*here, unshared(requests, "first"), journeys, piece);
        travel(*there, unshared(requests, "second"), journeys, piece);
        travel(*again, unshared(requests, "third"), journeys, SIZE_MAX);
        QCOMPARE(differs(arrived(journeys), alone.answers), std::string());
    }
}

void TestGpuEngine::aLostDeviceCostsNoAnswer() {
    const auto here = open(models[0], nullptr);
    const auto requests = some_requests(here->config().vocab, 6, 100, 60);
    const Run alone = run(*here, unshared(requests, "alone"), 0);
    const auto gpu = std::make_shared<FaultyDevice>(FaultyDevice::Faults{});
    const auto there = open(models[0], gpu);
    QVERIFY(there);
    gpu->faults.lost_from = gpu->steps + 25;
    std::vector<Journey> journeys(requests.size());
    travel(*there, requests, journeys, SIZE_MAX);
    std::size_t failed = 0, begun = 0;
    for (const Journey& journey : journeys) {
        if (!journey.failure) continue;
        ++failed;
        QCOMPARE(journey.failure->code, core::Code::unavailable);
        begun += !journey.ids.empty();
    }
    QVERIFY(failed > 0 && begun > 0);
    travel(*here, requests, journeys, SIZE_MAX);
    QCOMPARE(differs(arrived(journeys), alone.answers), std::string());
}

void TestGpuEngine::aDeviceThatComputesWronglyIsCaught() {
    const auto here = open(models[0], nullptr);
    const auto requests = some_requests(here->config().vocab, 4, 100, 60);
    const auto gpu = std::make_shared<FaultyDevice>(FaultyDevice::Faults{});
    const auto there = open(models[0], gpu);
    QVERIFY(there);
    gpu->faults.wrong_from = gpu->steps + 12;
    std::vector<Journey> journeys(requests.size());
    travel(*there, requests, journeys, 20);
    travel(*here, requests, journeys, SIZE_MAX);
    std::size_t caught = 0;
    for (const Journey& journey : journeys)
        if (journey.failure) {
            QCOMPARE(journey.failure->code, core::Code::corrupt);
            ++caught;
        }
    QVERIFY(caught > 0);
}

void TestGpuEngine::aDeviceThatNeverWorkedIsRefused() {
    const core::Error error = refusal(std::make_shared<FaultyDevice>(FaultyDevice::Faults{.wrong_from = 0}));
    QCOMPARE(error.code, core::Code::unsupported);
    QVERIFY2(error.message.find("a faulty card") != std::string::npos, error.message.c_str());
}

void TestGpuEngine::whatDoesNotFitIsRefusedWithBothNumbers() {
    const core::Error error = refusal(std::make_shared<FaultyDevice>(FaultyDevice::Faults{.memory_total = 293 << 20}));
    QCOMPARE(error.code, core::Code::out_of_memory);
    QVERIFY2(error.message.find("MiB on vulkan:9, and ") != std::string::npos, error.message.c_str());
}

void TestGpuEngine::otherProfilesStayOnTheProcessor() {
    const core::Error error = refusal(std::make_shared<FaultyDevice>(FaultyDevice::Faults{}), "bf16");
    QCOMPARE(error.code, core::Code::unsupported);
    QVERIFY2(error.message.find("does not run on vulkan:9") != std::string::npos, error.message.c_str());
}

QTEST_GUILESS_MAIN(TestGpuEngine)
#include "tst_exact_gpu_engine.moc"
