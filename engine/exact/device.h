// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/part_runner.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace hearth::exact {

struct DeviceInfo {
    std::string id; ///< "cpu", "vulkan:0", "cuda:0": what a user writes to choose it
    std::string name, driver;
    std::string kernels;            ///< variant in use, e.g. "avx512vnni", "dot8"
    std::string pci;                ///< "0000:01:00.0"; empty where the driver does not say
    bool software = false;          ///< a driver that computes on the processor
    bool integrated = false;        ///< shares the processor's memory
    std::uint64_t memory_total = 0; ///< bytes
};

/// A device that cannot be used.
struct RejectedDevice {
    std::string name;
    core::Sentence cause;
};
/// What one kind of plug-in finds.
struct DeviceList {
    std::vector<DeviceInfo> devices;
    std::vector<RejectedDevice> rejected;
};
/// "A (why); B (why)"
core::Sentence text_of(const std::vector<RejectedDevice>& rejected);

/// What a model, or a part of it, takes of a device, in bytes.
struct Footprint {
    std::uint64_t weights = 0, page = 0, workspace = 0; ///< `page`: of one page of the cache
    std::uint64_t total(std::uint64_t pages) const { return weights + workspace + pages * page; }
};

/// Bytes done and in all; false cancels.
using LoadProgress = std::function<bool(std::uint64_t done, std::uint64_t all)>;

/// Something that runs the exact profiles. Used from one thread; outlives the runners that it made.
class Device {
public:
    virtual ~Device() = default;

    virtual const DeviceInfo& info() const = 0;
    /// Bytes that may still be taken; nullopt where the driver does not say.
    virtual std::optional<std::uint64_t> memory_free() const = 0;
    virtual Footprint footprint(const ModelView& model) const = 0;
    /// Errors: out_of_memory, unsupported (a limit of the device), cancelled, unavailable (the device is gone).
    virtual core::Result<std::unique_ptr<PartRunner>> load(const ModelView& model, std::uint32_t pages,
                                                           const LoadProgress& progress) = 0;
    /// Bytes per second that a kernel reads from the device's memory, measured now; takes about a second.
    virtual core::Result<double> read_bandwidth() = 0;
    /// Compiled kernels, to be handed in when this device is opened the next time; empty where there is nothing to
    /// keep.
    virtual core::Bytes kernel_cache() const { return {}; }
};

} // namespace hearth::exact
