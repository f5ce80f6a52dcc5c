// SPDX-License-Identifier: Apache-2.0
#include "exact/devices.h"

#include "core/installation.h"

#include <array>
#include <charconv>

namespace hearth::exact {

namespace {

using core::Code;
using core::fail;
namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> kinds{"vulkan", "cuda"};

core::Result<const Plugin*> plugin_of(std::string_view kind) {
    std::error_code error;
    const std::string name = "libhearth-" + std::string(kind) + ".so";
    const fs::path file = core::installed_file(core::program_folder(), name);
    if (fs::exists(file, error)) return load_plugin(file);
    return fail(Code::unavailable, core::say("plug_not_installed", {name}),
                core::say("processor_works_without_install"));
}

core::Result<DeviceList> devices_of(std::string_view kind) {
    HEARTH_TRY(const Plugin* plugin, plugin_of(kind));
    return plugin->list();
}

} // namespace

core::Sentence text_of(const std::vector<RejectedDevice>& rejected) {
    core::Sentence text;
    for (const RejectedDevice& one : rejected) {
        const core::Sentence shown = core::say("found_gpu", {one.name, one.cause});
        text = text.empty() ? shown : core::say("one_then_another", {text, shown});
    }
    return text;
}

core::Result<DeviceName> DeviceName::parse(std::string_view text) {
    const std::size_t colon = text.find(':');
    DeviceName name{std::string(text.substr(0, colon)), 0};
    bool good = name.kind == "cpu" && colon == std::string_view::npos;
    if (colon != std::string_view::npos && (name.kind == kinds[0] || name.kind == kinds[1])) {
        const std::string_view digits = text.substr(colon + 1);
        const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), name.index);
        good = code == std::errc{} && end == digits.data() + digits.size() && name.index < 64;
    }
    if (!good)
        return fail(Code::invalid_argument, core::say("names_no_device", {std::string(text)}),
                    core::say("devices_called_cpu_vulkan"));
    return name;
}

core::Result<const Plugin*> load_plugin(const fs::path& file) {
    return core::load_plugin<Plugin>(file, plugin_entry, plugin_interface, core::say("install_card_driver"));
}

std::vector<PluginReport> probe_plugins(std::string_view only) {
    std::vector<PluginReport> reports;
    for (const std::string_view kind : kinds) {
        if (!only.empty() && kind != only) continue;
        PluginReport report{std::string(kind), {}, {}, std::nullopt};
        if (auto found = devices_of(kind)) {
            report.devices = std::move(found->devices);
            report.rejected = std::move(found->rejected);
        } else {
            report.problem = found.error();
        }
        reports.push_back(std::move(report));
    }
    return reports;
}

core::Result<DeviceName> gpu_at(const DeviceName& name, std::string_view pci) {
    HEARTH_TRY(const DeviceList found, devices_of(name.kind));
    for (const DeviceInfo& device : found.devices)
        if (device.pci == pci && (!pci.empty() || device.id == name.text())) return DeviceName::parse(device.id);
    return fail(Code::unavailable,
                pci.empty() ? core::say("gpu_not_there", {name.text()})
                            : core::say("gpu_at_not_there", {std::string(pci), name.text()}),
                core::say("tried_again_itself_if"));
}

core::Result<std::unique_ptr<Device>> open_gpu(const DeviceName& name, const DeviceOptions& options) {
    HEARTH_TRY(const Plugin* plugin, plugin_of(name.kind));
    return plugin->open(name.index, options);
}

} // namespace hearth::exact
