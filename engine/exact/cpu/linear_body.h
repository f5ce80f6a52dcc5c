// SPDX-License-Identifier: Apache-2.0
#pragma once

// Products of rows with packed matrices: part of kernels_body.h.
#include "exact/cpu/rows_body.h"

namespace {

constexpr std::size_t line_bytes = 4 * block_rows;

/// acc[r][b] += row r × block b over `fours` groups of four columns.
template <std::size_t R, std::size_t B>
inline void multiply(const std::int8_t* rows, std::size_t stride, const std::uint8_t* blocks, std::size_t block_bytes,
                     std::size_t fours, Ints (&acc)[R][B]) {
    for (std::size_t k = 0; k < fours; ++k) {
        const std::uint8_t* const line = blocks + k * line_bytes;
#pragma GCC unroll 8
        for (std::size_t r = 0; r < R; ++r) {
            const Four row = four(rows + r * stride + 4 * k);
#pragma GCC unroll 4
            for (std::size_t b = 0; b < B; ++b)
                acc[r][b] = dot4(acc[r][b], line + b * block_bytes, row);
        }
    }
}

template <std::size_t R, std::size_t B>
inline void clear(Ints (&acc)[R][B]) {
#pragma GCC unroll 8
    for (std::size_t r = 0; r < R; ++r)
#pragma GCC unroll 4
        for (std::size_t b = 0; b < B; ++b)
            acc[r][b] = zero_ints();
}

/// Modulo 2³²: both sides may pass 2³¹ in a long row, the difference does not.
inline Ints without_offset(Ints acc, std::int32_t row_sum) {
    return offset_bytes ? acc - all(static_cast<std::int32_t>(static_cast<std::uint32_t>(row_sum) * 128U)) : acc;
}

/// Scales 16 floats, which the input row's scale is already in, by the matrix and writes them, or fewer where it ends.
inline void finish(const LinearArgs& args, std::size_t row, std::size_t block, Floats y) {
    const PackedMatrix& m = *args.matrix;
    const std::size_t first = block * block_rows;
    y = y * load(m.scales + first);
    if (m.biases != nullptr) y = y + load(m.biases + first);
    float* const out = args.output + row * args.stride + first;
    if (first + lanes <= m.rows) return store(out, args.add ? load(out) + y : y);
    alignas(64) float tail[lanes];
    store(tail, y);
    for (std::size_t i = 0; first + i < m.rows; ++i)
        out[i] = args.add ? out[i] + tail[i] : tail[i];
}
/// The same from the sums of one input row × one int8 block.
inline void finish(const LinearArgs& args, std::size_t row, std::size_t block, Ints acc) {
    finish(args, row, block, to_floats(without_offset(acc, args.input.sums[row])) * all(args.input.scales[row]));
}

template <std::size_t R, std::size_t B>
void linear_tile(const LinearArgs& args, std::size_t row, std::size_t block) {
    const PackedMatrix& m = *args.matrix;
    Ints acc[R][B];
    clear(acc);
    multiply(args.input.values + row * args.input.stride, args.input.stride, m.block(block), m.block_bytes(),
             m.padded_columns / 4, acc);
    for (std::size_t r = 0; r < R; ++r)
        for (std::size_t b = 0; b < B; ++b)
            finish(args, row + r, block + b, acc[r][b]);
}

template <std::size_t B>
void linear_rows(const LinearArgs& args, std::size_t block) {
    std::size_t row = 0;
    for (; row + tile_rows <= args.input.count; row += tile_rows)
        linear_tile<tile_rows, B>(args, row, block);
    switch (args.input.count - row) {
    case 5:
        return linear_tile<std::min<std::size_t>(5, tile_rows), B>(args, row, block);
    case 4:
        return linear_tile<std::min<std::size_t>(4, tile_rows), B>(args, row, block);
    case 3:
        return linear_tile<3, B>(args, row, block);
    case 2:
        return linear_tile<2, B>(args, row, block);
    case 1:
        return linear_tile<1, B>(args, row, block);
    default:
        return;
    }
}

void linear(const LinearArgs& args) {
    std::size_t block = args.first;
    for (; block + wide_blocks <= args.last; block += wide_blocks)
        linear_rows<wide_blocks>(args, block);
    for (; block < args.last; ++block)
        linear_rows<1>(args, block);
}

} // namespace
