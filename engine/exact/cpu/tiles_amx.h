// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/cpu/tile_config.h"

#include <cstddef>

namespace {

/// The processor's tiles, of the calling thread. Assembler, since the compilers' own intrinsics take nothing but
/// literals for tiles, do not say that they read memory, and some let LDTILECFG see a part of its 64 bytes only.
struct ProcessorTiles {
    static void configure(const hearth::exact::TileConfig& config) {
        asm volatile("ldtilecfg %0" : : "m"(config) : "memory");
    }
    static void release() { asm volatile("tilerelease" : : : "memory"); }
    template <int tile>
    static void clear() {
        asm volatile("tilezero %%tmm%c0" : : "i"(tile));
    }
    /// One line of the tile every `stride` bytes.
    template <int tile>
    static void load(const void* from, std::size_t stride) {
        asm volatile("tileloadd (%0,%1,1), %%tmm%c2" : : "r"(from), "r"(stride), "i"(tile) : "memory");
    }
    template <int tile>
    static void store(void* to, std::size_t stride) {
        asm volatile("tilestored %%tmm%c2, (%0,%1,1)" : : "r"(to), "r"(stride), "i"(tile) : "memory");
    }
    /// sums += rows × block: int8 × uint8 in fours, modulo 2³².
    template <int sums, int rows, int block>
    static void multiply() {
        asm volatile("tdpbsud %%tmm%c2, %%tmm%c1, %%tmm%c0" : : "i"(sums), "i"(rows), "i"(block));
    }
};

} // namespace
