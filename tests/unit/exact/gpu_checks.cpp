// SPDX-License-Identifier: Apache-2.0
#include "gpu_checks.h"

#include "exact/measure/conformance.h"
#include "exact/split_runner.h"

namespace hearth::test {

using namespace exact;

namespace {

constexpr std::uint32_t pages = 24;

} // namespace

std::unique_ptr<Device> GpuChecks::opened(const DeviceOptions& options) {
    auto device = open(0, options);
    if (!device) qFatal("%s", device.error().message.c_str());
    return std::move(*device);
}

void GpuChecks::aDeviceIsHere() {
    const auto all = list();
    QVERIFY2(all.ok(), all ? "" : all.error().message.c_str());
    for (const DeviceInfo& info : all->devices)
        qInfo("%s: %s, %s, %s, %llu MiB", info.id.c_str(), info.name.c_str(), info.driver.c_str(), info.kernels.c_str(),
              static_cast<unsigned long long>(info.memory_total >> 20));
}

void GpuChecks::reproducesTheProfiles_data() {
    QTest::addColumn<QString>("kernels");
    for (const std::string& kernels : variants())
        QTest::newRow(kernels.c_str()) << QString::fromStdString(kernels);
}

void GpuChecks::reproducesTheProfiles() {
    QFETCH(const QString, kernels);
    const auto device = opened({.kernels = kernels.toStdString()});
    for (const Profile profile : {Profile::ci81, Profile::ci41}) {
        const auto proven = self_test(profile, *device);
        QVERIFY2(proven.ok(), proven ? "" : proven.error().message.c_str());
    }
}

void GpuChecks::everyShapeEqualsTheReference_data() {
    QTest::addColumn<std::size_t>("index");
    const auto all = every_shape();
    for (std::size_t i = 0; i < all.size(); ++i)
        QTest::newRow(all[i].name) << i;
}

void GpuChecks::everyShapeEqualsTheReference() {
    QFETCH(const std::size_t, index);
    const auto model = every_shape()[index];
    const RandomModel weights(model.shape, model.options);
    Random random(5);
    const Ids ids = some_ids(random, 132, model.shape.vocab);
    const auto expected = expected_of(weights, ids);
    const auto device = opened({.kernels = variants()[index % variants().size()]});
    auto runner = device->load(weights.view(), pages, {});
    QVERIFY2(runner.ok(), runner ? "" : runner.error().message.c_str());
    RunnerCheck check(**runner, model.shape.vocab);
    for (const auto& chunks : std::vector<std::vector<std::size_t>>{{132}, {3, 1, 1, 1, 4, 60, 50, 1}}) {
        const std::string what = check.chunks_differ(ids, expected, chunks);
        QVERIFY2(what.empty(), what.c_str());
    }
}

// Every size of batch that has kernels of its own, and those beside it.
void GpuChecks::everyCutGivesTheSameBytes() {
    for (const Shape& shape : {small_shape(), small_grouped_shape()}) {
        const RandomModel weights(shape, {.qkv_bias = true, .seed = 9});
        Random random(6);
        const Ids ids = some_ids(random, 230, shape.vocab);
        const auto expected = expected_of(weights, ids);
        const auto device = opened({});
        auto runner = device->load(weights.view(), pages, {});
        QVERIFY(runner.ok());
        RunnerCheck check(**runner, shape.vocab);
        for (const std::size_t chunk : {2U, 3U, 4U, 5U, 8U, 9U, 17U, 33U, 63U, 64U, 65U, 127U, 128U, 129U, 160U}) {
            const std::string what = check.chunks_differ(ids, expected, {chunk});
            QVERIFY2(what.empty(), qPrintable(QString("chunks of %1: %2").arg(chunk).arg(what.c_str())));
        }
    }
}

// More positions than one workgroup of the attention takes, with and without a window.
void GpuChecks::longSequencesGiveTheSameBytes() {
    for (const std::uint32_t window : {0U, 300U}) {
        Shape shape = small_shape();
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

// A device that holds only the first layers, or the last, or those between.
void GpuChecks::partsGiveTheSameBytes() {
    for (Shape shape : {small_shape(), small_grouped_shape()}) {
        shape.layers = 3;
        const RandomModel weights(shape, {.seed = 21});
        Random random(22);
        const Ids ids = some_ids(random, 100, shape.vocab);
        const auto expected = expected_of(weights, ids);
        const auto device = opened({});
        std::vector<std::unique_ptr<PartRunner>> parts;
        for (std::uint32_t i = 0; i < shape.layers; ++i) {
            auto part = device->load(weights.view().part(i, i + 1), pages, {});
            QVERIFY2(part.ok(), part ? "" : part.error().message.c_str());
            parts.push_back(std::move(*part));
        }
        SplitRunner runner(std::move(parts), shape.hidden);
        RunnerCheck check(runner, shape.vocab);
        for (const std::size_t chunk : {3U, 100U})
            QCOMPARE(check.chunks_differ(ids, expected, {chunk}), std::string());
    }
}

void GpuChecks::buffersBeyondTheLimitAreRefused() {
    const RandomModel weights(small_shape(), {});
    const auto tiny = opened({.largest_buffer = 2048});
    const auto refused = tiny->load(weights.view(), 1, {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, core::Code::unsupported); // the cache is one buffer a layer
}

void GpuChecks::compareWithTaken(const Taken& taken) {
    constexpr std::uint64_t rounding = 256; // buffers begin and end at whole vectors
    for (Shape shape : {small_shape(), small_grouped_shape()}) {
        shape.hidden = 512, shape.ffn = 1408, shape.layers = 3;
        const RandomModel weights(shape, {.qkv_bias = true, .seed = 31});
        for (const std::uint64_t largest : {0U, 2560U << 10, 1920U << 10}) {
            const DeviceOptions options{.largest_buffer = largest};
            const std::uint64_t said = opened(options)->footprint(weights.view()).weights;
            const auto took = taken(options, weights.view());
            QVERIFY2(took.ok(), took ? "" : took.error().message.c_str());
            QVERIFY2(*took + rounding >= said && said + rounding >= *took,
                     qPrintable(QString("%1 bytes said, %2 taken").arg(said).arg(*took)));
        }
    }
}

void GpuChecks::faultsAreReportedAndForgotten() {
    RandomModel weights(small_shape(), {.seed = 51});
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

void GpuChecks::loadingCanBeCancelled() {
    const RandomModel weights(small_shape(), {});
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

void GpuChecks::impossibleRequestsAreRefused() {
    const auto none = open(63, {});
    QVERIFY(!none);
    QCOMPARE(none.error().code, core::Code::not_found);
    const auto unknown = open(0, {.kernels = "avx2"});
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, core::Code::unsupported);
    const RandomModel weights(small_shape(), {});
    const auto device = opened({});
    const auto runner = device->load(weights.view(), UINT32_MAX, {});
    QVERIFY(!runner);
    QVERIFY2(!runner.error().hint.empty(), runner.error().message.c_str());
}

void GpuChecks::bandwidthIsMeasured() {
    const auto device = opened({});
    const auto measured = device->read_bandwidth();
    QVERIFY(measured.ok());
    QVERIFY(*measured > 0);
    qInfo("%.1f GB/s", *measured / 1e9);
}

} // namespace hearth::test
