// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "inference/model_runner.h"

#include <cstdint>
#include <span>
#include <vector>

namespace hearth::compute {

/// How a batch is computed by operators on whole tensors: sequences that bring the same number of rows attend together,
/// their pages filled up to the longest. Rows stand in the order of the groups.
struct TorchBatch {
    struct Group {
        std::int64_t first = 0; ///< row
        std::int64_t sequences = 0;
        std::int64_t rows = 0;    ///< of each sequence
        std::int64_t pages = 0;   ///< of each sequence
        std::int64_t page_at = 0; ///< in `pages`
    };

    /// At most `padded_pages` pages go into a group of more than one sequence.
    TorchBatch(std::span<const inference::Row> rows, std::size_t padded_pages);

    std::vector<Group> groups;
    std::vector<std::int64_t> tokens, positions, slots; ///< of each row; a slot is page × page_tokens + offset
    std::vector<std::int64_t> pages;                    ///< group by group, sequence by sequence
    std::vector<std::int64_t> begun;                    ///< pages whose first position is among the rows
    std::vector<std::int64_t> place;                    ///< where the caller's row stands now
};

} // namespace hearth::compute
