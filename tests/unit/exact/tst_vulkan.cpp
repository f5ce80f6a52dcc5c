// SPDX-License-Identifier: Apache-2.0
#include "exact/conformance.h"
#include "exact/vulkan/device.h"
#include "exact/vulkan/physical.h"
#include "reference_run.h"

#include <QTest>

using namespace hearth;
using namespace hearth::exact;
using test::expected_of, test::Ids, test::Random, test::RandomModel, test::RunnerCheck, test::some_ids;

namespace {

constexpr std::uint32_t pages = 24;
constexpr const char* variants[] = {"plain", "dot8"};

std::unique_ptr<Device> opened(const DeviceOptions& options) {
    auto device = vulkan::VulkanDevice::open(0, options);
    if (!device) qFatal("%s", device.error().message.c_str());
    return std::move(*device);
}

} // namespace

/// The Vulkan device against the scalar reference, bit for bit. On machines without a GPU: Mesa's software device.
class TestVulkan : public QObject {
    Q_OBJECT

private slots:
    void aDeviceIsHere();
    void reproducesTheProfiles_data();
    void reproducesTheProfiles();
    void everyShapeEqualsTheReference_data();
    void everyShapeEqualsTheReference();
    void everyCutGivesTheSameBytes();
    void longSequencesGiveTheSameBytes();
    void smallBuffersGiveTheSameBytes();
    void faultsAreReportedAndForgotten();
    void loadingCanBeCancelled();
    void impossibleRequestsAreRefused();
    void kernelsAreKept();
    void bandwidthIsMeasured();
    void theDriverIsUsedAsItAllows();
};

void TestVulkan::aDeviceIsHere() {
    const auto all = vulkan::Context::list();
    QVERIFY2(all.ok(), all ? "" : all.error().message.c_str());
    for (const DeviceInfo& info : *all)
        qInfo("%s: %s, %s, %s, %llu MiB", info.id.c_str(), info.name.c_str(), info.driver.c_str(), info.kernels.c_str(),
              static_cast<unsigned long long>(info.memory_total >> 20));
}

void TestVulkan::reproducesTheProfiles_data() {
    QTest::addColumn<QString>("kernels");
    for (const char* const kernels : variants)
        QTest::newRow(kernels) << kernels;
}

void TestVulkan::reproducesTheProfiles() {
    QFETCH(const QString, kernels);
    const auto device = opened({.kernels = kernels.toStdString()});
    for (const Profile profile : {Profile::ci81, Profile::ci41}) {
        const auto proven = self_test(profile, *device);
        QVERIFY2(proven.ok(), proven ? "" : proven.error().message.c_str());
    }
}

void TestVulkan::everyShapeEqualsTheReference_data() {
    QTest::addColumn<std::size_t>("index");
    const auto all = test::every_shape();
    for (std::size_t i = 0; i < all.size(); ++i)
        QTest::newRow(all[i].name) << i;
}

void TestVulkan::everyShapeEqualsTheReference() {
    QFETCH(const std::size_t, index);
    const auto model = test::every_shape()[index];
    const RandomModel weights(model.shape, model.options);
    Random random(5);
    const Ids ids = some_ids(random, 132, model.shape.vocab);
    const auto expected = expected_of(weights, ids);
    const auto device = opened({.kernels = variants[index % 2]});
    auto runner = device->load(weights.view(), pages, {});
    QVERIFY2(runner.ok(), runner ? "" : runner.error().message.c_str());
    RunnerCheck check(**runner, model.shape.vocab);
    for (const auto& chunks : std::vector<std::vector<std::size_t>>{{132}, {3, 1, 1, 1, 4, 60, 50, 1}}) {
        const std::string what = check.chunks_differ(ids, expected, chunks);
        QVERIFY2(what.empty(), what.c_str());
    }
}

// Every size of batch that has commands of its own, and those beside it.
void TestVulkan::everyCutGivesTheSameBytes() {
    for (const Shape& shape : {test::small_shape(), test::small_grouped_shape()}) {
        const RandomModel weights(shape, {.qkv_bias = true, .seed = 9});
        Random random(6);
        const Ids ids = some_ids(random, 230, shape.vocab);
        const auto expected = expected_of(weights, ids);
        const auto device = opened({});
        auto runner = device->load(weights.view(), pages, {});
        QVERIFY(runner.ok());
        RunnerCheck check(**runner, shape.vocab);
        for (const std::size_t chunk : {2U, 3U, 4U, 5U, 8U, 9U, 63U, 64U, 65U, 127U, 128U, 129U, 160U}) {
            const std::string what = check.chunks_differ(ids, expected, {chunk});
            QVERIFY2(what.empty(), qPrintable(QString("chunks of %1: %2").arg(chunk).arg(what.c_str())));
        }
    }
}

// More positions than one workgroup of the attention takes, with and without a window.
void TestVulkan::longSequencesGiveTheSameBytes() {
    for (const std::uint32_t window : {0U, 300U}) {
        Shape shape = test::small_shape();
        shape.window = window;
        const RandomModel weights(shape, {.seed = 12});
        Random random(13);
        const Ids ids = some_ids(random, 1100, shape.vocab);
        const auto expected = expected_of(weights, ids);
        const auto device = opened({});
        auto runner = device->load(weights.view(), pages, {});
        QVERIFY(runner.ok());
        RunnerCheck check(**runner, shape.vocab);
        const std::string what = check.chunks_differ(ids, expected, {160, 160, 160, 20, 8, 1, 1, 130});
        QVERIFY2(what.empty(), what.c_str());
    }
}

