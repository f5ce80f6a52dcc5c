// SPDX-License-Identifier: Apache-2.0
#include "node/devices/gpu_inventory.h"

#include "core/json_guard.h"
#include "core/log.h"
#include "node/workers/subprocess.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace hearth::node {

namespace {

constexpr unsigned patience_s = 10;

/// `kind`: of one plug-in; empty = all of them. Errors: timed_out, unavailable, corrupt.
core::Result<GpuInventory> ask(const std::filesystem::path& worker_program, const std::string& kind) {
    std::vector<std::string> words{worker_program.string(), "--list-devices"};
    if (!kind.empty()) words.push_back(kind);
    const auto answer = run_and_capture(words, {"LANG=C.UTF-8"}, patience_s);
    if (!answer) return core::fail(answer.error().code, core::say("graphics_driver_gave_no", {answer.error().message}));
    if (answer->exit_code != 0)
        return core::fail(core::Code::unavailable,
                          core::say("graphics_driver_brought_probe", {std::to_string(answer->exit_code)}));
    return GpuInventory::parse(answer->output);
}

} // namespace

GpuInventory GpuInventory::run(const std::filesystem::path& worker_program) {
    auto all = ask(worker_program, {});
    if (all) return std::move(*all);
    GpuInventory some;
    for (const char* const kind : {"vulkan", "cuda"}) {
        auto one = ask(worker_program, kind);
        if (one)
            some.add(*one);
        else
            some.add({{}, core::say("of_device", {kind, one.error().message}), core::say("update_card_driver")});
    }
    return some;
}

void GpuInventory::add(const GpuInventory& other) {
    devices.insert(devices.end(), other.devices.begin(), other.devices.end());
    problem = core::both(problem, other.problem);
    if (hint.empty()) hint = other.hint;
}

core::Result<GpuInventory> GpuInventory::parse(const std::string& json) {
    const auto wrong = core::fail(core::Code::corrupt, core::say("worker_list_devices_cannot"),
                                  core::say("install_service_worker_together"));
    const auto all = core::json_or_discarded<nlohmann::json>(json);
    if (!all.is_array()) return wrong;
    GpuInventory probe;
    try {
        for (const auto& plugin : all) {
            for (const auto& device : plugin.at("devices"))
                probe.devices.push_back({device.at("id"), device.at("name"), device.at("driver"), device.at("pci"),
                                         device.at("software"), device.at("integrated"), device.at("memory_bytes"),
                                         device.at("profiles")});
            for (const auto& rejected : plugin.at("rejected"))
                probe.add({{},
                           core::say("of_device",
                                     {rejected.at("name").get<std::string>(), core::unkept(rejected.at("cause"))}),
                           {}});
            if (!plugin.at("problem").is_null())
                probe.add({{}, core::unkept(plugin.at("problem")), core::unkept(plugin.at("hint"))});
        }
    } catch (const nlohmann::json::exception&) {
        return wrong;
    }
    return probe;
}

const FoundGpu* GpuInventory::find(const std::string& id) const {
    const auto found = std::find_if(devices.begin(), devices.end(), [&](const FoundGpu& gpu) { return gpu.id == id; });
    return found == devices.end() ? nullptr : &*found;
}

std::string GpuInventory::same_card(const std::vector<DeviceChoice>& wanted, const DeviceChoice& choice) const {
    const FoundGpu* const gpu = find(choice.device);
    if (gpu == nullptr || gpu->pci.empty()) return {};
    for (const DeviceChoice& earlier : wanted) {
        if (earlier.device == choice.device) return {};
        const FoundGpu* const other = find(earlier.device);
        if (other != nullptr && other->pci == gpu->pci) return earlier.device;
    }
    return {};
}

std::vector<DeviceChoice> GpuInventory::choose(const std::vector<DeviceChoice>& wanted,
                                               const std::vector<std::string>& disabled) const {
    std::vector<DeviceChoice> chosen;
    const auto is_disabled = [&](const FoundGpu& gpu) {
        return !gpu.pci.empty() && std::find(disabled.begin(), disabled.end(), gpu.pci) != disabled.end();
    };
    if (wanted.empty()) {
        std::set<std::string> taken; // one card shows in CUDA and in Vulkan
        for (const char* const kind : {"cuda:", "vulkan:"})
            for (const FoundGpu& gpu : devices) {
                if (!gpu.id.starts_with(kind) || gpu.software || gpu.integrated || is_disabled(gpu)) continue;
                if (!gpu.pci.empty() && !taken.insert(gpu.pci).second) continue;
                chosen.push_back({gpu.id, 0});
            }
    }
    for (const DeviceChoice& choice : wanted) {
        if (choice.device == "cpu") continue;
        const FoundGpu* const found = find(choice.device);
        if (found != nullptr && is_disabled(*found)) continue;
        if (found == nullptr)
            core::log::warning("service", "device not found", {{"device", choice.device}, {"problem", problem}});
        else if (const std::string same = same_card(wanted, choice); !same.empty())
            core::log::warning("service", "one card named twice", {{"device", choice.device}, {"used", same}});
        else
            chosen.push_back(choice);
    }
    chosen.push_back({"cpu", 0});
    return chosen;
}

} // namespace hearth::node
