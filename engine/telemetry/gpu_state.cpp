// SPDX-License-Identifier: Apache-2.0
#include "telemetry/gpu_state.h"

namespace hearth::telemetry {
namespace {

using control::DeviceState;

core::Sentence install(const std::string& vendor) {
    if (vendor == "nvidia") return core::say("install_nvidia");
    if (vendor == "amd") return core::say("install_amd");
    if (vendor == "intel") return core::say("install_intel");
    return core::say("install_driver");
}

} // namespace

core::Sentence advice(DeviceState state, const std::string& vendor) {
    switch (state) {
    case DeviceState::idle:
    case DeviceState::working:
    case DeviceState::asleep:
    case DeviceState::disabled:
    case DeviceState::cpu_fallback: // only the node knows what keeps it from being used
        return {};
    case DeviceState::no_gpu:
        return core::say("no_gpu");
    case DeviceState::driver_missing:
        return install(vendor);
    case DeviceState::driver_busy:
        return core::say("tried_again");
    case DeviceState::probe_crashed:
        return core::say("tried_rarely");
    case DeviceState::disabled_by_you:
        return core::say("switched_off");
    case DeviceState::too_little_memory:
        return core::say("memory_taken");
    }
    return {};
}

} // namespace hearth::telemetry
