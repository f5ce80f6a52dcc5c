// SPDX-License-Identifier: Apache-2.0
#include "gpu_checks.h"

#include "exact/measure/conformance.h"
#include "exact/split_runner.h"
#include "full_run.h"

namespace hearth::test {

using namespace exact;

namespace {

constexpr std::uint32_t pages = 24;

template <typename T>
std::vector<T> first(const std::vector<T>& all, std::size_t count) {
    return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count)};
}

} // namespace

std::unique_ptr<Device> GpuChecks::opened(const DeviceOptions& options) {
    auto device = open(0, options);
    if (!device) qFatal("%s", device.error().message.c_str());
    return std::move(*device);
}

Device& GpuChecks::shared(const std::string& kernels) {
    auto& device = m_shared[kernels];
    if (device == nullptr) device = opened({.kernels = kernels});
    return *device;
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
    const bool best = kernels.toStdString() == variants().back();
    for (const Profile profile : {Profile::ci81, Profile::ci41}) {
        // A sample: the best ones prove both; the others meet the second one's shapes below.
        if (profile == Profile::ci41 && !best && !full_run()) continue;
        const auto proven = self_test(profile, shared(kernels.toStdString()));
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
    const std::size_t count = sampled<std::size_t>(80, 132); // beyond the first page and every window
    const Ids ids = some_ids(random, count, model.shape.vocab);
    const auto expected = expected_of(weights, ids);
    auto runner = shared(variants()[index % variants().size()]).load(weights.view(), pages, {});
    QVERIFY2(runner.ok(), runner ? "" : runner.error().message.c_str());
    RunnerCheck check(**runner, model.shape.vocab);
    using Cuts = std::vector<std::vector<std::size_t>>;
    for (const auto& chunks : sampled(Cuts{{3, 1, 1, 1, 4, 70}}, Cuts{{count}, {3, 1, 1, 1, 4, 60, 50, 1}})) {
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
        auto runner = shared().load(weights.view(), pages, {});
        QVERIFY(runner.ok());
        RunnerCheck check(**runner, shape.vocab);
        using Chunks = std::vector<std::size_t>;
        for (const std::size_t chunk : sampled(Chunks{2, 5, 9, 33, 64, 65, 129},
                                               Chunks{2, 3, 4, 5, 8, 9, 17, 33, 63, 64, 65, 127, 128, 129, 160})) {
            // A sample is over soon after the first page's end and the second step's beginning.
            const std::size_t length = sampled<std::size_t>(std::max<std::size_t>(70, chunk + 30), ids.size());
            const std::string what = check.chunks_differ(first(ids, length), first(expected, length), {chunk});
            QVERIFY2(what.empty(), qPrintable(QString("chunks of %1: %2").arg(chunk).arg(what.c_str())));
        }
    }
}

// More positions than one workgroup of the attention takes, with and without a window.
void GpuChecks::longSequencesGiveTheSameBytes() {
    for (const std::uint32_t window : {0U, 300U}) {
        Shape shape = small_shape();
        shape.window = window;
        shape.layers = sampled(1U, shape.layers);
        const RandomModel weights(shape, {.seed = 12});
        Random random(13);
        const Ids ids = some_ids(random, 1100, shape.vocab);
        const auto expected = expected_of(weights, ids);
        auto runner = shared().load(weights.view(), pages, {});
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
        std::vector<std::unique_ptr<PartRunner>> parts;
        for (std::uint32_t i = 0; i < shape.layers; ++i) {
            auto part = shared().load(weights.view().part(i, i + 1), pages, {});
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
    auto runner = shared().load(weights.view(), pages, {});
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
    Device& device = shared();
    int calls = 0;
    const auto stopped = device.load(weights.view(), pages, [&](std::uint64_t, std::uint64_t) { return ++calls < 3; });
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, core::Code::cancelled);
    QCOMPARE(calls, 3);
    std::uint64_t last = 0, all = 0;
    QVERIFY(device.load(weights.view(), pages, [&](std::uint64_t done, std::uint64_t of) {
        last = done, all = of;
        return true;
    }));
    QVERIFY(last <= all && last * 10 > all * 8);
    QCOMPARE(all, device.footprint(weights.view()).weights);
}

void GpuChecks::impossibleRequestsAreRefused() {
    const auto none = open(63, {});
    QVERIFY(!none);
    QCOMPARE(none.error().code, core::Code::not_found);
    const auto unknown = open(0, {.kernels = "avx2"});
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, core::Code::unsupported);
    const RandomModel weights(small_shape(), {});
    const auto runner = shared().load(weights.view(), UINT32_MAX, {});
    QVERIFY(!runner);
    QVERIFY2(!runner.error().hint.empty(), runner.error().message.c_str());
}

void GpuChecks::bandwidthIsMeasured() {
    const auto measured = shared().read_bandwidth();
    QVERIFY(measured.ok());
    QVERIFY(*measured > 0);
    qInfo("%.1f GB/s", *measured / 1e9);
}

} // namespace hearth::test
