// SPDX-License-Identifier: Apache-2.0
#include "node/gpu_policy.h"

#include "telemetry/gpu_state.h"

#include <algorithm>

namespace hearth::node {
namespace {

using control::DeviceStatus;
using telemetry::GpuState;

std::string mib(std::uint64_t bytes) {
    return std::to_string(bytes >> 20) + " MiB";
}

void set_state(DeviceStatus& gpu, GpuState state, const std::string& cause = {}) {
    gpu.state = telemetry::state_name(state);
    gpu.reason = cause + telemetry::advice(state, gpu.vendor);
}

bool is_named(const DeviceStatus& gpu, const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return name == gpu.id || name == gpu.pci_address; });
}

/// The GPU that a worker's "cuda:1" or "vulkan:0" means, where it can be told: CUDA counts NVIDIA's cards by
/// address, and with one card there is no choice.
const DeviceStatus* gpu_of(const std::string& device, const std::vector<DeviceStatus>& gpus) {
    if (device == "cpu" || device.empty()) return nullptr;
    if (gpus.size() == 1) return &gpus.front();
    if (!device.starts_with("cuda:")) return nullptr;
    std::string number = "0";
    for (const DeviceStatus& gpu : gpus) {
        if (gpu.vendor != "nvidia") continue;
        if (device == "cuda:" + number) return &gpu;
        number = std::to_string(std::stoi(number) + 1);
    }
    return nullptr;
}

} // namespace

std::vector<DeviceStatus> judge_gpus(std::vector<DeviceStatus> gpus, const std::vector<std::string>& disabled,
                                     const control::WorkerStatus& worker) {
    const DeviceStatus* const used = gpu_of(worker.device, gpus);
    for (DeviceStatus& gpu : gpus) {
        const auto reserve = gpu.limits.memory_reserve_bytes;
        const bool known = gpu.memory_total_bytes && gpu.memory_used_bytes && *gpu.memory_used_bytes <= *gpu.memory_total_bytes;
        const std::uint64_t free = known ? *gpu.memory_total_bytes - *gpu.memory_used_bytes : 0;
        if (is_named(gpu, disabled))
            set_state(gpu, GpuState::disabled_by_you);
        else if (telemetry::state_from_name(gpu.state) != GpuState::ok)
            continue;
        else if (&gpu == used) {
            gpu.state = worker.state == "busy" ? "working" : worker.state == "disabled" ? "disabled" : "idle";
            gpu.reason = worker.state == "disabled" ? worker.reason : "";
        } else if (reserve && known && free < *reserve)
            set_state(gpu, GpuState::too_little_memory,
                      mib(free) + " are free, " + mib(*reserve) + " are to stay free for other programs. ");
        else if (worker.device == "cpu" || worker.device.empty())
            set_state(gpu, GpuState::cpu_fallback);
    }
    return gpus;
}

} // namespace hearth::node
