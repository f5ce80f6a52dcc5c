// SPDX-License-Identifier: Apache-2.0
#include "audit/verdict.h"
#include "compute/loaded_model.h"
#include "compute/torch/torch_cuda.h"
#include "compute/torch/torch_error.h"
#include "harness.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <stdexcept>

using namespace hearth;
using test::Collector;
using test::Ids;

namespace {

constexpr std::uint64_t plenty = std::uint64_t{1} << 40;

compute::LoadOptions bf16_options(bool guesses = true) {
    compute::LoadOptions options;
    options.profile = "bf16";
    options.threads = 2;
    options.prompt_lookup = guesses;
    return options;
}

std::unique_ptr<compute::Engine> open_torch(const std::string& path) {
    const auto source = model::open_source(path);
    if (!source) return nullptr;
    auto loaded = compute::load_torch(**source, bf16_options(), {"cpu", plenty}, {});
    if (!loaded) {
        qWarning("%s", loaded.error().message.c_str());
        return nullptr;
    }
    return compute::Engine::of(std::move(*loaded), true);
}

/// A GPU that nothing runs on.
class SomeGpu final : public exact::Device {
public:
    explicit SomeGpu(const std::string& id) {
        m_info.id = id;
        m_info.name = "Some card";
        m_info.pci = "0000:01:00.0";
        m_info.memory_total = plenty;
    }
    const exact::DeviceInfo& info() const override { return m_info; }
    std::optional<std::uint64_t> memory_free() const override { return memory; }
    exact::Footprint footprint(const exact::ModelView&) const override { return {}; }
    core::Result<std::unique_ptr<exact::PartRunner>> load(const exact::ModelView&, std::uint32_t,
                                                          const exact::LoadProgress&) override {
        return core::fail(core::Code::internal, "Nobody should ask.");
    }
    core::Result<double> read_bandwidth() override { return 1.0; }

    std::optional<std::uint64_t> memory;

private:
    exact::DeviceInfo m_info;
};

} // namespace

/// Whole answers on libtorch's operators, and what is refused before one begins.
class TestTorchEngine : public QObject {
    Q_OBJECT

private slots:
    void aReplayOnTheProcessorAgrees_data() {
        QTest::addColumn<QString>("name");
        for (const QString& file : QDir(HEARTH_VECTORS_DIR "/model/goldens").entryList({"*.json"}, QDir::Files))
            if (!file.startsWith("SmolLM2")) QTest::newRow(qPrintable(file.chopped(5))) << file.chopped(5);
    }

    void aReplayOnTheProcessorAgrees() {
        QFETCH(const QString, name);
        const std::string path = test::tiny_model(name.toStdString());
        const auto engine = open_torch(path), processor = test::open_engine(path, bf16_options());
        QVERIFY(engine && processor);
        QCOMPARE(engine->isa(), std::string("libtorch"));
        QCOMPARE(engine->longest_request(), processor->longest_request());
        // Several at once, with one beginning that two share and different lengths, so that all kinds of batches come
        // up.
        const Ids beginning = test::some_ids(100, engine->config().vocab);
        std::vector<compute::SequenceRequest> requests{
            test::greedy(beginning, 60), test::drawn(beginning, 60, "a"),
            test::drawn(test::some_ids(7, engine->config().vocab, 9), 90, "b")};
        Collector answers(*engine);
        for (const auto& request : requests)
            QVERIFY(answers.submit(request).ok());
        answers.run();
        for (std::size_t i = 0; i < requests.size(); ++i) {
            QVERIFY2(answers[i].end, answers[i].failure ? answers[i].failure->message.c_str() : "no end");
            const auto outcome = processor->replay(requests[i].prompt_ids, answers[i].end->output_ids,
                                                   requests[i].params, requests[i].key, {});
            QVERIFY(outcome.ok());
            QCOMPARE(outcome->compared, requests[i].params.max_tokens);
            const auto verdict = audit::judge(
                {"bf16", outcome->compared, outcome->equal, outcome->first_difference, outcome->worst_deficit});
            QVERIFY2(verdict.outcome == audit::Outcome::passed, verdict.sentence.c_str());
        }
    }

