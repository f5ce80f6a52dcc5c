// SPDX-License-Identifier: Apache-2.0
#include "node/devices/gpu_policy.h"

#include "core/size_text.h"
#include "telemetry/gpu_state.h"

#include <algorithm>

namespace hearth::node {
namespace {

using control::DeviceState;
using control::DeviceStatus;
using control::WorkerState;
using control::WorkerStatus;
using core::both;
using core::say;

void set_state(DeviceStatus& gpu, DeviceState state, const core::Sentence& cause = {}) {
    gpu.state = state;
    gpu.reason = core::both(cause, telemetry::advice(state, gpu.vendor));
}

/// Where the kernel's driver does not tell about memory, Vulkan's budget does, as long as a worker holds the GPU.
void fill_memory(DeviceStatus& gpu, const WorkerStatus& worker) {
    if (!worker.device_memory_total_bytes || !worker.device_memory_free_bytes) return;
    if (!gpu.memory_total_bytes) gpu.memory_total_bytes = worker.device_memory_total_bytes;
    if (!gpu.memory_used_bytes && *gpu.memory_total_bytes >= *worker.device_memory_free_bytes)
        gpu.memory_used_bytes = *gpu.memory_total_bytes - *worker.device_memory_free_bytes;
}

bool is_named(const DeviceStatus& gpu, const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return name == gpu.id || name == gpu.pci_address; });
}

core::Sentence install(const std::string& vendor) {
    return say(vendor == "nvidia"                     ? "install_vulkan_nvidia"
               : vendor == "amd" || vendor == "intel" ? "install_vulkan_mesa"
                                                      : "install_vulkan");
}

/// As what the plug-ins open it, the faster plug-in first; null: they do not.
const FoundGpu* reached_as(const DeviceStatus& gpu, const GpuInventory& found) {
    const FoundGpu* best = nullptr;
    for (const FoundGpu& one : found.devices)
        if (!one.software && !one.pci.empty() && one.pci == gpu.pci_address &&
            (best == nullptr || one.id.starts_with("cuda:")))
            best = &one;
    return best;
}

/// Why a GPU that could work has no worker, and what changes that.
core::Sentence why_unused(const DeviceStatus& gpu, const std::vector<WorkerStatus>& workers, const GpuReach& reach) {
    const FoundGpu* const found = reached_as(gpu, reach.found);
    for (const FoundGpu& one : reach.found.devices)
        if (found == nullptr && !one.software && one.pci.empty()) return say("may_be", {one.id, one.name});
    if (found == nullptr)
        return both(both(say(gpu.vendor == "nvidia" ? "unreached_cuda" : "unreached"), install(gpu.vendor)),
                    reach.found.problem);
    if (!reach.wanted.empty()) return say("not_named", {found->id});
    if (!found->integrated) return say("no_worker_yet");
    std::string names;
    for (const WorkerStatus& worker : workers)
        if (worker.device != "cpu") names += "\"" + worker.device + "\", ";
    return say("integrated", {names + "\"" + found->id + "\""});
}

} // namespace

const WorkerStatus* worker_of(const DeviceStatus& gpu, const std::vector<WorkerStatus>& workers) {
    const auto found = std::find_if(workers.begin(), workers.end(), [&](const WorkerStatus& worker) {
        return !gpu.pci_address.empty() && worker.pci_address == gpu.pci_address;
    });
    return found == workers.end() ? nullptr : &*found;
}

std::vector<DeviceStatus> judge_gpus(std::vector<DeviceStatus> gpus, const std::vector<std::string>& disabled,
                                     const std::vector<WorkerStatus>& workers, const GpuReach& reach) {
    const bool all_unused = std::none_of(workers.begin(), workers.end(),
                                         [](const WorkerStatus& worker) { return !worker.pci_address.empty(); });
    for (DeviceStatus& gpu : gpus) {
        const WorkerStatus* const worker = worker_of(gpu, workers);
        if (worker != nullptr) fill_memory(gpu, *worker);
        const auto reserve = gpu.limits.memory_reserve_bytes;
        const bool known =
            gpu.memory_total_bytes && gpu.memory_used_bytes && *gpu.memory_used_bytes <= *gpu.memory_total_bytes;
        const std::uint64_t free = known ? *gpu.memory_total_bytes - *gpu.memory_used_bytes : 0;
        if (is_named(gpu, disabled))
            set_state(gpu, DeviceState::disabled_by_you);
        else if (gpu.state == DeviceState::asleep && worker == nullptr)
            gpu.reason = why_unused(gpu, workers, reach);
        else if (gpu.state != DeviceState::idle)
            continue;
        else if (worker != nullptr &&
                 (worker->state == WorkerState::disabled || worker->state == WorkerState::backing_off)) {
            gpu.state = DeviceState::disabled;
            gpu.reason = worker->reason;
        } else if (worker != nullptr && worker->state == WorkerState::yielding) {
            set_state(gpu, DeviceState::too_little_memory, worker->reason);
        } else if (worker != nullptr && worker->state != WorkerState::stopped && worker->state != WorkerState::failed) {
            gpu.state = worker->state == WorkerState::busy ? DeviceState::working : DeviceState::idle;
            gpu.reason.clear();
        } else if (worker == nullptr) {
            if (all_unused) gpu.state = DeviceState::cpu_fallback;
            gpu.reason = why_unused(gpu, workers, reach);
        } else if (reserve && known && free < *reserve)
            set_state(gpu, DeviceState::too_little_memory,
                      say("must_stay_free", {core::room_text(free), core::needed_text(*reserve)}));
        else
            gpu.reason = worker->reason;
    }
    return gpus;
}

} // namespace hearth::node
