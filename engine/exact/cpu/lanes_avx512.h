// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <immintrin.h>

/// Sixteen lanes in one 512-bit register.
namespace {

struct Ints {
    __m512i v;
};
struct Floats {
    __m512 v;
};

constexpr bool offset_bytes = true;
constexpr std::size_t wide_blocks = 4; // blocks of one product tile
constexpr std::size_t tile_rows = 6;

inline Ints zero_ints() {
    return {_mm512_setzero_si512()};
}
inline Ints all(std::int32_t x) {
    return {_mm512_set1_epi32(x)};
}
inline Floats all(float x) {
    return {_mm512_set1_ps(x)};
}
inline Ints load_ints(const void* p) {
    return {_mm512_loadu_si512(p)};
}
inline Floats load(const float* p) {
    return {_mm512_loadu_ps(p)};
}
inline void store(void* p, Ints x) {
    _mm512_storeu_si512(p, x.v);
}
inline void store(float* p, Floats x) {
    _mm512_storeu_ps(p, x.v);
}
inline Floats operator+(Floats a, Floats b) {
    return {_mm512_add_ps(a.v, b.v)};
}
inline Floats operator-(Floats a, Floats b) {
    return {_mm512_sub_ps(a.v, b.v)};
}
inline Floats operator*(Floats a, Floats b) {
    return {_mm512_mul_ps(a.v, b.v)};
}
inline Ints operator+(Ints a, Ints b) {
    return {_mm512_add_epi32(a.v, b.v)};
}
inline Ints operator-(Ints a, Ints b) {
    return {_mm512_sub_epi32(a.v, b.v)};
}
inline Ints operator*(Ints a, Ints b) {
    return {_mm512_mullo_epi32(a.v, b.v)};
}
inline Ints operator&(Ints a, Ints b) {
    return {_mm512_and_si512(a.v, b.v)};
}
inline Ints right(Ints a, int n) {
    return {_mm512_srli_epi32(a.v, static_cast<unsigned>(n))};
}
inline Ints left(Ints a, int n) {
    return {_mm512_slli_epi32(a.v, static_cast<unsigned>(n))};
}
inline Ints right(Ints a, Ints n) {
    return {_mm512_srlv_epi32(a.v, n.v)};
}
inline Ints left(Ints a, Ints n) {
    return {_mm512_sllv_epi32(a.v, n.v)};
}
inline Ints max_signed(Ints a, Ints b) {
    return {_mm512_max_epi32(a.v, b.v)};
}
inline Ints min_unsigned(Ints a, Ints b) {
    return {_mm512_min_epu32(a.v, b.v)};
}
inline Floats min(Floats a, Floats b) {
    return {_mm512_min_ps(a.v, b.v)};
}
inline Floats max(Floats a, Floats b) {
    return {_mm512_max_ps(a.v, b.v)};
}
inline Floats to_floats(Ints a) {
    return {_mm512_cvtepi32_ps(a.v)};
}
inline Ints to_ints(Floats a) {
    return {_mm512_cvtps_epi32(a.v)};
} // nearest, ties to even
inline Ints truncated(Floats a) {
    return {_mm512_cvttps_epi32(a.v)};
}
inline Ints bits(Floats a) {
    return {_mm512_castps_si512(a.v)};
}
inline Floats as_floats(Ints a) {
    return {_mm512_castsi512_ps(a.v)};
}
/// b where the mask's sign bit is set, else a.
inline Floats choose_negative(Ints mask, Floats a, Floats b) {
    return {_mm512_mask_blend_ps(_mm512_movepi32_mask(mask.v), a.v, b.v)};
}
/// x, or zero where |x| < limit; what is no number stays, so that it is found.
inline Floats flushed(Floats x, float limit) {
    return {_mm512_maskz_mov_ps(_mm512_cmp_ps_mask(_mm512_abs_ps(x.v), _mm512_set1_ps(limit), _CMP_NLT_UQ), x.v)};
}
/// Lanes whose index is outside [first, last] become INT32_MIN.
inline Ints only(Ints x, Ints index, Ints first, Ints last) {
    const __mmask16 inside = _mm512_cmpge_epi32_mask(index.v, first.v) & _mm512_cmple_epi32_mask(index.v, last.v);
    return {_mm512_mask_mov_epi32(_mm512_set1_epi32(INT32_MIN), inside, x.v)};
}
inline Floats only(Floats x, Ints index, Ints first, Ints last) {
    const __mmask16 inside = _mm512_cmpge_epi32_mask(index.v, first.v) & _mm512_cmple_epi32_mask(index.v, last.v);
    return {_mm512_maskz_mov_ps(inside, x.v)};
}
inline Ints lane_numbers() {
    return {_mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)};
}
inline void store_bytes(std::int8_t* p, Ints x) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p), _mm512_cvtepi32_epi8(x.v));
}
inline void store_words(std::int16_t* p, Ints x) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), _mm512_cvtepi32_epi16(x.v));
}
inline std::int32_t sum(Ints x) {
    return _mm512_reduce_add_epi32(x.v);
}
inline std::int32_t highest(Ints x) {
    return _mm512_reduce_max_epi32(x.v);
}
inline float highest(Floats x) {
    return _mm512_reduce_max_ps(x.v);
}

/// Lane i of the result: lane i ^ far, plus lane i with its sign flipped where i has the bit `far`.
template <int far>
inline Floats butterfly(Floats x) {
    __m512 other;
    if constexpr (far == 1) other = _mm512_permute_ps(x.v, 0xB1);
    if constexpr (far == 2) other = _mm512_permute_ps(x.v, 0x4E);
    if constexpr (far == 4) other = _mm512_shuffle_f32x4(x.v, x.v, 0xB1);
    if constexpr (far == 8) other = _mm512_shuffle_f32x4(x.v, x.v, 0x4E);
    constexpr __mmask16 upper = far == 1 ? 0xAAAA : far == 2 ? 0xCCCC : far == 4 ? 0xF0F0 : 0xFF00;
    return {_mm512_add_ps(other, _mm512_mask_xor_ps(x.v, upper, x.v, _mm512_set1_ps(-0.0F)))};
}

/// Sum of 64-bit squares of 32-bit lanes.
struct Squares {
    __m512i v = _mm512_setzero_si512();
    void add(Ints x) {
        const __m512i odd = _mm512_srli_epi64(x.v, 32);
        v = _mm512_add_epi64(v, _mm512_add_epi64(_mm512_mul_epi32(x.v, x.v), _mm512_mul_epi32(odd, odd)));
    }
    std::uint64_t total() const { return static_cast<std::uint64_t>(_mm512_reduce_add_epi64(v)); }
};

/// Four bytes of a row, for all lanes.
struct Four {
    __m512i v;
};
inline Four four(const std::int8_t* p) {
    std::int32_t x;
    __builtin_memcpy(&x, p, 4);
    return {_mm512_set1_epi32(x)};
}
/// sum += Σ of four products a lane; `line` holds 64 bytes.
inline Ints dot4(Ints sum, const std::uint8_t* line, Four row) {
    return {_mm512_dpbusd_epi32(sum.v, _mm512_loadu_si512(line), row.v)};
}
/// sum += two products a lane: 32 int8 in pairs × one pair of int16.
inline Ints dot2(Ints sum, const std::int8_t* pairs, const std::int16_t* weights) {
    std::int32_t x;
    __builtin_memcpy(&x, weights, 4);
    const __m512i wide = _mm512_cvtepi8_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(pairs)));
    return {_mm512_dpwssd_epi32(sum.v, wide, _mm512_set1_epi32(x))};
}

} // namespace
