// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/device_words.h"
#include "core/sentence.h"

#include <string>

namespace hearth::telemetry {

/// What to do about it, in one sentence; empty where there is nothing to do. `vendor` as in DeviceStatus.
core::Sentence advice(control::DeviceState state, const std::string& vendor);

} // namespace hearth::telemetry
