// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/cpu/tile_config.h"

#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace {

/// Tiles as arrays of the calling thread; what the processor refuses ends the program.
struct EmulatedTiles {
    struct Tile {
        std::size_t rows, bytes;
        std::uint8_t lines[16][64];
    };
    inline static thread_local Tile tiles[8];
    inline static thread_local bool configured = false;

    static void refuse_unless(bool allowed) {
        if (!allowed) std::abort();
    }
    static Tile& used(int tile) {
        refuse_unless(configured && tiles[tile].rows != 0);
        return tiles[tile];
    }

    static void configure(const hearth::exact::TileConfig& config) {
        refuse_unless(config.palette == 1 && config.start_row == 0);
        std::memset(tiles, 0, sizeof tiles);
        for (int tile = 0; tile < 16; ++tile) {
            const std::size_t rows = config.rows[tile], bytes = config.line_bytes[tile];
            refuse_unless(tile < 8 ? rows <= 16 && bytes <= 64 && (rows == 0) == (bytes == 0) : rows + bytes == 0);
            if (tile < 8) tiles[tile].rows = rows;
            if (tile < 8) tiles[tile].bytes = bytes;
        }
        configured = true;
    }
    static void release() { configured = false; }
    template <int tile>
    static void clear() {
        std::memset(used(tile).lines, 0, sizeof used(tile).lines);
    }
    template <int tile>
    static void load(const void* from, std::size_t stride) {
        clear<tile>();
        Tile& into = used(tile);
        for (std::size_t row = 0; row < into.rows; ++row)
            std::memcpy(into.lines[row], static_cast<const char*>(from) + row * stride, into.bytes);
    }
    template <int tile>
    static void store(void* to, std::size_t stride) {
        for (std::size_t row = 0; row < used(tile).rows; ++row)
            std::memcpy(static_cast<char*>(to) + row * stride, used(tile).lines[row], used(tile).bytes);
    }
    template <int sums, int rows, int block>
    static void multiply() {
        Tile &c = used(sums), &a = used(rows), &b = used(block);
        refuse_unless(c.rows == a.rows && c.bytes == b.bytes && a.bytes == 4 * b.rows);
        std::uint32_t line[16];
        for (std::size_t m = 0; m < c.rows; ++m) {
            std::memcpy(line, c.lines[m], sizeof line);
            for (std::size_t k = 0; k < a.bytes; ++k)
                for (std::size_t n = 0; n < c.bytes / 4; ++n)
                    line[n] += static_cast<std::uint32_t>(static_cast<std::int8_t>(a.lines[m][k]) *
                                                          b.lines[k / 4][4 * n + k % 4]);
            std::memcpy(c.lines[m], line, c.bytes);
        }
    }
};

} // namespace
