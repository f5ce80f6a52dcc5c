// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/plugin.h"

#include <filesystem>
#include <string_view>

namespace hearth::exact {

/// "vulkan:1" → kind and index. Errors: invalid_argument with the forms that exist.
struct DeviceName {
    std::string kind; ///< "cpu", "vulkan", "cuda"
    std::uint32_t index = 0;

    static core::Result<DeviceName> parse(std::string_view text);
    std::string text() const { return kind == "cpu" ? kind : kind + ":" + std::to_string(index); }
};

/// Opens a plug-in's library; it stays loaded until the process ends. Errors: unavailable (it or its driver is missing;
/// the message names the piece), corrupt (no plug-in), conflict (of another version).
core::Result<const Plugin*> load_plugin(const std::filesystem::path& file);

/// What one kind of GPU plug-in finds on this machine: its devices, or the reason why there are none.
struct PluginReport {
    std::string kind;
    std::vector<DeviceInfo> devices;
    std::vector<RejectedDevice> rejected; ///< beside the devices; where there are none, the problem names them
    std::optional<core::Error> problem;   ///< library or driver missing, another version, no device
};
/// Opens every plug-in; a driver may hang or crash, so only processes that can be lost may call it.
/// `only`: one kind; empty = all.
std::vector<PluginReport> probe_plugins(std::string_view only = {});

/// The GPU of this kind at a PCI address, whatever its number is by now; with an empty address `name` itself, as long
/// as it has none. Errors: unavailable (it is not there now), those of load_plugin().
core::Result<DeviceName> gpu_at(const DeviceName& name, std::string_view pci);
/// The GPU called `name`. Errors: not_found, unsupported, those of load_plugin().
core::Result<std::unique_ptr<Device>> open_gpu(const DeviceName& name, const DeviceOptions& options);

} // namespace hearth::exact
