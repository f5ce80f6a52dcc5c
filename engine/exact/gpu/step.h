// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/profile/model.h"

#include <algorithm>
#include <span>

namespace hearth::exact {

/// What the host tells a GPU's kernels about a submission; `Step` in vulkan/shaders/common.glsl.
struct StepData {
    std::uint32_t count;                        ///< rows of this forward(), or outputs of this project()
    std::uint32_t fault;                        ///< set by the kernels
    std::uint32_t attend_x, attend_y, attend_z; ///< workgroups of the attention: splits, heads, rows
    std::uint32_t unused[3];
    std::uint32_t token[max_rows], position[max_rows];
    std::uint32_t first[max_rows];         ///< first position seen
    std::uint32_t table[max_rows];         ///< where the row's pages begin in the page tables
    std::uint32_t output_row[max_outputs]; ///< rows that are to be output
};

/// Sizes that every GPU's kernels share, and the description of a step. Pure functions.
namespace gpu_step {

inline constexpr std::uint32_t split_tokens = 256;      ///< positions that one workgroup of the attention looks at
inline constexpr std::int32_t lowest_score = INT32_MIN; ///< largest z where nothing was seen

/// Words of four int8 values in a head.
constexpr std::uint32_t head_words(std::uint32_t head_dim) {
    return (head_dim + 3) / 4;
}
/// Numbers that the attention sums for a row and head: largest z, bits of the largest value scale, both halves of T and
/// of every A.
constexpr std::uint32_t sums_words(std::uint32_t head_dim) {
    return 4 + 2 * 4 * head_words(head_dim);
}
/// Columns of the widest rows that are quantised.
std::uint32_t widest(const Shape& shape);
/// Words of the page tables of a full batch.
std::uint64_t table_words(const Shape& shape);
std::size_t page_bytes(const Shape& shape);
/// Bytes of the buffers that hold a batch and its outputs.
std::uint64_t batch_bytes(const Shape& shape, bool projects);

/// Fills `to` but for output_row; cosine and sine of each row and pair go to `turns`, the rows' pages into `tables`
/// from word `used` on. Returns the first word of `tables` that is free.
std::uint32_t describe(std::span<const Row> rows, const Shape& shape, StepData& to, float* turns, std::uint32_t* tables,
                       std::uint32_t used);
/// Bytes [offset, offset + size of piece) of sums that hold nothing yet.
void empty_sums(std::uint32_t head_dim, std::uint64_t offset, std::span<std::uint8_t> piece);

/// The smallest size with recorded commands that takes `count` rows.
template <typename Buckets>
std::uint32_t bucket_of(const Buckets& buckets, std::size_t count) {
    return *std::find_if(buckets.begin(), buckets.end(), [&](std::uint32_t bucket) { return count <= bucket; });
}

} // namespace gpu_step

} // namespace hearth::exact
