// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/words.h"

/// Enumerations of devices and models, with their words in the protocol.
namespace hearth::control {

/// Of a processor or GPU: what it does, or why it is not used.
enum class DeviceState {
    idle, ///< it can be measured, and nothing keeps it from being used
    working,
    asleep,   ///< its bus gave it no power for want of work; it is not woken to be read
    disabled, ///< its worker is, or waits after a crash
    no_gpu,
    driver_missing, ///< no kernel driver, another one, or its library is not there
    driver_busy,    ///< the driver is there and does not answer, or refuses
    probe_crashed,  ///< reading it ended the measuring process
    disabled_by_you,
    too_little_memory,
    cpu_fallback, ///< it can be measured, and the CPU computes
};

enum class ModelState { ready, loaded, disabled, removed };

template <>
inline constexpr std::array<const char*, 11> words<DeviceState>{
    "idle",        "working",       "asleep",          "disabled",          "no gpu",      "driver missing",
    "driver busy", "probe crashed", "disabled by you", "too little memory", "cpu fallback"};
template <>
inline constexpr std::array<const char*, 4> words<ModelState>{"ready", "loaded", "disabled", "removed"};

} // namespace hearth::control
