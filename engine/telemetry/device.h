// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hearth::telemetry {

/// What a device reports now. A field that its driver does not give is nullopt.
struct Reading {
    std::optional<std::uint32_t> load_ppm; ///< share of capacity in use since the last reading
    std::optional<std::uint64_t> memory_used_bytes, memory_total_bytes;
    std::optional<std::int64_t> temperature_millicelsius;
    std::optional<std::uint64_t> power_milliwatts, power_limit_milliwatts;
};

struct DeviceInfo {
    std::string id;   ///< "cpu", "cuda:0", …
    std::string kind; ///< "cpu" or "gpu"
    std::string name;
    std::string isa;           ///< instruction sets that matter for inference, e.g. "AVX2 AVX512-VNNI"
    std::uint32_t threads = 0; ///< usable by this process: affinity mask and cgroup quota counted in
};

/// One device. read() is called from one thread at a time and returns within milliseconds.
class Device {
public:
    virtual ~Device() = default;
    virtual const DeviceInfo& info() const = 0;
    virtual Reading read() = 0;
};

/// Every device of this machine, the CPU first. `proc` and `sys` can point at fixtures.
std::vector<std::unique_ptr<Device>> find_devices(const std::string& proc = "/proc", const std::string& sys = "/sys");

/// Resident memory of a process; nullopt when it is gone.
std::optional<std::uint64_t> resident_bytes(std::int64_t pid, const std::string& proc = "/proc");
/// Memory that a new process could use without swapping.
std::optional<std::uint64_t> available_memory_bytes(const std::string& proc = "/proc");

} // namespace hearth::telemetry
