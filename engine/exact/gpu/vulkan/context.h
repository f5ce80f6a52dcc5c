// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/vulkan/api.h"
#include "exact/plugin.h"

#include <functional>

namespace hearth::exact::vulkan {

/// What the kernels may use of a device.
struct Limits {
    std::uint64_t buffer_bytes = 0; ///< of one buffer
    bool dot = false;               ///< packed integer dot products
    bool nearest = false;           ///< rounding to nearest can be declared
    bool budget = false;            ///< the driver tells what memory is free
};

class Instance;
struct Physical;

/// An opened device with one compute queue. Used from one thread.
class Context {
public:
    /// Devices that can run the kernels, in the driver's order. Errors: unavailable (no driver, no device).
    static core::Result<DeviceList> list();
    static core::Result<std::unique_ptr<Context>> open(std::uint32_t index, const DeviceOptions& options);
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    const DeviceInfo& info() const { return m_info; }
    const Limits& limits() const { return m_limits; }
    VkDevice device() const { return m_device; }
    VkPipelineCache cache() const { return m_cache; }
    core::Bytes cache_data() const;
    std::optional<std::uint64_t> memory_free() const;
    const VkPhysicalDeviceMemoryProperties& memory() const { return m_memory; }

    /// A command buffer that `record` fills, to be submitted as often as one likes.
    core::Result<VkCommandBuffer> commands(const std::function<void(VkCommandBuffer)>& record, bool once);
    void forget(VkCommandBuffer commands);
    /// Submits and waits. Errors: unavailable, if the device is lost or does not answer.
    core::Status run(VkCommandBuffer commands);
    core::Status run_once(const std::function<void(VkCommandBuffer)>& record);

private:
    Context();
    core::Status open_device(const Physical& chosen, const DeviceOptions& options);

    std::unique_ptr<Instance> m_instance;
    VkPhysicalDevice m_physical = VK_NULL_HANDLE;
    VkDevice m_device = VK_NULL_HANDLE;
    VkQueue m_queue = VK_NULL_HANDLE;
    VkCommandPool m_pool = VK_NULL_HANDLE;
    VkFence m_fence = VK_NULL_HANDLE;
    VkPipelineCache m_cache = VK_NULL_HANDLE;
    VkPhysicalDeviceMemoryProperties m_memory{};
    DeviceInfo m_info;
    Limits m_limits;
    core::Bytes m_identity; ///< whose kernels the cache holds
};

} // namespace hearth::exact::vulkan
