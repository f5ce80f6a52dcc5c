// SPDX-License-Identifier: Apache-2.0
#include "exact/plugin.h"

extern "C" __attribute__((visibility("default"))) const hearth::exact::Plugin* hearth_exact_plugin() {
    using namespace hearth::exact;
    static const Plugin plugin{plugin_interface - 1, HEARTH_VERSION, "vulkan", nullptr, nullptr};
    return &plugin;
}
