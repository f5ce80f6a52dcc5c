// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"

#include <string>
#include <vector>

namespace hearth::node {

/// Turns what was measured into what the node says about its GPUs: switched off, too full, unused. Limits must
/// stand in the values already. `disabled` holds ids or PCI addresses. Pure.
std::vector<control::DeviceStatus> judge_gpus(std::vector<control::DeviceStatus> gpus,
                                              const std::vector<std::string>& disabled,
                                              const control::WorkerStatus& worker);

} // namespace hearth::node
