// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/vulkan/context.h"

#include "exact/gpu/vulkan/kernel_cache.h"
#include "exact/gpu/vulkan/physical.h"

#include <algorithm>

namespace hearth::exact::vulkan {

using core::Code;
using core::fail;

namespace {

constexpr std::uint64_t patience_ns =
    60'000'000'000; // a step takes milliseconds; a hung driver must not hold the worker

} // namespace

core::Error error_of(VkResult result, const char* what) {
    switch (result) {
    case VK_ERROR_OUT_OF_DEVICE_MEMORY:
    case VK_ERROR_OUT_OF_HOST_MEMORY:
    case VK_ERROR_FRAGMENTATION:
        return fail(Code::out_of_memory, core::say("gpu_no_memory", {core::say(what)}),
                    core::say("close_or_fewer_layers"));
    case VK_ERROR_DEVICE_LOST:
        return fail(Code::unavailable, core::say("gpu_lost", {core::say(what)}), core::say("goes_on_when_back"));
    case VK_TIMEOUT:
        return fail(Code::unavailable, core::say("gpu_not_finished", {core::say(what)}), core::say("restart_if_again"));
    case VK_ERROR_INCOMPATIBLE_DRIVER:
    case VK_ERROR_INITIALIZATION_FAILED:
        return fail(Code::unavailable, core::say("no_vulkan_driver"), core::say("install_graphics_driver"));
    case VK_ERROR_LAYER_NOT_PRESENT:
    case VK_ERROR_EXTENSION_NOT_PRESENT:
    case VK_ERROR_FEATURE_NOT_PRESENT:
    case VK_ERROR_FORMAT_NOT_SUPPORTED:
    case VK_ERROR_TOO_MANY_OBJECTS:
        return fail(Code::unsupported, core::say("vulkan_refused", {core::say(what), std::to_string(result)}),
                    core::say("update_graphics_driver"));
    default: // not known to last
        return fail(Code::unavailable, core::say("vulkan_failed", {core::say(what), std::to_string(result)}),
                    core::say("goes_on_when_open"));
    }
}

core::Result<DeviceList> Context::list() {
    HEARTH_TRY(const Instance instance, Instance::create(false));
    DeviceList list;
    HEARTH_TRY(const auto found, usable_devices(instance.get(), list.rejected));
    for (const Physical& one : found)
        list.devices.push_back(one.info);
    return list;
}

core::Result<std::unique_ptr<Context>> Context::open(std::uint32_t index, const DeviceOptions& options) {
    HEARTH_TRY(Instance instance, Instance::create(options.validate));
    std::vector<RejectedDevice> rejected;
    HEARTH_TRY(const auto found, usable_devices(instance.get(), rejected));
    if (index >= found.size())
        return fail(Code::not_found, core::say("no_device", {"vulkan:" + std::to_string(index)}),
                    core::say("vulkan_shows", {std::to_string(found.size())}));
    std::unique_ptr<Context> context(new Context);
    context->m_instance = std::make_unique<Instance>(std::move(instance));
    HEARTH_CHECK(context->open_device(found[index], options));
    return context;
}

core::Status Context::open_device(const Physical& chosen, const DeviceOptions& options) {
    m_physical = chosen.device;
    m_info = chosen.info;
    m_limits = chosen.limits;
    if (options.kernels == "plain") m_limits.dot = false;
    if (!options.kernels.empty() && options.kernels != "plain" && !(options.kernels == "dot8" && m_limits.dot))
        return fail(Code::unsupported, core::say("runs_no_kernels", {m_info.name, options.kernels}),
                    m_limits.dot ? "It runs plain and dot8." : "It runs plain.");
    m_info.kernels = m_limits.dot ? "dot8" : "plain";
    if (options.largest_buffer != 0) m_limits.buffer_bytes = std::min(m_limits.buffer_bytes, options.largest_buffer);
    vkGetPhysicalDeviceMemoryProperties(m_physical, &m_memory);
    HEARTH_TRY(m_device, open_logical(chosen, m_limits));
    vkGetDeviceQueue(m_device, chosen.queue_family, 0, &m_queue);
    const VkCommandPoolCreateInfo pool{VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO, nullptr, 0, chosen.queue_family};
    HEARTH_CHECK(check(vkCreateCommandPool(m_device, &pool, nullptr, &m_pool), "gpu_command_pool"));
    const VkFenceCreateInfo fence{VK_STRUCTURE_TYPE_FENCE_CREATE_INFO, nullptr, 0};
    HEARTH_CHECK(check(vkCreateFence(m_device, &fence, nullptr, &m_fence), "gpu_fence"));
    m_identity = chosen.identity;
    const core::ByteView kept = kernel_cache::open(m_identity, options.kernel_cache);
    const VkPipelineCacheCreateInfo cache{VK_STRUCTURE_TYPE_PIPELINE_CACHE_CREATE_INFO, nullptr, 0, kept.size(),
                                          kept.data()};
    return check(vkCreatePipelineCache(m_device, &cache, nullptr, &m_cache), "gpu_pipelines");
}

Context::Context() = default;

Context::~Context() {
    if (m_device == VK_NULL_HANDLE) return;
    vkDeviceWaitIdle(m_device);
    vkDestroyPipelineCache(m_device, m_cache, nullptr);
    vkDestroyFence(m_device, m_fence, nullptr);
    vkDestroyCommandPool(m_device, m_pool, nullptr);
    vkDestroyDevice(m_device, nullptr);
}

core::Bytes Context::cache_data() const {
    std::size_t size = 0;
    if (vkGetPipelineCacheData(m_device, m_cache, &size, nullptr) != VK_SUCCESS) return {};
    core::Bytes data(size);
    if (vkGetPipelineCacheData(m_device, m_cache, &size, data.data()) != VK_SUCCESS) return {};
    data.resize(size);
    return kernel_cache::seal(m_identity, data);
}

std::optional<std::uint64_t> Context::memory_free() const {
    if (!m_limits.budget) return std::nullopt;
    VkPhysicalDeviceMemoryBudgetPropertiesEXT budget{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_BUDGET_PROPERTIES_EXT};
    VkPhysicalDeviceMemoryProperties2 memory{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_PROPERTIES_2, &budget};
    vkGetPhysicalDeviceMemoryProperties2(m_physical, &memory);
    const std::uint32_t heap = main_heap(memory.memoryProperties);
    const std::uint64_t all = budget.heapBudget[heap], used = budget.heapUsage[heap];
    return all > used ? all - used : 0;
}

core::Result<VkCommandBuffer> Context::commands(const std::function<void(VkCommandBuffer)>& record, bool once) {
    const VkCommandBufferAllocateInfo allocate{VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO, nullptr, m_pool,
                                               VK_COMMAND_BUFFER_LEVEL_PRIMARY, 1};
    VkCommandBuffer commands = VK_NULL_HANDLE;
    HEARTH_CHECK(check(vkAllocateCommandBuffers(m_device, &allocate, &commands), "gpu_commands"));
    const VkCommandBufferBeginInfo begin{
        VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO, nullptr,
        once ? VkCommandBufferUsageFlags{VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT} : 0, nullptr};
    HEARTH_CHECK(check(vkBeginCommandBuffer(commands, &begin), "gpu_recording"));
    record(commands);
    HEARTH_CHECK(check(vkEndCommandBuffer(commands), "gpu_recording"));
    return commands;
}

void Context::forget(VkCommandBuffer commands) {
    vkFreeCommandBuffers(m_device, m_pool, 1, &commands);
}

core::Status Context::run(VkCommandBuffer commands) {
    const VkSubmitInfo submit{VK_STRUCTURE_TYPE_SUBMIT_INFO, nullptr, 0, nullptr, nullptr, 1, &commands, 0, nullptr};
    HEARTH_CHECK(check(vkResetFences(m_device, 1, &m_fence), "gpu_a_step"));
    HEARTH_CHECK(check(vkQueueSubmit(m_queue, 1, &submit, m_fence), "gpu_a_step"));
    return check(vkWaitForFences(m_device, 1, &m_fence, VK_TRUE, patience_ns), "gpu_a_step");
}

core::Status Context::run_once(const std::function<void(VkCommandBuffer)>& record) {
    HEARTH_TRY(const VkCommandBuffer recorded, commands(record, true));
    const core::Status done = run(recorded);
    forget(recorded);
    return done;
}

} // namespace hearth::exact::vulkan
