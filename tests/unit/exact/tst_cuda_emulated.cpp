// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/cuda/device.h"
#include "exact/gpu/cuda/kernels/tensor.cuh"
#include "exact/gpu/cuda/weights.h"
#include "exact/profile/reference.h"
#include "gpu_checks.h"

#include <bit>

using namespace hearth;
using namespace hearth::exact;
using test::Random, test::RandomModel;

/// The CUDA plug-in, host code and kernels, with an emulated runtime: what needs no GPU to be proven.
class TestCudaEmulated : public test::GpuChecks {
    Q_OBJECT

protected:
    core::Result<DeviceList> list() override { return cuda::Context::list(); }
    core::Result<std::unique_ptr<Device>> open(std::uint32_t index, const DeviceOptions& options) override {
        return cuda::CudaDevice::open(index, options);
    }
    std::vector<std::string> variants() const override { return {"plain", "dp4a", "imma"}; }

private slots:
    void cleanup();
    void oldTensorCoresGiveTheSameTiles();
    void whatTheDeviceSaysIsPassedOn();
    void driversThatDoNotAnswerAreNamed_data();
    void driversThatDoNotAnswerAreNamed();
    void silentDevicesHideNoOther();
    void lastingRefusalsAreNoLoss();
    void aLostDeviceIsReported_data();
    void aLostDeviceIsReported();
    void fullMemoryIsReported();
    void weightsTakeWhatWasSaid();
};

void TestCudaEmulated::cleanup() {
    emulated::broken_stream = emulated::broken_memory = emulated::broken_driver = cudaSuccess;
    emulated::silent_devices = 0;
}

// A product of 16 × 32 by 32 × 8, from fragments as the manual places them, against plain sums.
void TestCudaEmulated::oldTensorCoresGiveTheSameTiles() {
    Random random(31);
    std::int8_t a[16][32], b[32][8];
    for (int round = 0; round < 20; ++round) {
        for (auto& row : a)
            random.fill(row);
        for (auto& row : b)
            random.fill(row);
        std::int32_t large[16][8], small[16][8];
        emulated::run_grid(1, 32, [&] {
            const unsigned g = threadIdx.x / 4, four = threadIdx.x % 4;
            const auto left = [&](unsigned row, unsigned k) {
                std::uint32_t word;
                std::memcpy(&word, &a[row][k], sizeof word);
                return word;
            };
            const auto right = [&](unsigned k) {
                std::uint32_t word = 0;
                for (unsigned i = 0; i < 4; ++i)
                    word |= std::uint32_t{static_cast<std::uint8_t>(b[k + i][g])} << (8 * i);
                return word;
            };
            const std::uint32_t x[4] = {left(g, 4 * four), left(g + 8, 4 * four), left(g, 16 + 4 * four),
                                        left(g + 8, 16 + 4 * four)};
            const std::uint32_t b0 = right(4 * four), b1 = right(16 + 4 * four);
            std::int32_t first[4] = {}, second[4] = {};
            cuda::multiply_tile(first, x, b0, b1);
            cuda::quartered_product(second, x, b0, b1);
            for (unsigned c = 0; c < 4; ++c) {
                large[g + c / 2 * 8][2 * four + c % 2] = first[c];
                small[g + c / 2 * 8][2 * four + c % 2] = second[c];
            }
        });
        for (int m = 0; m < 16; ++m)
            for (int n = 0; n < 8; ++n) {
                std::int32_t sum = 0;
                for (int k = 0; k < 32; ++k)
                    sum += a[m][k] * b[k][n];
                QCOMPARE(large[m][n], sum);
                QCOMPARE(small[m][n], sum);
            }
    }
}

void TestCudaEmulated::whatTheDeviceSaysIsPassedOn() {
    const auto devices = cuda::Context::list();
    QVERIFY(devices.ok());
    QCOMPARE(devices->devices.size(), 1U); // the other one is too old
    QCOMPARE(devices->rejected.size(), 1U);
    QCOMPARE(devices->rejected.front().name, std::string("Emulated"));
    QVERIFY(devices->rejected.front().cause.find("6.0") != std::string::npos);
    const DeviceInfo& info = devices->devices.front();
    QCOMPARE(info.id, std::string("cuda:0"));
    QCOMPARE(info.pci, std::string("0000:17:00.0"));
    QCOMPARE(info.kernels, std::string("imma"));
    QVERIFY(info.driver.find("CUDA 13.0") != std::string::npos);
    QVERIFY(!info.integrated && !info.software);
    const auto device = opened({.kernels = "dp4a"});
    QCOMPARE(device->info().kernels, std::string("dp4a"));
    QCOMPARE(*device->memory_free(), info.memory_total);
    const RandomModel weights(test::small_shape(), {});
    const auto runner = device->load(weights.view(), 4, {});
    QVERIFY(runner.ok());
    const std::uint64_t taken = info.memory_total - *device->memory_free();
    QVERIFY(taken > 0 && taken <= device->footprint(weights.view()).total(4));
    const auto validated = cuda::CudaDevice::open(0, {.validate = true});
    QVERIFY(!validated);
    QCOMPARE(validated.error().code, core::Code::unavailable);
}

