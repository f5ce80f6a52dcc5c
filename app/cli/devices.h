// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "output.h"

namespace hearth::cli {

/// Everything about a device: its first row named `label`, more rows below it. What is unknown is "–".
void add_device(Table& table, const std::string& label, const control::DeviceStatus& device);

} // namespace hearth::cli
