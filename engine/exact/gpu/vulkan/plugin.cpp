// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/vulkan/device.h"

extern "C" __attribute__((visibility("default"))) const hearth::exact::Plugin* hearth_exact_plugin() {
    using namespace hearth::exact;
    static const Plugin plugin{plugin_interface, HEARTH_VERSION, "vulkan", vulkan::Context::list,
                               vulkan::VulkanDevice::open};
    return &plugin;
}
