// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"
#include "node/devices/gpu_inventory.h"

#include <string>
#include <vector>

namespace hearth::node {

/// The worker that computes on a GPU; null: none. They know each other by their PCI address.
const control::WorkerStatus* worker_of(const control::DeviceStatus& gpu,
                                       const std::vector<control::WorkerStatus>& workers);

/// What the plug-ins can open, and the setting worker.devices, which may be empty.
struct GpuReach {
    GpuInventory found;
    std::vector<DeviceChoice> wanted;
};

/// Turns what was measured into what the node says about its GPUs: switched off, too full, unused and why. Limits must
/// stand in the values already. `disabled` holds ids or PCI addresses. Pure.
std::vector<control::DeviceStatus> judge_gpus(std::vector<control::DeviceStatus> gpus,
                                              const std::vector<std::string>& disabled,
                                              const std::vector<control::WorkerStatus>& workers, const GpuReach& reach);

} // namespace hearth::node
