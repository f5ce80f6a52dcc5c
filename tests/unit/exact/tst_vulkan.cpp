// SPDX-License-Identifier: Apache-2.0
#include "exact/conformance.h"
#include "exact/vulkan/device.h"
#include "exact/vulkan/physical.h"
#include "exact/vulkan/weights.h"
#include "gpu_checks.h"

using namespace hearth;
using namespace hearth::exact;
using test::expected_of, test::Ids, test::Random, test::RandomModel, test::RunnerCheck, test::some_ids;

namespace {

constexpr std::uint32_t pages = 24;

} // namespace

/// The Vulkan device against the scalar reference, bit for bit. On machines without a GPU: Mesa's software device.
class TestVulkan : public test::GpuChecks {
    Q_OBJECT

protected:
    core::Result<std::vector<DeviceInfo>> list() override { return vulkan::Context::list(); }
    core::Result<std::unique_ptr<Device>> open(std::uint32_t index, const DeviceOptions& options) override {
        return vulkan::VulkanDevice::open(index, options);
    }
    std::vector<std::string> variants() const override { return {"plain", "dot8"}; }

private slots:
    void smallBuffersGiveTheSameBytes();
    void weightsTakeWhatWasSaid();
    void kernelsAreKept();
    void theDriverIsUsedAsItAllows();
};

// Matrices cut into parts.
void TestVulkan::smallBuffersGiveTheSameBytes() {
    for (const Shape& shape : {test::small_shape(), test::small_grouped_shape()}) {
        const RandomModel weights(shape, {.other_biases = true, .seed = 15});
        Random random(16);
        const Ids ids = some_ids(random, 40, shape.vocab);
        const auto expected = expected_of(weights, ids);
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

void TestVulkan::weightsTakeWhatWasSaid() {
    compareWithTaken([](const DeviceOptions& options, const ModelView& model) -> core::Result<std::uint64_t> {
        HEARTH_TRY(const auto context, vulkan::Context::open(0, options));
        HEARTH_TRY(const auto weights, vulkan::Weights::load(*context, model, {}));
        return weights.bytes();
    });
}

QTEST_GUILESS_MAIN(TestVulkan)
#include "tst_vulkan.moc"