void TestCudaEmulated::driversThatDoNotAnswerAreNamed_data() {
    QTest::addColumn<int>("error");
    QTest::addColumn<QString>("word");
    QTest::newRow("missing") << int(cudaErrorStubLibrary) << "missing";
    QTest::newRow("too old") << int(cudaErrorInsufficientDriver) << "too old";
    QTest::newRow("no device") << int(cudaErrorNoDevice) << "No NVIDIA device";
}

void TestCudaEmulated::driversThatDoNotAnswerAreNamed() {
    QFETCH(const int, error);
    QFETCH(const QString, word);
    emulated::broken_driver = static_cast<cudaError_t>(error);
    const auto devices = cuda::Context::list();
    QVERIFY(!devices);
    QCOMPARE(devices.error().code, core::Code::unavailable);
    QVERIFY2(QString::fromStdString(devices.error().message).contains(word), devices.error().message.c_str());
    QVERIFY(!devices.error().hint.empty());
}

void TestCudaEmulated::silentDevicesHideNoOther() {
    emulated::silent_devices = 1;
    const auto some = cuda::Context::list();
    QVERIFY(some.ok());
    QCOMPARE(some->devices.size(), 1U);
    QCOMPARE(some->devices.front().id, std::string("cuda:1"));
    QCOMPARE(some->rejected.size(), 1U);
    QVERIFY(cuda::CudaDevice::open(1, {}).ok());
    const auto silent = cuda::CudaDevice::open(0, {});
    QVERIFY(!silent);
    QCOMPARE(silent.error().code, core::Code::unavailable);
    emulated::silent_devices = 2;
    const auto none = cuda::Context::list();
    QVERIFY(!none);
    QCOMPARE(none.error().code, core::Code::unavailable);
    QVERIFY2(none.error().message.find("properties") != std::string::npos, none.error().message.c_str());
}

void TestCudaEmulated::lastingRefusalsAreNoLoss() {
    for (const cudaError_t error :
         {cudaErrorNoKernelImageForDevice, cudaErrorLaunchOutOfResources, cudaErrorNotSupported})
        QCOMPARE(cuda::error_of(error, "a step").code, core::Code::unsupported);
}

void TestCudaEmulated::aLostDeviceIsReported_data() {
    QTest::addColumn<int>("error");
    QTest::newRow("taken away") << int(cudaErrorDevicesUnavailable);
    QTest::newRow("memory error") << int(cudaErrorECCUncorrectable);
    QTest::newRow("kernel failed") << int(cudaErrorLaunchFailure);
    QTest::newRow("system call failed") << int(cudaErrorOperatingSystem);
    QTest::newRow("context gone") << int(cudaErrorContextIsDestroyed);
    QTest::newRow("device gone") << int(cudaErrorInvalidDevice);
    QTest::newRow("too late") << int(cudaErrorTimeout);
}

void TestCudaEmulated::aLostDeviceIsReported() {
    QFETCH(const int, error);
    const RandomModel weights(test::small_shape(), {});
    const auto device = opened({});
    const auto runner = device->load(weights.view(), 4, {});
    QVERIFY(runner.ok());
    const std::vector<std::uint32_t> pages{0};
    const std::vector<Row> rows{{1, 0, &pages}};
    QVERIFY((*runner)->forward(rows).ok());
    emulated::broken_stream = static_cast<cudaError_t>(error);
    const auto lost = (*runner)->forward(rows);
    QVERIFY(!lost);
    QCOMPARE(lost.error().code, core::Code::unavailable);
}

void TestCudaEmulated::fullMemoryIsReported() {
    const RandomModel weights(test::small_shape(), {});
    const auto device = opened({});
    emulated::broken_memory = cudaErrorMemoryAllocation;
    const auto runner = device->load(weights.view(), 4, {});
    QVERIFY(!runner);
    QCOMPARE(runner.error().code, core::Code::out_of_memory);
    QVERIFY(!runner.error().hint.empty());
}

void TestCudaEmulated::weightsTakeWhatWasSaid() {
    compareWithTaken([](const DeviceOptions& options, const ModelView& model) -> core::Result<std::uint64_t> {
        HEARTH_TRY(const auto context, cuda::Context::open(0, options));
        const std::uint64_t before = *context->memory_free();
        HEARTH_TRY(const auto weights, cuda::Weights::load(*context, model, {}));
        return before - *context->memory_free();
    });
}

QTEST_GUILESS_MAIN(TestCudaEmulated)
#include "tst_cuda_emulated.moc"
