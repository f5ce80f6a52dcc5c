// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/vulkan/device.h"

#include "exact/gpu/vulkan/recorder.h"
#include "exact/gpu/vulkan/runner.h"

#include <algorithm>
#include <chrono>

namespace hearth::exact::vulkan {

namespace {

constexpr std::uint64_t probe_bytes = 256U << 20; // beyond any cache
constexpr std::uint32_t probe_groups = 1024;
constexpr int probe_rounds = 8;
constexpr std::chrono::milliseconds long_pass(100); ///< for one pass: eight at once would keep a desktop waiting

struct ReadArguments {
    Address from, sums;
    std::uint32_t vectors, groups;
};

} // namespace

core::Result<std::unique_ptr<Device>> VulkanDevice::open(std::uint32_t index, const DeviceOptions& options) {
    HEARTH_TRY(auto context, Context::open(index, options));
    HEARTH_TRY(auto pipelines, Pipelines::create(*context));
    return std::unique_ptr<Device>(new VulkanDevice(std::move(context), std::move(pipelines)));
}

Footprint VulkanDevice::footprint(const ModelView& model) const {
    const GpuArena arena = Weights::arena(m_context->limits(), model);
    return {arena.bytes(), gpu_step::page_bytes(model.shape),
            VulkanRunner::workspace_bytes(model.shape, model.projects()) + arena.rounding_bytes(model.shape.layers)};
}

core::Result<std::unique_ptr<PartRunner>> VulkanDevice::load(const ModelView& model, std::uint32_t pages,
                                                             const LoadProgress& progress) {
    return VulkanRunner::create(*m_context, *m_pipelines, model, pages, progress);
}

core::Result<double> VulkanDevice::read_bandwidth() {
    const std::uint64_t bytes = std::min(probe_bytes, m_context->limits().buffer_bytes);
    HEARTH_TRY(const Buffer from, Buffer::create(*m_context, Buffer::Kind::device, bytes, "gpu_probe"));
    HEARTH_TRY(const Buffer sums,
               Buffer::create(*m_context, Buffer::Kind::device, probe_groups * 256 * 4, "gpu_probe"));
    const ReadArguments arguments{from.address(), sums.address(), static_cast<std::uint32_t>(bytes / 16), probe_groups};
    // The best of three submissions of so many passes.
    const auto measure = [&](int passes) -> core::Result<std::chrono::duration<double>> {
        core::Status recorded;
        HEARTH_TRY(const VkCommandBuffer commands, m_context->commands(
                                                       [&](VkCommandBuffer to_commands) {
                                                           Recorder to(to_commands, *m_pipelines);
                                                           for (int i = 0; i < passes; ++i) {
                                                               to.run(Shader::read, {}, arguments, probe_groups);
                                                               to.barrier();
                                                           }
                                                           recorded = to.status();
                                                       },
                                                       false));
        HEARTH_CHECK(recorded);
        std::chrono::duration<double> least = std::chrono::duration<double>::max();
        for (int round = 0; round < 3; ++round) {
            const auto start = std::chrono::steady_clock::now();
            HEARTH_CHECK(m_context->run(commands));
            least = std::min<std::chrono::duration<double>>(least, std::chrono::steady_clock::now() - start);
        }
        m_context->forget(commands);
        return least;
    };
    HEARTH_TRY(const auto one, measure(1));
    if (one > long_pass) return static_cast<double>(bytes) / one.count();
    HEARTH_TRY(const auto many, measure(probe_rounds));
    return static_cast<double>(bytes) * probe_rounds / many.count();
}

} // namespace hearth::exact::vulkan
