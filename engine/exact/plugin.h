// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/device.h"

#include <cstdint>
#include <vector>

namespace hearth::exact {

inline constexpr std::uint32_t plugin_interface =
    3; ///< raised with every change of Plugin, Device, PartRunner or ModelView
inline constexpr char plugin_entry[] = "hearth_exact_plugin";

struct DeviceOptions {
    /// Compiled kernels of an earlier run, Device::kernel_cache(); anything else is ignored.
    core::Bytes kernel_cache = {};
    std::string kernels = {};         ///< forces a variant; empty = the best one
    std::uint64_t largest_buffer = 0; ///< bytes; 0 = what the driver allows
    bool validate = false;            ///< reports misuse of the driver; needs its validation layers
};

/// What libhearth-vulkan.so and libhearth-cuda.so export under plugin_entry. The first two members never move, so that
/// a plug-in of another version can be refused with a sentence.
struct Plugin {
    std::uint32_t interface;
    const char* build; ///< HEARTH_VERSION; plug-in and program exchange C++ objects, so both come from one build
    const char* kind;  ///< "vulkan", "cuda"
    core::Result<DeviceList> (*list)();
    core::Result<std::unique_ptr<Device>> (*open)(std::uint32_t index, const DeviceOptions& options);
};

} // namespace hearth::exact