    void tooLittleRoomIsRefusedWithBothNumbers() {
        const auto source = model::open_source(test::tiny_model("llama-bias"));
        QVERIFY(source.ok());
        int calls = 0;
        const auto refused = compute::load_torch(**source, bf16_options(), {"cpu", std::uint64_t{100} << 20},
                                                 [&](const auto&...) { return ++calls > 0; });
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, core::Code::out_of_memory);
        const std::string& message = refused.error().message;
        QVERIFY2(message.find("only 100.0 MiB are available (cpu)") != std::string::npos, message.c_str());
        QVERIFY2(message.find("weights") != std::string::npos && message.find("cache") != std::string::npos,
                 message.c_str());
        QCOMPARE(calls, 0);
    }

    void roomIsWhatIsFreeLessTheReserveAndNoMoreThanAllowed() {
        constexpr std::uint64_t gib = std::uint64_t{1} << 30;
        SomeGpu gpu("cuda:0");
        compute::LoadOptions options;
        gpu.memory = 8 * gib;
        QCOMPARE(compute::gpu_room(gpu, options).value(), 8 * gib - gib / 4);
        options.gpu_reserve_bytes = 2 * gib;
        QCOMPARE(compute::gpu_room(gpu, options).value(), 6 * gib);
        options.gpu_memory_bytes = gib;
        QCOMPARE(compute::gpu_room(gpu, options).value(), gib);
        options.gpu_least_bytes = gib + 1;
        QCOMPARE(compute::gpu_room(gpu, options).error().code, core::Code::out_of_memory);
        options.gpu_least_bytes = 0;
        gpu.memory = gib;
        QCOMPARE(compute::gpu_room(gpu, options).value(), std::uint64_t{0});
    }

    void onlyBf16OnNvidiaIsTried_data() {
        QTest::addColumn<QString>("device");
        QTest::addColumn<QString>("profile");
        QTest::newRow("fp32 on NVIDIA") << "cuda:0"
                                        << "fp32";
        QTest::newRow("bf16 on Vulkan") << "vulkan:0"
                                        << "bf16";
        QTest::newRow("fp32 on Vulkan") << "vulkan:1"
                                        << "fp32";
    }

    void onlyBf16OnNvidiaIsTried() {
        QFETCH(const QString, device);
        QFETCH(const QString, profile);
        const auto source = model::open_source(test::tiny_model("llama-bias"));
        QVERIFY(source.ok());
        compute::LoadOptions options = bf16_options();
        options.profile = profile.toStdString();
        options.gpu = std::make_shared<SomeGpu>(device.toStdString());
        const auto refused = compute::Engine::load_source(**source, options, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, core::Code::unsupported);
        QVERIFY(refused.error().message.find(device.toStdString()) != std::string::npos &&
                !refused.error().hint.empty());
    }

    void withoutTheCudaHalfABf16ModelIsRefused() {
        if (compute::torch_cuda::present()) QSKIP("libtorch's CUDA half is installed here.");
        const auto source = model::open_source(test::tiny_model("llama-bias"));
        QVERIFY(source.ok());
        compute::LoadOptions options = bf16_options();
        options.gpu = std::make_shared<SomeGpu>("cuda:0");
        const auto refused = compute::Engine::load_source(**source, options, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, core::Code::unavailable);
        QVERIFY(refused.error().hint.find("installers/bootstrap torch-cuda") != std::string::npos);
    }

    void whatLibtorchThrowsBecomesAnError() {
        const auto error_of = [](const auto& thrown, const std::string& device) {
            try {
                throw thrown;
            } catch (...) {
                return compute::torch_error(device);
            }
        };
        using core::Code;
        const std::runtime_error lost("CUDA error: unspecified launch failure\nException raised from somewhere");
        QCOMPARE(error_of(lost, "cuda:0").code, Code::unavailable);
        QCOMPARE(error_of(lost, "cuda:0").message,
                 std::string("The GPU cuda:0 failed; libtorch said: \"CUDA error: unspecified launch failure\"."));
        QCOMPARE(error_of(lost, "cpu").code, Code::internal);
        const std::runtime_error full("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`");
        QCOMPARE(error_of(full, "cuda:0").code, Code::out_of_memory);
        QCOMPARE(error_of(std::bad_alloc(), "cuda:0").code, Code::out_of_memory);
    }

    void withoutTheCudaHalfItSaysSo() {
        exact::DeviceInfo gpu;
        gpu.id = "cuda:0";
        const auto number = compute::torch_cuda::open(gpu);
        if (number) QSKIP("There is a GPU here.");
        QCOMPARE(number.error().code, core::Code::unavailable);
        QVERIFY(!number.error().hint.empty());
        const bool named = number.error().message.find("is not installed") != std::string::npos;
        QCOMPARE(named, !compute::torch_cuda::present());
        qInfo("%s", number.error().message.c_str());
    }

    void aCudaHalfOfAnotherReleaseIsFound() {
        QTemporaryDir site;
        const std::filesystem::path root = site.path().toStdString(), lib = root / "torch" / "lib";
        std::filesystem::create_directories(lib);
        std::ofstream(lib / "libtorch_cuda.so") << "twelve bytes";
        QVERIFY(compute::torch_cuda::check_release(lib).ok()); // nobody says what it should be
        const auto record = root / "torch-2.13.0.dist-info";
        std::filesystem::create_directories(record);
        std::ofstream(record / "RECORD") << "torch/lib/libc10.so,sha256=a,7\ntorch/lib/libtorch_cuda.so,sha256=b,12\n";
        QVERIFY(compute::torch_cuda::check_release(lib).ok());
        std::ofstream(lib / "libtorch_cuda.so") << "more than twelve bytes";
        const auto other = compute::torch_cuda::check_release(lib);
        QVERIFY(!other);
        QCOMPARE(other.error().code, core::Code::conflict);
        QVERIFY(other.error().message.find("torch-2.13.0") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestTorchEngine)
#include "tst_compute_torch_engine.moc"
