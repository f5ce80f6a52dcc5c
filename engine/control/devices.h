// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/device_words.h"
#include "core/sentence.h"
#include "core/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hearth::control {

/// A program that uses a GPU.
struct DeviceProcess {
    std::int64_t pid = 0;
    std::string name;
    std::string use; ///< "compute", "graphics" or "both"
    std::optional<std::uint64_t> memory_bytes;
    std::optional<std::uint32_t> load_ppm;
};

/// What the operator wants of a device; nullopt = no limit of that kind.
struct DeviceLimits {
    std::optional<std::uint64_t> power_milliwatts;
    std::optional<std::uint64_t> memory_reserve_bytes; ///< stays free for other programs
    std::optional<std::int64_t> pause_at_millicelsius; ///< the node takes no work while it is hotter

    bool operator==(const DeviceLimits&) const = default;
};

/// A processor or GPU. A figure that its driver does not give is nullopt.
struct DeviceStatus {
    std::string id;   ///< "cpu", "gpu:0" in the order of the PCI addresses
    std::string kind; ///< "cpu" or "gpu"
    std::string name;
    DeviceState state = DeviceState::idle;
    core::Sentence reason;
    std::string isa; ///< instruction sets that the engine uses
    std::uint32_t threads = 0;
    std::string vendor;      ///< "nvidia", "amd", "intel", "other"; empty for a CPU
    std::string pci_address; ///< "0000:01:00.0"
    std::optional<bool> integrated;
    std::optional<std::string> driver; ///< name and version
    std::optional<std::uint32_t> load_ppm;
    std::optional<std::uint64_t> memory_used_bytes, memory_total_bytes;
    std::optional<std::int64_t> temperature_millicelsius;
    std::optional<std::uint64_t> power_milliwatts, power_limit_milliwatts;
    /// What the power limit can be set to, and what it is from the factory.
    std::optional<std::uint64_t> power_limit_min_milliwatts, power_limit_max_milliwatts, power_limit_default_milliwatts;
    std::optional<std::uint32_t> core_clock_mhz, memory_clock_mhz;
    std::optional<std::uint32_t> fan_ppm, fan_rpm;
    /// What holds the clocks back now, e.g. "power, temperature"; empty = nothing does.
    std::optional<std::string> throttle;
    std::optional<std::vector<DeviceProcess>> processes;
    DeviceLimits limits;                               ///< in force, confirmed or not
    std::optional<core::Nanoseconds> limits_revert_at; ///< unless they are confirmed before
    std::optional<std::string> current_job;
};

struct ProfileSpeed {
    std::string profile;
    std::uint64_t prefill_millitokens_per_s = 0, decode_millitokens_per_s = 0;
    std::uint64_t streams_millitokens_per_s = 0; ///< sixteen answers at once, together
    std::uint32_t decode_over_bandwidth_ppm = 0; ///< share of the memory's bandwidth that decoding uses
};

/// What a device does with a synthetic model of a given size, and what it should serve.
struct BenchmarkReport {
    std::string device, name;
    std::string model_class; ///< size of the model that was measured, e.g. "1b"
    std::uint64_t read_bytes_per_s = 0;
    std::vector<ProfileSpeed> profiles;
    std::string advised_class, advised_profile; ///< empty: nothing would run well
    std::uint64_t advised_millitokens_per_s = 0;
};

} // namespace hearth::control
