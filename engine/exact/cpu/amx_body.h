// SPDX-License-Identifier: Apache-2.0
#pragma once

// Products of many rows in tiles of 16 × 16 sums, written once over the tiles that `Tiles` stands for: the
// processor's or, in tests, plain arrays. A packed block has the layout of such a tile: 64 columns are 16 lines.
#include "exact/cpu/linear_body.h"
#include "exact/cpu/tile_config.h"

namespace {

static_assert(offset_bytes, "the tiles multiply int8 with uint8");

constexpr std::size_t grid_rows = 16; ///< input rows of a tile
constexpr std::size_t batch_rows = 8; ///< with fewer rows a tile is so empty that the lanes are faster

// All eight tiles: 2 × 2 of sums, two of input rows, two of blocks.
constexpr int sums_tile(int r, int b) {
    return 2 * r + b;
}
constexpr int rows_tile(int r) {
    return 4 + r;
}
constexpr int block_tile(int b) {
    return 6 + b;
}

/// Tiles for `rows` input rows, up to 32; what is beyond them is not read.
inline TileConfig tiles_for(std::size_t rows) {
    TileConfig config;
    const auto shape = [&](int tile, std::size_t lines) {
        config.rows[tile] = static_cast<std::uint8_t>(lines);
        config.line_bytes[tile] = lines == 0 ? 0 : line_bytes;
    };
    for (int r = 0; r < 2; ++r) {
        const std::size_t mine = r == 0 ? std::min(rows, grid_rows) : rows - std::min(rows, grid_rows);
        shape(rows_tile(r), mine);
        for (int b = 0; b < 2; ++b)
            shape(sums_tile(r, b), mine);
        shape(block_tile(r), grid_rows);
    }
    return config;
}

/// Sums of R × B tiles over all columns.
template <typename Tiles, int R, int B>
void sum_tiles(const LinearArgs& args, std::size_t row, std::size_t block) {
    // Loads may see all memory: what they need is held here, or it is read again before each.
    const std::size_t stride = args.input.stride, columns = args.matrix->padded_columns;
    const std::int8_t* const rows = args.input.values + row * stride;
    const std::int8_t* const more_rows = rows + (R - 1) * grid_rows * stride;
    const std::uint8_t* const lines = args.matrix->block(block);
    const std::uint8_t* const more_lines = args.matrix->block(block + B - 1);
    Tiles::template clear<sums_tile(0, 0)>();
    if constexpr (B == 2) Tiles::template clear<sums_tile(0, 1)>();
    if constexpr (R == 2) Tiles::template clear<sums_tile(1, 0)>();
    if constexpr (R == 2 && B == 2) Tiles::template clear<sums_tile(1, 1)>();
    for (std::size_t column = 0; column < columns; column += column_unit) {
        Tiles::template load<block_tile(0)>(lines + column * block_rows, line_bytes);
        Tiles::template load<rows_tile(0)>(rows + column, stride);
        Tiles::template multiply<sums_tile(0, 0), rows_tile(0), block_tile(0)>();
        if constexpr (B == 2) {
            Tiles::template load<block_tile(1)>(more_lines + column * block_rows, line_bytes);
            Tiles::template multiply<sums_tile(0, 1), rows_tile(0), block_tile(1)>();
        }
        if constexpr (R == 2) {
            Tiles::template load<rows_tile(1)>(more_rows + column, stride);
            Tiles::template multiply<sums_tile(1, 0), rows_tile(1), block_tile(0)>();
        }
        if constexpr (R == 2 && B == 2) Tiles::template multiply<sums_tile(1, 1), rows_tile(1), block_tile(1)>();
    }
}

/// `rows` input rows × B blocks; rows is above 16 where R is 2.
template <typename Tiles, int R, int B>
void linear_grid(const LinearArgs& args, std::size_t row, std::size_t rows, std::size_t block) {
    sum_tiles<Tiles, R, B>(args, row, block);
    alignas(64) std::int32_t sums[R][B][grid_rows][lanes];
    Tiles::template store<sums_tile(0, 0)>(sums[0][0], sizeof sums[0][0][0]);
    if constexpr (B == 2) Tiles::template store<sums_tile(0, 1)>(sums[0][1], sizeof sums[0][0][0]);
    if constexpr (R == 2) Tiles::template store<sums_tile(1, 0)>(sums[1][0], sizeof sums[0][0][0]);
    if constexpr (R == 2 && B == 2) Tiles::template store<sums_tile(1, 1)>(sums[1][1], sizeof sums[0][0][0]);
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t b = 0; b < B; ++b)
            finish(args, row + r, block + b, load_ints(sums[r / grid_rows][b][r % grid_rows]));
}

template <typename Tiles, int R>
void linear_grids(const LinearArgs& args, std::size_t row, std::size_t rows) {
    std::size_t block = args.first;
    for (; block + 2 <= args.last; block += 2)
        linear_grid<Tiles, R, 2>(args, row, rows, block);
    if (block < args.last) linear_grid<Tiles, R, 1>(args, row, rows, block);
}

/// linear() where the batch fills tiles. The tiles are a thread's own and nothing of them stays: the thread may run
/// something else next, and what is left in tiles makes every change of threads slower.
template <typename Tiles>
void linear_in_tiles(const LinearArgs& args) {
    const std::size_t count = args.input.count;
    if (count < batch_rows) return linear(args);
    std::size_t configured = 0;
    for (std::size_t row = 0; row < count;) {
        const std::size_t rows = std::min(count - row, 2 * grid_rows);
        if (rows != configured) Tiles::configure(tiles_for(rows));
        configured = rows;
        if (rows > grid_rows)
            linear_grids<Tiles, 2>(args, row, rows);
        else
            linear_grids<Tiles, 1>(args, row, rows);
        row += rows;
    }
    Tiles::release();
}

} // namespace
