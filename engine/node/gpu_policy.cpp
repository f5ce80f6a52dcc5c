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

bool is_cpu(const std::string& worker_device) {
    return worker_device == "cpu" || worker_device.empty();
}

} // namespace

std::optional<std::size_t> used_gpu(const std::string& worker_device, const std::vector<DeviceStatus>& gpus) {
    if (is_cpu(worker_device)) return std::nullopt;
    if (gpus.size() == 1) return 0;
    std::size_t number = 0;
    for (std::size_t i = 0; i < gpus.size(); ++i)
        if (gpus[i].vendor == "nvidia" && worker_device == "cuda:" + std::to_string(number++)) return i;
    return std::nullopt;
}

std::vector<DeviceStatus> judge_gpus(std::vector<DeviceStatus> gpus, const std::vector<std::string>& disabled,
                                     const control::WorkerStatus& worker) {
    const auto used = used_gpu(worker.device, gpus);
    for (std::size_t i = 0; i < gpus.size(); ++i) {
        DeviceStatus& gpu = gpus[i];
        const auto reserve = gpu.limits.memory_reserve_bytes;
        const bool known = gpu.memory_total_bytes && gpu.memory_used_bytes && *gpu.memory_used_bytes <= *gpu.memory_total_bytes;
        const std::uint64_t free = known ? *gpu.memory_total_bytes - *gpu.memory_used_bytes : 0;
        if (is_named(gpu, disabled))
            set_state(gpu, GpuState::disabled_by_you);
        else if (telemetry::state_from_name(gpu.state) != GpuState::ok)
            continue;
        else if (used == i) {
            gpu.state = worker.state == "busy" ? "working" : worker.state == "disabled" ? "disabled" : "idle";
            gpu.reason = worker.state == "disabled" ? worker.reason : "";
        } else if (reserve && known && free < *reserve)
            set_state(gpu, GpuState::too_little_memory,
                      mib(free) + " are free, " + mib(*reserve) + " are to stay free for other programs. ");
        else if (is_cpu(worker.device))
            set_state(gpu, GpuState::cpu_fallback);
    }
    return gpus;
}

} // namespace hearth::node
