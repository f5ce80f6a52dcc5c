// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/cpu/lanes_256_across.h"

/// Sixteen lanes in two 256-bit registers; HEARTH_AVXVNNI chooses the products of AVX-VNNI.
namespace {

#ifdef HEARTH_AVXVNNI
constexpr bool offset_bytes = true;
#else
constexpr bool offset_bytes = false;
#endif
constexpr std::size_t wide_blocks = 2;
constexpr std::size_t tile_rows = 3;

/// Four bytes of a row, for all lanes.
struct Four {
    __m256i v;
};
inline Four four(const std::int8_t* p) {
    std::int32_t x;
    __builtin_memcpy(&x, p, 4);
    return {_mm256_set1_epi32(x)};
}
inline __m256i dot4_half(__m256i sum, __m256i line, __m256i row) {
#ifdef HEARTH_AVXVNNI
    return _mm256_dpbusd_avx_epi32(sum, line, row);
#else
    // |row| × (weight with row's sign): both within ±127, so that the sum of two products fits int16.
    const __m256i pairs = _mm256_maddubs_epi16(_mm256_abs_epi8(row), _mm256_sign_epi8(line, row));
    return _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
#endif
}
/// sum += Σ of four products a lane; `line` holds 64 bytes.
inline Ints dot4(Ints sum, const std::uint8_t* line, Four row) {
    return {dot4_half(sum.a, load_half(line), row.v), dot4_half(sum.b, load_half(line + 32), row.v)};
}
inline __m256i dot2_half(__m256i sum, const std::int8_t* pairs, __m256i weights) {
    const __m256i wide = _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(pairs)));
    return _mm256_add_epi32(sum, _mm256_madd_epi16(wide, weights));
}
/// sum += two products a lane: 32 int8 in pairs × one pair of int16.
inline Ints dot2(Ints sum, const std::int8_t* pairs, const std::int16_t* weights) {
    std::int32_t x;
    __builtin_memcpy(&x, weights, 4);
    const __m256i both = _mm256_set1_epi32(x);
    return {dot2_half(sum.a, pairs, both), dot2_half(sum.b, pairs + 16, both)};
}

} // namespace