// Matrices cut into parts.
void TestVulkan::smallBuffersGiveTheSameBytes() {
    for (const Shape& shape : {test::small_shape(), test::small_grouped_shape()}) {
        const RandomModel weights(shape, {.other_biases = true, .seed = 15});
        Random random(16);
        const Ids ids = some_ids(random, 40, shape.vocab);
        const auto expected = expected_of(weights, ids);
        const auto tiny = opened({.largest_buffer = 2048});
        const auto refused = tiny->load(weights.view(), 1, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, core::Code::unsupported); // the cache is one buffer a layer
        const auto device = opened({.largest_buffer = 10 << 10});
        auto runner = device->load(weights.view(), 1, {});
        QVERIFY2(runner.ok(), runner ? "" : runner.error().message.c_str());
        RunnerCheck check(**runner, shape.vocab);
        for (const std::size_t chunk : {1U, 40U}) {
            const std::string what = check.chunks_differ(ids, expected, {chunk});
            QVERIFY2(what.empty(), what.c_str());
        }
    }
}

void TestVulkan::faultsAreReportedAndForgotten() {
    RandomModel weights(test::small_shape(), {.seed = 51});
    const std::uint32_t broken = 7, whole = 8;
    weights.embed_scale(broken) = 0x1p36F;
    const auto expected = expected_of(weights, {whole, 9, 10});
    const auto device = opened({});
    auto runner = device->load(weights.view(), pages, {});
    QVERIFY(runner.ok());
    RunnerCheck check(**runner, weights.view().shape.vocab);
    for (const std::uint32_t others : {0U, 3U, 20U}) {
        const auto mine = check.take(64), neighbours = check.take(64);
        std::vector<Row> rows{{broken, 0, &mine}};
        for (std::uint32_t i = 0; i < others; ++i)
            rows.push_back({whole, i, &neighbours});
        const auto failed = (*runner)->forward(rows);
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, core::Code::corrupt);
        check.give_back(mine);
        check.give_back(neighbours);
        QCOMPARE(check.chunks_differ({whole, 9, 10}, expected, {2}), std::string());
    }
}

void TestVulkan::loadingCanBeCancelled() {
    const RandomModel weights(test::small_shape(), {});
    const auto device = opened({});
    int calls = 0;
    const auto stopped = device->load(weights.view(), pages, [&](std::uint64_t, std::uint64_t) { return ++calls < 3; });
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, core::Code::cancelled);
    QCOMPARE(calls, 3);
    std::uint64_t last = 0, all = 0;
    QVERIFY(device->load(weights.view(), pages, [&](std::uint64_t done, std::uint64_t of) {
        last = done, all = of;
        return true;
    }));
    QVERIFY(last <= all && last * 10 > all * 8);
    QCOMPARE(all, device->footprint(weights.view()).weights);
}

void TestVulkan::impossibleRequestsAreRefused() {
    const auto none = vulkan::VulkanDevice::open(63, {});
    QVERIFY(!none);
    QCOMPARE(none.error().code, core::Code::not_found);
    const auto unknown = vulkan::VulkanDevice::open(0, {.kernels = "avx2"});
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, core::Code::unsupported);
    const RandomModel weights(test::small_shape(), {});
    const auto device = opened({});
    const auto runner = device->load(weights.view(), 1U << 24, {});
    QVERIFY(!runner);
    QVERIFY2(!runner.error().hint.empty(), runner.error().message.c_str());
}

void TestVulkan::kernelsAreKept() {
    const RandomModel weights(test::small_shape(), {});
    const auto first = opened({});
    auto runner = first->load(weights.view(), pages, {});
    QVERIFY(runner.ok());
    RunnerCheck check(**runner, weights.view().shape.vocab);
    const Ids ids{1, 2, 3};
    const auto expected = expected_of(weights, ids);
    QCOMPARE(check.chunks_differ(ids, expected, {3}), std::string());
    const core::Bytes kept = first->kernel_cache();
    QVERIFY(kept.size() >= 32); // the header at least; a software driver may keep nothing more
    core::Bytes damaged = kept;
    for (std::size_t i = 0; i < damaged.size(); i += 3)
        damaged[i] ^= 0x55;
    for (const core::Bytes& cache : {kept, damaged, core::Bytes(7, 1)}) {
        const auto again = opened({.kernel_cache = cache});
        auto second = again->load(weights.view(), pages, {});
        QVERIFY(second.ok());
        RunnerCheck same(**second, weights.view().shape.vocab);
        QCOMPARE(same.chunks_differ(ids, expected, {3}), std::string());
    }
}

void TestVulkan::bandwidthIsMeasured() {
    const auto device = opened({});
    const auto measured = device->read_bandwidth();
    QVERIFY(measured.ok());
    QVERIFY(*measured > 0);
    qInfo("%.1f GB/s", *measured / 1e9);
}

// Everything once more under the eyes of the validation layer.
void TestVulkan::theDriverIsUsedAsItAllows() {
    auto device = vulkan::VulkanDevice::open(0, {.validate = true});
    if (!device && device.error().code == core::Code::unavailable) QSKIP(device.error().message.c_str());
    QVERIFY2(device.ok(), device ? "" : device.error().message.c_str());
    for (const Profile profile : {Profile::ci81, Profile::ci41})
        QVERIFY(self_test(profile, **device).ok());
    QVERIFY((*device)->read_bandwidth().ok());
    device->reset();
    for (const std::string& complaint : vulkan::validation_complaints())
        QFAIL(complaint.c_str());
}

QTEST_GUILESS_MAIN(TestVulkan)
#include "tst_vulkan.moc"
