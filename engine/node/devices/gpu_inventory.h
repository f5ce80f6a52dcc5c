// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/state/settings.h"

namespace hearth::node {

/// A GPU that the inference plug-ins can open.
struct FoundGpu {
    std::string id; ///< "vulkan:0"
    std::string name, driver, pci;
    bool software = false, integrated = false;
    std::uint64_t memory_bytes = 0;
    std::vector<std::string> profiles = {}; ///< that run there
};

/// What the worker program finds. A driver that hangs or crashes takes a process of its own with it, not the service.
struct GpuInventory {
    std::vector<FoundGpu> devices;
    /// Of plug-ins that found nothing and of devices that cannot be used; empty if all can.
    core::Sentence problem, hint;

    /// Blocks for at most ten seconds, or thirty where a driver hangs or crashes: then every plug-in is asked alone.
    static GpuInventory run(const std::filesystem::path& worker_program);
    /// From the worker's report. Errors: corrupt.
    static core::Result<GpuInventory> parse(const std::string& json);

    /// What another plug-in found.
    void add(const GpuInventory& other);
    const FoundGpu* find(const std::string& id) const;
    /// The device before `choice` in `wanted` that is the same card through another plug-in; empty if there is none.
    std::string same_card(const std::vector<DeviceChoice>& wanted, const DeviceChoice& choice) const;
    /// The devices that shall work: those of the settings, or else the cards with memory of their own; each card
    /// through one plug-in only, and none at a `disabled` PCI address. The processor is always the last.
    std::vector<DeviceChoice> choose(const std::vector<DeviceChoice>& wanted,
                                     const std::vector<std::string>& disabled = {}) const;
};

} // namespace hearth::node
