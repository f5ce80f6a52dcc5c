// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/device.h"

#include <string>

namespace hearth::app {

struct Parity {
    std::uint64_t tokens = 0, differing = 0;
    std::string first_difference; ///< empty: none
};

/// Runs the same batches on both devices, in every size, and compares final rows and logits byte by byte until `tokens`
/// tokens were compared. Errors: those of the devices.
core::Result<Parity> compare_devices(exact::Device& device, exact::Device& reference, const exact::ModelView& model,
                                     std::uint64_t tokens);

} // namespace hearth::app
