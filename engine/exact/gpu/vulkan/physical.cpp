// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/vulkan/physical.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <string>

namespace hearth::exact::vulkan {

using core::Code;
using core::fail;

namespace {

constexpr std::uint32_t workgroup = 256; // threads of the widest shaders
constexpr const char* validation_layer = "VK_LAYER_KHRONOS_validation";

std::mutex complaints_guard;
std::vector<std::string> complaints;

VKAPI_ATTR VkBool32 VKAPI_CALL complain(VkDebugUtilsMessageSeverityFlagBitsEXT, VkDebugUtilsMessageTypeFlagsEXT,
                                        const VkDebugUtilsMessengerCallbackDataEXT* data, void*) {
    const std::lock_guard held(complaints_guard);
    complaints.emplace_back(data->pMessage);
    return VK_FALSE;
}

bool layer_present(const char* name) {
    std::uint32_t count = 0;
    vkEnumerateInstanceLayerProperties(&count, nullptr);
    std::vector<VkLayerProperties> layers(count);
    vkEnumerateInstanceLayerProperties(&count, layers.data());
    return std::any_of(layers.begin(), layers.end(),
                       [&](const VkLayerProperties& layer) { return std::strcmp(layer.layerName, name) == 0; });
}

std::vector<VkExtensionProperties> extensions_of(VkPhysicalDevice device) {
    std::uint32_t count = 0;
    vkEnumerateDeviceExtensionProperties(device, nullptr, &count, nullptr);
    std::vector<VkExtensionProperties> found(count);
    vkEnumerateDeviceExtensionProperties(device, nullptr, &count, found.data());
    return found;
}

std::optional<std::uint32_t> compute_family(VkPhysicalDevice device) {
    std::uint32_t count = 0;
    vkGetPhysicalDeviceQueueFamilyProperties(device, &count, nullptr);
    std::vector<VkQueueFamilyProperties> families(count);
    vkGetPhysicalDeviceQueueFamilyProperties(device, &count, families.data());
    std::optional<std::uint32_t> found;
    for (std::uint32_t i = 0; i < count; ++i) {
        if ((families[i].queueFlags & VK_QUEUE_COMPUTE_BIT) == 0) continue;
        // A queue of its own does not wait behind the desktop's drawing.
        if ((families[i].queueFlags & VK_QUEUE_GRAPHICS_BIT) == 0) return i;
        if (!found) found = i;
    }
    return found;
}

std::string pci_address(const VkPhysicalDevicePCIBusInfoPropertiesEXT& bus) {
    char text[16];
    std::snprintf(text, sizeof text, "%04x:%02x:%02x.%x", bus.pciDomain, bus.pciBus, bus.pciDevice, bus.pciFunction);
    return text;
}

/// Fills what properties say; the extensions were looked up before.
void read_properties(Physical& physical, bool has_pci) {
    VkPhysicalDevicePCIBusInfoPropertiesEXT bus{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PCI_BUS_INFO_PROPERTIES_EXT};
    VkPhysicalDeviceVulkan12Properties core12{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_PROPERTIES,
                                              has_pci ? &bus : nullptr};
    VkPhysicalDeviceMaintenance3Properties sizes{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MAINTENANCE_3_PROPERTIES, &core12};
    VkPhysicalDeviceIDProperties ids{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES, &sizes};
    VkPhysicalDeviceProperties2 all{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2, &ids};
    vkGetPhysicalDeviceProperties2(physical.device, &all);
    physical.identity = core::to_bytes(all.properties.pipelineCacheUUID);
    physical.identity.insert(physical.identity.end(), std::begin(ids.deviceUUID), std::end(ids.deviceUUID));
    physical.identity.insert(physical.identity.end(), std::begin(ids.driverUUID), std::end(ids.driverUUID));
    for (const std::uint32_t number : {all.properties.vendorID, all.properties.deviceID, all.properties.driverVersion})
        core::append_u32(physical.identity, number);
    physical.info.name = all.properties.deviceName;
    physical.info.driver = std::string(core12.driverName) + " " + core12.driverInfo;
    physical.info.software = all.properties.deviceType == VK_PHYSICAL_DEVICE_TYPE_CPU;
    physical.info.integrated = all.properties.deviceType == VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU;
    if (has_pci) physical.info.pci = pci_address(bus);
    physical.limits.buffer_bytes = sizes.maxMemoryAllocationSize;
    physical.limits.nearest = core12.shaderRoundingModeRTEFloat32 == VK_TRUE;
    VkPhysicalDeviceMemoryProperties memory;
    vkGetPhysicalDeviceMemoryProperties(physical.device, &memory);
    physical.info.memory_total = memory.memoryHeaps[main_heap(memory)].size;
}

/// Errors: unsupported with what is lacking.
core::Result<Physical> usable(VkPhysicalDevice device, const VkPhysicalDeviceProperties& properties) {
    const auto family = compute_family(device);
    // A driver without 1.2 knows nothing of what is asked next.
    if (const core::Sentence cause = lacking(properties, family.has_value(), true); !cause.empty())
        return fail(Code::unsupported, cause);
    Physical physical;
    physical.device = device;
    physical.queue_family = *family;
    physical.dot_is_core = properties.apiVersion >= VK_API_VERSION_1_3;
    const auto present = extensions_of(device);
    const auto has = [&](const char* name) {
        return std::any_of(present.begin(), present.end(),
                           [&](const auto& one) { return std::strcmp(one.extensionName, name) == 0; });
    };
    const bool may_dot = physical.dot_is_core || has(VK_KHR_SHADER_INTEGER_DOT_PRODUCT_EXTENSION_NAME);
    if (!physical.dot_is_core && may_dot)
        physical.extensions.push_back(VK_KHR_SHADER_INTEGER_DOT_PRODUCT_EXTENSION_NAME);
    physical.limits.budget = has(VK_EXT_MEMORY_BUDGET_EXTENSION_NAME);
    if (physical.limits.budget) physical.extensions.push_back(VK_EXT_MEMORY_BUDGET_EXTENSION_NAME);
    VkPhysicalDeviceShaderIntegerDotProductFeatures dot{
        VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_INTEGER_DOT_PRODUCT_FEATURES};
    VkPhysicalDeviceVulkan12Features core12{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES,
                                            may_dot ? &dot : nullptr};
    VkPhysicalDeviceFeatures2 features{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2, &core12};
    vkGetPhysicalDeviceFeatures2(device, &features);
    if (const core::Sentence cause = lacking(properties, true, core12.bufferDeviceAddress == VK_TRUE); !cause.empty())
        return fail(Code::unsupported, cause);
    physical.limits.dot = may_dot && dot.shaderIntegerDotProduct == VK_TRUE;
    read_properties(physical, has(VK_EXT_PCI_BUS_INFO_EXTENSION_NAME));
    physical.info.kernels = physical.limits.dot ? "dot8" : "plain";
    return physical;
}

} // namespace

core::Result<Instance> Instance::create(bool validate) {
    if (validate && !layer_present(validation_layer))
        return fail(Code::unavailable, "The Vulkan validation layer is not installed.",
                    "Install vulkan-validationlayers.");
    const VkApplicationInfo application{
        VK_STRUCTURE_TYPE_APPLICATION_INFO, nullptr, "Hearth", 1, nullptr, 0, VK_API_VERSION_1_3};
    // Chained here it hears of the instance's own making and end as well.
    VkDebugUtilsMessengerCreateInfoEXT messenger{VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT};
    messenger.messageSeverity =
        VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT | VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT;
    messenger.messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT;
    messenger.pfnUserCallback = complain;
    const char* const reporting = VK_EXT_DEBUG_UTILS_EXTENSION_NAME;
    const std::uint32_t extras = validate ? 1 : 0;
    const VkInstanceCreateInfo create{VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO,
                                      validate ? &messenger : nullptr,
                                      0,
                                      &application,
                                      extras,
                                      &validation_layer,
                                      extras,
                                      &reporting};
    VkInstance instance = VK_NULL_HANDLE;
    HEARTH_CHECK(check(vkCreateInstance(&create, nullptr, &instance), "gpu_instance"));
    Instance made(instance);
    if (validate) {
        const auto make = reinterpret_cast<PFN_vkCreateDebugUtilsMessengerEXT>(
            vkGetInstanceProcAddr(instance, "vkCreateDebugUtilsMessengerEXT"));
        HEARTH_CHECK(check(make(instance, &messenger, nullptr, &made.m_listening), "gpu_validation"));
    }
    return made;
}

std::vector<std::string> validation_complaints() {
    const std::lock_guard held(complaints_guard);
    return complaints;
}

Instance::~Instance() {
    if (m_instance == VK_NULL_HANDLE) return;
    if (m_listening != VK_NULL_HANDLE)
        reinterpret_cast<PFN_vkDestroyDebugUtilsMessengerEXT>(
            vkGetInstanceProcAddr(m_instance, "vkDestroyDebugUtilsMessengerEXT"))(m_instance, m_listening, nullptr);
    vkDestroyInstance(m_instance, nullptr);
}

std::uint32_t main_heap(const VkPhysicalDeviceMemoryProperties& memory) {
    std::uint32_t best = 0;
    std::uint64_t size = 0;
    for (std::uint32_t i = 0; i < memory.memoryHeapCount; ++i)
        if ((memory.memoryHeaps[i].flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT) != 0 && memory.memoryHeaps[i].size > size) {
            best = i;
            size = memory.memoryHeaps[i].size;
        }
    return best;
}

core::Sentence lacking(const VkPhysicalDeviceProperties& properties, bool computes, bool addresses) {
    const std::uint32_t version = properties.apiVersion;
    if (version < VK_API_VERSION_1_2)
        return core::say("vulkan_too_old", {std::to_string(VK_API_VERSION_MAJOR(version)) + "." +
                                            std::to_string(VK_API_VERSION_MINOR(version))});
    if (!computes) return core::say("no_compute_queue");
    if (properties.limits.maxComputeWorkGroupInvocations < workgroup ||
        properties.limits.maxComputeWorkGroupSize[0] < workgroup)
        return core::say("small_workgroups", {std::to_string(workgroup)});
    if (!addresses) return core::say("no_buffer_addresses");
    return {};
}

core::Result<std::vector<Physical>> usable_devices(VkInstance instance, std::vector<RejectedDevice>& rejected) {
    std::uint32_t count = 0;
    HEARTH_CHECK(check(vkEnumeratePhysicalDevices(instance, &count, nullptr), "gpu_list"));
    std::vector<VkPhysicalDevice> devices(count);
    HEARTH_CHECK(check(vkEnumeratePhysicalDevices(instance, &count, devices.data()), "gpu_list"));
    std::vector<Physical> found;
    for (const VkPhysicalDevice device : devices) {
        VkPhysicalDeviceProperties properties;
        vkGetPhysicalDeviceProperties(device, &properties);
        auto one = usable(device, properties);
        if (!one) {
            rejected.push_back({properties.deviceName, one.error().message});
            continue;
        }
        one->info.id = "vulkan:" + std::to_string(found.size());
        found.push_back(std::move(*one));
    }
    if (found.empty())
        return fail(Code::unavailable,
                    count == 0 ? core::say("vulkan_no_device") : core::say("vulkan_none_usable", {text_of(rejected)}),
                    core::say("install_or_update_driver"));
    return found;
}

core::Result<VkDevice> open_logical(const Physical& physical, const Limits& limits) {
    constexpr float priority = 1.0F;
    const VkDeviceQueueCreateInfo queue{
        VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO, nullptr, 0, physical.queue_family, 1, &priority};
    VkPhysicalDeviceShaderIntegerDotProductFeatures dot{
        VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_INTEGER_DOT_PRODUCT_FEATURES};
    dot.shaderIntegerDotProduct = VK_TRUE;
    VkPhysicalDeviceVulkan12Features core12{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES,
                                            limits.dot ? &dot : nullptr};
    core12.bufferDeviceAddress = VK_TRUE;
    VkDeviceCreateInfo create{VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO, &core12};
    create.queueCreateInfoCount = 1;
    create.pQueueCreateInfos = &queue;
    create.enabledExtensionCount = static_cast<std::uint32_t>(physical.extensions.size());
    create.ppEnabledExtensionNames = physical.extensions.data();
    VkDevice device = VK_NULL_HANDLE;
    HEARTH_CHECK(check(vkCreateDevice(physical.device, &create, nullptr, &device), "gpu_device"));
    return device;
}

} // namespace hearth::exact::vulkan
