// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/cpu/lanes_avx512.h"

/// 4-bit values and 64-bit sums in sixteen lanes.
namespace {

constexpr std::size_t group_tile_rows = 6;

/// The lower and the upper halves of 64 bytes.
inline Ints low_halves(const std::uint8_t* line) {
    return {_mm512_and_si512(_mm512_loadu_si512(line), _mm512_set1_epi8(15))};
}
inline Ints high_halves(const std::uint8_t* line) {
    return {_mm512_and_si512(_mm512_srli_epi16(_mm512_loadu_si512(line), 4), _mm512_set1_epi8(15))};
}
/// sum += Σ of four products a lane; bytes are 0 … 15.
inline Ints dot4_small(Ints sum, Ints bytes, Four row) {
    return {_mm512_dpbusd_epi32(sum.v, bytes.v, row.v)};
}
inline Ints load_words(const std::int16_t* p) {
    return {_mm512_cvtepi16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)))};
}

/// Sixteen 64-bit sums.
struct Wide {
    __m512i a = _mm512_setzero_si512(), b = _mm512_setzero_si512();
    /// += x × 2^shift
    void add(Ints x, int shift) {
        const __m128i by = _mm_cvtsi32_si128(shift);
        a = _mm512_add_epi64(a, _mm512_sll_epi64(_mm512_cvtepi32_epi64(_mm512_castsi512_si256(x.v)), by));
        b = _mm512_add_epi64(b, _mm512_sll_epi64(_mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(x.v, 1)), by));
    }
    /// [F64]
    Floats floats() const {
        const Ints upper = joined(_mm512_srai_epi64(a, 16), _mm512_srai_epi64(b, 16));
        const Ints lower = joined(a, b) & all(0xFFFF);
        return to_floats(upper) * all(65536.0F) + to_floats(lower);
    }

private:
    static Ints joined(__m512i x, __m512i y) {
        return {_mm512_inserti64x4(_mm512_castsi256_si512(_mm512_cvtepi64_epi32(x)), _mm512_cvtepi64_epi32(y), 1)};
    }
};

} // namespace
