// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/runner.h"

namespace hearth::exact::cuda {

/// What the host tells the kernels about a submission. Behind it in the same memory: cosine and sine of each row and pair,
/// then page tables.
struct StepData {
    std::uint32_t count; ///< rows of this forward(), or outputs of this project()
    std::uint32_t fault; ///< set by the kernels
    std::uint32_t unused[2];
    std::uint32_t token[max_rows], position[max_rows];
    std::uint32_t first[max_rows];         ///< first position seen
    std::uint32_t table[max_rows];         ///< words from the end of StepData to the row's pages
    std::uint32_t output_row[max_outputs]; ///< rows that are to be output
};

inline constexpr std::uint32_t split_tokens = 256; ///< positions that one block of the attention looks at

} // namespace hearth::exact::cuda
