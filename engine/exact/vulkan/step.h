// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/runner.h"

namespace hearth::exact::vulkan {

/// What the host tells the shaders about a submission; `Step` in shaders/common.glsl.
struct StepData {
    std::uint32_t count, fault;
    std::uint32_t attend_x, attend_y, attend_z;
    std::uint32_t unused[3];
    std::uint32_t token[max_rows], position[max_rows], first[max_rows], table[max_rows];
    std::uint32_t output_row[max_outputs];
};

inline constexpr std::uint32_t split_tokens = 256; ///< as in shaders/common.glsl

} // namespace hearth::exact::vulkan
