// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/cpu/lanes_256.h"

/// 4-bit values and 64-bit sums in sixteen lanes.
namespace {

constexpr std::size_t group_tile_rows = 2;

/// The lower and the upper halves of 64 bytes.
inline Ints low_halves(const std::uint8_t* line) {
    const __m256i mask = _mm256_set1_epi8(15);
    return {_mm256_and_si256(load_half(line), mask), _mm256_and_si256(load_half(line + 32), mask)};
}
inline Ints high_halves(const std::uint8_t* line) {
    const __m256i mask = _mm256_set1_epi8(15);
    return {_mm256_and_si256(_mm256_srli_epi16(load_half(line), 4), mask),
            _mm256_and_si256(_mm256_srli_epi16(load_half(line + 32), 4), mask)};
}
inline __m256i dot4_small_half(__m256i sum, __m256i bytes, __m256i row) {
#ifdef HEARTH_AVXVNNI
    return _mm256_dpbusd_avx_epi32(sum, bytes, row);
#else
    // 2 × 15 × 127 fits int16.
    return _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(bytes, row), _mm256_set1_epi16(1)));
#endif
}
/// sum += Σ of four products a lane; bytes are 0 … 15.
inline Ints dot4_small(Ints sum, Ints bytes, Four row) {
    return {dot4_small_half(sum.a, bytes.a, row.v), dot4_small_half(sum.b, bytes.b, row.v)};
}
inline Ints load_words(const std::int16_t* p) {
    const auto* const half = reinterpret_cast<const __m128i*>(p);
    return {_mm256_cvtepi16_epi32(_mm_loadu_si128(half)), _mm256_cvtepi16_epi32(_mm_loadu_si128(half + 1))};
}

/// Sixteen 64-bit sums.
struct Wide {
    __m256i v[4] = {_mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256()};
    /// += x × 2^shift
    void add(Ints x, int shift) {
        const __m128i by = _mm_cvtsi32_si128(shift);
        add_four(v[0], _mm256_castsi256_si128(x.a), by);
        add_four(v[1], _mm256_extracti128_si256(x.a, 1), by);
        add_four(v[2], _mm256_castsi256_si128(x.b), by);
        add_four(v[3], _mm256_extracti128_si256(x.b, 1), by);
    }
    /// [F64]
    Floats floats() const {
        const auto shifted = [](__m256i x) { return _mm256_srli_epi64(x, 16); }; // its lower half: bits 16 … 47
        const Ints upper = {lower_halves(shifted(v[0]), shifted(v[1])), lower_halves(shifted(v[2]), shifted(v[3]))};
        const Ints lower = Ints{lower_halves(v[0], v[1]), lower_halves(v[2], v[3])} & all(0xFFFF);
        return to_floats(upper) * all(65536.0F) + to_floats(lower);
    }

private:
    static void add_four(__m256i& sum, __m128i x, __m128i by) {
        sum = _mm256_add_epi64(sum, _mm256_sll_epi64(_mm256_cvtepi32_epi64(x), by));
    }
    static __m256i lower_halves(__m256i x, __m256i y) {
        const __m256 both = _mm256_shuffle_ps(_mm256_castsi256_ps(x), _mm256_castsi256_ps(y), 0x88);
        return _mm256_permute4x64_epi64(_mm256_castps_si256(both), 0xD8);
    }
};

} // namespace
