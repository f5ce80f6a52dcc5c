// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/devices.h"
#include "core/result.h"
#include "telemetry/gpu_cards.h"

#include <string>

/// The sensors that Linux drivers show in sysfs (Documentation/hwmon/sysfs-interface.rst): microwatts,
/// millidegrees, hertz.
namespace hearth::telemetry {

/// Folder of the card's sensors; empty = its driver has none.
std::string hwmon_of(const GpuCard& card);
/// Temperature, power, its limits, fan and clocks, as far as they are there.
void read_hwmon(const std::string& hwmon, control::DeviceStatus& status);
/// Writes a power limit. Errors: refused, with the command that has the right; unsupported; io.
core::Status write_power_limit(const std::string& hwmon, std::uint64_t milliwatts);
/// "amdgpu 6.8.5" for a module with a version of its own, else "amdgpu, Linux 6.1.0-18-amd64".
std::string driver_version(const Places& places, const std::string& module);

} // namespace hearth::telemetry
