// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hearth::inference {

inline constexpr std::uint32_t page_tokens = 64; ///< positions in one page of the cache
inline constexpr std::size_t max_rows = 160;     ///< of one forward()
inline constexpr std::size_t max_outputs = 32;   ///< of one project()

/// One token at one position of one sequence. `pages` are the numbers of the sequence's pages, enough for
/// `position`; rows of one sequence point at the same vector.
struct Row {
    std::uint32_t token = 0;
    std::uint32_t position = 0;
    const std::vector<std::uint32_t>* pages = nullptr;
};

} // namespace hearth::inference
