// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"

#include <optional>
#include <string>

namespace hearth::telemetry {

/// Why a GPU is used or not. The first ones are measured; the node's policy adds the rest.
enum class GpuState {
    ok,
    asleep, ///< its bus gave it no power for want of work; it is not woken to be read
    no_gpu,
    driver_missing, ///< no kernel driver, another one, or its library is not there
    driver_busy,    ///< the driver is there and does not answer, or refuses
    probe_crashed,  ///< reading it ended the measuring process
    disabled_by_you,
    too_little_memory,
    cpu_fallback ///< it can be measured, and the CPU computes
};

/// The word in DeviceStatus::state: "idle" for ok, else "asleep", "driver missing", …
const char* state_name(GpuState state);
std::optional<GpuState> state_from_name(const std::string& name);

/// What to do about it, in one sentence; empty where there is nothing to do. `vendor` as in DeviceStatus.
core::Sentence advice(GpuState state, const std::string& vendor);

} // namespace hearth::telemetry
