// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"

#include <optional>
#include <string>
#include <vector>

namespace hearth::node {

/// Index of the GPU that a worker's "cuda:1" or "vulkan:0" means, where it can be told: CUDA counts NVIDIA's
/// cards by address, and with one card there is no choice.
std::optional<std::size_t> used_gpu(const std::string& worker_device, const std::vector<control::DeviceStatus>& gpus);

/// Turns what was measured into what the node says about its GPUs: switched off, too full, unused. Limits must
/// stand in the values already. `disabled` holds ids or PCI addresses. Pure.
std::vector<control::DeviceStatus> judge_gpus(std::vector<control::DeviceStatus> gpus,
                                              const std::vector<std::string>& disabled,
                                              const control::WorkerStatus& worker);

} // namespace hearth::node
