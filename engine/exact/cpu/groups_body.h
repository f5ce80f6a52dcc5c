// SPDX-License-Identifier: Apache-2.0
#pragma once

// Rows and matrices in groups of 32 columns: part of kernels_body.h.
#include "exact/cpu/linear_body.h"

namespace {

void quantise_groups(const float* x, std::size_t n, std::size_t padded, float r, std::int8_t* out, RowGroup* groups) {
    for (std::size_t at = 0; at < n; at += group_columns, ++groups) {
        const int e = group_exponent(largest(x + at, group_columns) * r);
        // Powers of two change no rounding but that of values far below one unit.
        groups->sum = quantise(x + at, group_columns, group_columns, r * power_of_two(e), out + at);
        groups->shift = finest_exponent - e;
    }
    for (std::size_t at = n; at < padded; at += group_columns)
        *groups++ = {};
    std::fill(out + n, out + padded, std::int8_t{0});
}

template <std::size_t R>
void group_tile(const LinearArgs& args, std::size_t row, std::size_t block) {
    const PackedMatrix& m = *args.matrix;
    const std::size_t groups = m.groups(), group_stride = args.input.stride / group_columns;
    const std::uint8_t* at = m.block(block);
    const std::int8_t* const rows = args.input.values + row * args.input.stride;
    Wide acc[R];
    for (std::size_t g = 0; g < groups; ++g, at += group_bytes) {
        Ints part[R][1];
        clear(part);
#pragma GCC unroll 4
        for (std::size_t line = 0; line < 4; ++line) {
            const auto low = low_halves(at + line * line_bytes), high = high_halves(at + line * line_bytes);
            const std::int8_t* const columns = rows + g * group_columns + line * 8;
#pragma GCC unroll 8
            for (std::size_t r = 0; r < R; ++r) {
                part[r][0] = dot4_small(part[r][0], low, four(columns + r * args.input.stride));
                part[r][0] = dot4_small(part[r][0], high, four(columns + r * args.input.stride + 4));
            }
        }
        const auto* const words = reinterpret_cast<const std::int16_t*>(at + group_values);
        const Ints factors = load_words(words), minima = load_words(words + block_rows);
#pragma GCC unroll 8
        for (std::size_t r = 0; r < R; ++r) {
            const RowGroup& group = args.input.groups[(row + r) * group_stride + g];
            acc[r].add(part[r][0] * factors + minima * all(group.sum), group.shift);
        }
    }
    for (std::size_t r = 0; r < R; ++r)
        finish(args, row + r, block,
               (acc[r].floats() * all(args.input.scales[row + r] * power_of_two(-finest_exponent))));
}

void linear_groups(const LinearArgs& args) {
    for (std::size_t block = args.first; block < args.last; ++block) {
        std::size_t row = 0;
        for (; row + group_tile_rows <= args.input.count; row += group_tile_rows)
            group_tile<group_tile_rows>(args, row, block);
        for (; row < args.input.count; ++row)
            group_tile<1>(args, row, block);
    }
}

} // namespace
