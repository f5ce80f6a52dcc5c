// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"

namespace hearth::desktop {

/// The two say the same but for figures that only measure: load, memory, heat, power, clocks, block height. Pure.
bool sameFacts(const control::NodeStatus& a, const control::NodeStatus& b);

} // namespace hearth::desktop
