// SPDX-License-Identifier: Apache-2.0
#pragma once

// What each half of sixteen lanes does for itself: part of lanes_256.h.
#include <cstddef>
#include <cstdint>
#include <immintrin.h>

namespace {

struct Ints {
    __m256i a, b;
};
struct Floats {
    __m256 a, b;
};

inline Ints zero_ints() {
    return {_mm256_setzero_si256(), _mm256_setzero_si256()};
}
inline Ints all(std::int32_t x) {
    return {_mm256_set1_epi32(x), _mm256_set1_epi32(x)};
}
inline Floats all(float x) {
    return {_mm256_set1_ps(x), _mm256_set1_ps(x)};
}
inline __m256i load_half(const void* p) {
    return _mm256_loadu_si256(static_cast<const __m256i*>(p));
}
inline Ints load_ints(const void* p) {
    return {load_half(p), load_half(static_cast<const char*>(p) + 32)};
}
inline Floats load(const float* p) {
    return {_mm256_loadu_ps(p), _mm256_loadu_ps(p + 8)};
}
inline void store(void* p, Ints x) {
    _mm256_storeu_si256(static_cast<__m256i*>(p), x.a);
    _mm256_storeu_si256(static_cast<__m256i*>(p) + 1, x.b);
}
inline void store(float* p, Floats x) {
    _mm256_storeu_ps(p, x.a);
    _mm256_storeu_ps(p + 8, x.b);
}
#define HEARTH_BOTH(type, name, op)                                                                                    \
    inline type name(type x, type y) {                                                                                 \
        return {op(x.a, y.a), op(x.b, y.b)};                                                                           \
    }
HEARTH_BOTH(Floats, operator+, _mm256_add_ps)
HEARTH_BOTH(Floats, operator-, _mm256_sub_ps)
HEARTH_BOTH(Floats, operator*, _mm256_mul_ps)
HEARTH_BOTH(Floats, min, _mm256_min_ps)
HEARTH_BOTH(Floats, max, _mm256_max_ps)
HEARTH_BOTH(Ints, operator+, _mm256_add_epi32)
HEARTH_BOTH(Ints, operator-, _mm256_sub_epi32)
HEARTH_BOTH(Ints, operator*, _mm256_mullo_epi32)
HEARTH_BOTH(Ints, operator&, _mm256_and_si256)
HEARTH_BOTH(Ints, right, _mm256_srlv_epi32)
HEARTH_BOTH(Ints, left, _mm256_sllv_epi32)
HEARTH_BOTH(Ints, max_signed, _mm256_max_epi32)
HEARTH_BOTH(Ints, min_unsigned, _mm256_min_epu32)
#undef HEARTH_BOTH
inline Ints right(Ints x, int n) {
    return {_mm256_srli_epi32(x.a, n), _mm256_srli_epi32(x.b, n)};
}
inline Ints left(Ints x, int n) {
    return {_mm256_slli_epi32(x.a, n), _mm256_slli_epi32(x.b, n)};
}
inline Floats to_floats(Ints x) {
    return {_mm256_cvtepi32_ps(x.a), _mm256_cvtepi32_ps(x.b)};
}
inline Ints to_ints(Floats x) {
    return {_mm256_cvtps_epi32(x.a), _mm256_cvtps_epi32(x.b)};
}
inline Ints truncated(Floats x) {
    return {_mm256_cvttps_epi32(x.a), _mm256_cvttps_epi32(x.b)};
}
inline Ints bits(Floats x) {
    return {_mm256_castps_si256(x.a), _mm256_castps_si256(x.b)};
}
inline Floats as_floats(Ints x) {
    return {_mm256_castsi256_ps(x.a), _mm256_castsi256_ps(x.b)};
}
/// y where the mask's sign bit is set, else x.
inline Floats choose_negative(Ints mask, Floats x, Floats y) {
    return {_mm256_blendv_ps(x.a, y.a, _mm256_castsi256_ps(mask.a)),
            _mm256_blendv_ps(x.b, y.b, _mm256_castsi256_ps(mask.b))};
}
inline __m256 flushed_half(__m256 x, __m256 limit) {
    const __m256 magnitude = _mm256_andnot_ps(_mm256_set1_ps(-0.0F), x);
    return _mm256_and_ps(x, _mm256_cmp_ps(magnitude, limit, _CMP_NLT_UQ));
}
/// x, or zero where |x| < limit; what is no number stays, so that it is found.
inline Floats flushed(Floats x, float limit) {
    return {flushed_half(x.a, _mm256_set1_ps(limit)), flushed_half(x.b, _mm256_set1_ps(limit))};
}
inline __m256i outside(__m256i index, __m256i first, __m256i last) {
    return _mm256_or_si256(_mm256_cmpgt_epi32(first, index), _mm256_cmpgt_epi32(index, last));
}
/// Lanes whose index is outside [first, last] become INT32_MIN.
inline Ints only(Ints x, Ints index, Ints first, Ints last) {
    const __m256i low = _mm256_set1_epi32(INT32_MIN);
    return {_mm256_blendv_epi8(x.a, low, outside(index.a, first.a, last.a)),
            _mm256_blendv_epi8(x.b, low, outside(index.b, first.b, last.b))};
}
inline Floats only(Floats x, Ints index, Ints first, Ints last) {
    return {_mm256_andnot_ps(_mm256_castsi256_ps(outside(index.a, first.a, last.a)), x.a),
            _mm256_andnot_ps(_mm256_castsi256_ps(outside(index.b, first.b, last.b)), x.b)};
}
inline Ints lane_numbers() {
    return {_mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), _mm256_setr_epi32(8, 9, 10, 11, 12, 13, 14, 15)};
}

} // namespace
