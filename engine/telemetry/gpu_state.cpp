// SPDX-License-Identifier: Apache-2.0
#include "telemetry/gpu_state.h"

#include <utility>

namespace hearth::telemetry {
namespace {

constexpr std::pair<GpuState, const char*> names[] = {
    {GpuState::ok, "idle"},
    {GpuState::asleep, "asleep"},
    {GpuState::no_gpu, "no gpu"},
    {GpuState::driver_missing, "driver missing"},
    {GpuState::driver_busy, "driver busy"},
    {GpuState::probe_crashed, "probe crashed"},
    {GpuState::disabled_by_you, "disabled by you"},
    {GpuState::too_little_memory, "too little memory"},
    {GpuState::cpu_fallback, "cpu fallback"},
};

core::Sentence install(const std::string& vendor) {
    if (vendor == "nvidia") return core::say("install_nvidia");
    if (vendor == "amd") return core::say("install_amd");
    if (vendor == "intel") return core::say("install_intel");
    return core::say("install_driver");
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

core::Sentence advice(GpuState state, const std::string& vendor) {
    switch (state) {
    case GpuState::ok:
    case GpuState::asleep:
    case GpuState::cpu_fallback: // only the node knows what keeps it from being used
        return {};
    case GpuState::no_gpu:
        return core::say("no_gpu");
    case GpuState::driver_missing:
        return install(vendor);
    case GpuState::driver_busy:
        return core::say("tried_again");
    case GpuState::probe_crashed:
        return core::say("tried_rarely");
    case GpuState::disabled_by_you:
        return core::say("switched_off");
    case GpuState::too_little_memory:
        return core::say("memory_taken");
    }
    return {};
}

} // namespace hearth::telemetry
