// SPDX-License-Identifier: Apache-2.0
#include "exact/devices.h"
#include "exact/gpu/vulkan/device.h"
#include "exact/gpu/vulkan/kernel_cache.h"
#include "exact/gpu/vulkan/pace.h"
#include "exact/gpu/vulkan/physical.h"
#include "exact/gpu/vulkan/weights.h"
#include "exact/measure/conformance.h"
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
    core::Result<DeviceList> list() override { return vulkan::Context::list(); }
    core::Result<std::unique_ptr<Device>> open(std::uint32_t index, const DeviceOptions& options) override {
        return vulkan::VulkanDevice::open(index, options);
    }
    std::vector<std::string> variants() const override { return {"plain", "dot8"}; }

private slots:
    void smallBuffersGiveTheSameBytes();
    void weightsTakeWhatWasSaid();
    void slowDevicesAreGivenLittleAtOnce();
    void groupsOfLayersGiveTheSameBytes();
    void kernelsAreKept();
    void onlyOurOwnKernelsReachTheDriver();
    void hostMemoryComesAfterTheBetter();
    void passingErrorsAreToldFromLastingOnes();
    void whatADeviceLacksIsNamed();
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

void TestVulkan::slowDevicesAreGivenLittleAtOnce() {
    using namespace std::chrono_literals;
    vulkan::Pace fast(32, false);
    QCOMPARE(fast.group(), 32U);
    fast.took(180ms);
    QCOMPARE(fast.group(), 32U);
    fast.took(1600ms);
    QCOMPARE(fast.group(), 2U);
    fast.took(100ms);
    QCOMPARE(fast.group(), 2U);
    fast.took(1ms);
    QCOMPARE(fast.group(), 8U);
    vulkan::Pace careful(10, true);
    QCOMPARE(careful.group(), 1U);
    careful.took(0ns);
    QCOMPARE(careful.group(), 4U);
    careful.took(49ms);
    QCOMPARE(careful.group(), 8U);
    careful.took(1ms);
    QCOMPARE(careful.group(), 10U);
    careful.took(1h);
    QCOMPARE(careful.group(), 1U);
    careful.took(1h);
    QCOMPARE(careful.group(), 1U);
}

// A software device begins with single layers and goes on with more: 1, 4 and, unless it is slow, 7 in one submission.
void TestVulkan::groupsOfLayersGiveTheSameBytes() {
    for (Shape shape : {test::small_shape(), test::small_grouped_shape()}) {
        shape.layers = 7;
        const RandomModel weights(shape, {.qkv_bias = true, .seed = 41});
        Random random(42);
        const Ids ids = some_ids(random, 30, shape.vocab);
        const auto expected = expected_of(weights, ids);
        auto runner = shared().load(weights.view(), pages, {});
        QVERIFY(runner.ok());
        RunnerCheck check(**runner, shape.vocab);
        for (int round = 0; round < 4; ++round)
            QCOMPARE(check.chunks_differ(ids, expected, {4, 1}), std::string());
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
    QVERIFY(kept.size() >= 32 + 32); // both headers at least; a software driver may keep nothing more
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

void TestVulkan::onlyOurOwnKernelsReachTheDriver() {
    const core::Bytes device{1, 2, 3}, other{1, 2, 4}, kernels{10, 20, 30, 40};
    const core::Bytes sealed = vulkan::kernel_cache::seal(device, kernels);
    const core::ByteView opened = vulkan::kernel_cache::open(device, sealed);
    QCOMPARE(core::to_bytes(opened), kernels);
    QVERIFY(vulkan::kernel_cache::open(other, sealed).empty());
    QVERIFY(vulkan::kernel_cache::open(device, kernels).empty());
    QVERIFY(vulkan::kernel_cache::open(device, {}).empty());
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        core::Bytes damaged = sealed;
        damaged[i] ^= 1;
        QVERIFY(vulkan::kernel_cache::open(device, damaged).empty());
        QVERIFY(vulkan::kernel_cache::open(device, core::ByteView(sealed).first(i)).empty());
    }
}

// A window into the device's memory first, then plain host memory: the window may be full.
void TestVulkan::hostMemoryComesAfterTheBetter() {
    constexpr VkMemoryPropertyFlags local = VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT;
    constexpr VkMemoryPropertyFlags host = VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
    VkPhysicalDeviceMemoryProperties memory{};
    memory.memoryTypeCount = 3;
    memory.memoryTypes[0].propertyFlags = local;
    memory.memoryTypes[1].propertyFlags = host;
    memory.memoryTypes[2].propertyFlags = host | local;
    using Types = std::vector<std::uint32_t>;
    QCOMPARE(vulkan::memory_types(memory, 7, host, local), (Types{2, 1}));
    QCOMPARE(vulkan::memory_types(memory, 3, host, local), Types{1});
    QCOMPARE(vulkan::memory_types(memory, 5, host, local), Types{2});
    QCOMPARE(vulkan::memory_types(memory, 7, local, 0), Types{0});
    QCOMPARE(vulkan::memory_types(memory, 2, local, 0), Types{});
}

void TestVulkan::passingErrorsAreToldFromLastingOnes() {
    using core::Code;
    for (const VkResult passing : {VK_ERROR_UNKNOWN, VK_ERROR_MEMORY_MAP_FAILED, VK_ERROR_DEVICE_LOST, VK_TIMEOUT})
        QCOMPARE(vulkan::error_of(passing, "a step").code, Code::unavailable);
    for (const VkResult lasting :
         {VK_ERROR_FEATURE_NOT_PRESENT, VK_ERROR_EXTENSION_NOT_PRESENT, VK_ERROR_TOO_MANY_OBJECTS})
        QCOMPARE(vulkan::error_of(lasting, "a step").code, Code::unsupported);
    QCOMPARE(vulkan::error_of(VK_ERROR_OUT_OF_DEVICE_MEMORY, "a step").code, Code::out_of_memory);
}

void TestVulkan::whatADeviceLacksIsNamed() {
    VkPhysicalDeviceProperties properties{};
    properties.apiVersion = VK_API_VERSION_1_2;
    properties.limits.maxComputeWorkGroupInvocations = properties.limits.maxComputeWorkGroupSize[0] = 1024;
    QCOMPARE(vulkan::lacking(properties, true, true), std::string());
    QVERIFY(vulkan::lacking(properties, false, true).find("queue") != std::string::npos);
    QVERIFY(vulkan::lacking(properties, true, false).find("by address") != std::string::npos);
    properties.limits.maxComputeWorkGroupSize[0] = 128;
    QVERIFY(vulkan::lacking(properties, true, true).find("256 threads") != std::string::npos);
    properties.apiVersion = VK_API_VERSION_1_1;
    QVERIFY(vulkan::lacking(properties, true, true).find("Vulkan 1.1") != std::string::npos);
    QCOMPARE(text_of({{"A", "a"}, {"B", "b"}}), std::string("A (a); B (b)"));
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
