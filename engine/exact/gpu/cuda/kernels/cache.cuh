// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/cuda/kernels.h"
#include "exact/gpu/cuda/kernels/arithmetic.cuh"

namespace hearth::exact::cuda {

/// Keys and values of one head in one page, in words of a layer's cache: the keys of 64 tokens, their values, the
/// scales of both. `words`: of one key.
struct HeadPlace {
    std::size_t keys;
    std::uint32_t words;

    HEARTH_DEVICE std::size_t key(std::uint32_t token) const { return keys + token % page_tokens * words; }
    HEARTH_DEVICE std::size_t value(std::uint32_t token) const {
        return keys + (page_tokens + token % page_tokens) * words;
    }
    HEARTH_DEVICE std::size_t key_scale(std::uint32_t token) const {
        return keys + 2 * page_tokens * words + token % page_tokens;
    }
    HEARTH_DEVICE std::size_t value_scale(std::uint32_t token) const { return key_scale(token) + page_tokens; }
};

/// Where the cache keeps `token` of the sequence that `row` belongs to.
HEARTH_DEVICE HeadPlace place_of(const StepData* step, std::uint32_t row, std::uint32_t token, std::uint32_t kv_head,
                                 std::uint32_t kv_heads, std::uint32_t words) {
    const auto* const behind = reinterpret_cast<const std::uint32_t*>(step + 1);
    const std::size_t page = behind[step->table[row] + token / page_tokens];
    return {(page * kv_heads + kv_head) * (2 * page_tokens * (words + 1)), words};
}

} // namespace hearth::exact::cuda
