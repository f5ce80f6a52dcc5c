// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/vulkan/context.h"

namespace hearth::exact::vulkan {

/// The loader's instance.
class Instance {
public:
    /// `validate` asks for the validation layer, whose complaints validation_complaints() lists.
    static core::Result<Instance> create(bool validate);
    Instance(Instance&& other) noexcept
        : m_instance(std::exchange(other.m_instance, VK_NULL_HANDLE)), m_listening(other.m_listening) {}
    ~Instance();
    VkInstance get() const { return m_instance; }

private:
    explicit Instance(VkInstance instance) : m_instance(instance) {}
    VkInstance m_instance;
    VkDebugUtilsMessengerEXT m_listening = VK_NULL_HANDLE;
};

/// What the validation layer complained about in this process so far.
std::vector<std::string> validation_complaints();

/// A device as the driver shows it.
struct Physical {
    VkPhysicalDevice device = VK_NULL_HANDLE;
    std::uint32_t queue_family = 0;
    std::vector<const char*> extensions; ///< those to enable
    bool dot_is_core = false;            ///< packed dot products without an extension
    core::Bytes identity;                ///< of device and driver; whose compiled kernels are whose
    DeviceInfo info;
    Limits limits;
};

/// Those with all that is needed; the others go to `rejected`. Errors: unavailable.
core::Result<std::vector<Physical>> usable_devices(VkInstance instance, std::vector<RejectedDevice>& rejected);
/// What a device lacks of Vulkan 1.2, a compute queue, wide workgroups and buffers by address; empty: nothing.
core::Sentence lacking(const VkPhysicalDeviceProperties& properties, bool computes, bool addresses);
core::Result<VkDevice> open_logical(const Physical& physical, const Limits& limits);
/// The largest heap of the device's own memory.
std::uint32_t main_heap(const VkPhysicalDeviceMemoryProperties& memory);

} // namespace hearth::exact::vulkan
