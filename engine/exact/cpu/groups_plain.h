// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/cpu/lanes_plain.h"

/// 4-bit values and 64-bit sums in sixteen lanes.
namespace {

constexpr std::size_t group_tile_rows = 2;

/// Sixty-four bytes, of which one half of each.
struct Halves {
    std::uint8_t v[64];
};
inline Halves low_halves(const std::uint8_t* line) {
    Halves out;
    for (int i = 0; i < 64; ++i)
        out.v[i] = line[i] & 15;
    return out;
}
inline Halves high_halves(const std::uint8_t* line) {
    Halves out;
    for (int i = 0; i < 64; ++i)
        out.v[i] = line[i] >> 4;
    return out;
}
/// sum += Σ of four products a lane; bytes are 0 … 15.
inline Ints dot4_small(Ints sum, const Halves& bytes, Four row) {
    for (int i = 0; i < 16; ++i)
        for (int k = 0; k < 4; ++k)
            sum.v[i] += bytes.v[4 * i + k] * row.v[k];
    return sum;
}
inline Ints load_words(const std::int16_t* p) {
    return lanewise<Ints>([&](int i) { return p[i]; });
}

/// Sixteen 64-bit sums.
struct Wide {
    std::int64_t v[16] = {};
    /// += x × 2^shift
    void add(Ints x, int shift) {
        for (int i = 0; i < 16; ++i)
            v[i] += x.v[i] * (std::int64_t{1} << shift);
    }
    /// [F64]
    Floats floats() const {
        return lanewise<Floats>([&](int i) { return hearth::exact::wide_to_float(v[i]); });
    }
};

} // namespace
