// SPDX-License-Identifier: Apache-2.0
#include "telemetry/gpu_state.h"

#include <utility>

namespace hearth::telemetry {
namespace {

constexpr std::pair<GpuState, const char*> names[] = {
    {GpuState::ok, "idle"},
    {GpuState::no_gpu, "no gpu"},
    {GpuState::driver_missing, "driver missing"},
    {GpuState::driver_busy, "driver busy"},
    {GpuState::probe_crashed, "probe crashed"},
    {GpuState::disabled_by_you, "disabled by you"},
    {GpuState::too_little_memory, "too little memory"},
    {GpuState::cpu_fallback, "cpu fallback"},
};

std::string install(const std::string& vendor) {
    if (vendor == "nvidia") return "Install NVIDIA's driver, then restart the computer.";
    if (vendor == "amd") return "Install the amdgpu firmware of your system, then restart the computer.";
    if (vendor == "intel") return "Install a kernel whose i915 or xe driver knows it, then restart the computer.";
    return "Install its driver, then restart the computer.";
}

} // namespace

const char* state_name(GpuState state) {
    for (const auto& [known, name] : names)
        if (known == state) return name;
    return "";
}

std::optional<GpuState> state_from_name(const std::string& name) {
    for (const auto& [state, known] : names)
        if (name == known) return state;
    return std::nullopt;
}

std::string advice(GpuState state, const std::string& vendor) {
    switch (state) {
    case GpuState::ok:
    case GpuState::cpu_fallback: // only the node knows what keeps it from being used
        return {};
    case GpuState::no_gpu:
        return "No GPU was found; the CPU computes.";
    case GpuState::driver_missing:
        return install(vendor);
    case GpuState::driver_busy:
        return "It is tried again by itself; if this stays, restart the computer.";
    case GpuState::probe_crashed:
        return "It is tried again by itself, ever more rarely; if this stays, update the driver.";
    case GpuState::disabled_by_you:
        return "You switched it off; take it out of devices.disabled in hearth.toml to use it.";
    case GpuState::too_little_memory:
        return "Close programs that use it, or lower the reserve: hearthctl node limits DEVICE --reserve MIB";
    }
    return {};
}

} // namespace hearth::telemetry
