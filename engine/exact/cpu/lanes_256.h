// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <immintrin.h>

/// Sixteen lanes in two 256-bit registers; HEARTH_AVXVNNI chooses the products of AVX-VNNI.
namespace {

struct Ints {
    __m256i a, b;
};
struct Floats {
    __m256 a, b;
};

#ifdef HEARTH_AVXVNNI
constexpr bool offset_bytes = true;
#else
constexpr bool offset_bytes = false;
#endif
constexpr std::size_t wide_blocks = 2;
constexpr std::size_t tile_rows = 3;

inline Ints zero_ints() { return {_mm256_setzero_si256(), _mm256_setzero_si256()}; }
inline Ints all(std::int32_t x) { return {_mm256_set1_epi32(x), _mm256_set1_epi32(x)}; }
inline Floats all(float x) { return {_mm256_set1_ps(x), _mm256_set1_ps(x)}; }
inline __m256i load_half(const void* p) { return _mm256_loadu_si256(static_cast<const __m256i*>(p)); }
inline Ints load_ints(const void* p) { return {load_half(p), load_half(static_cast<const char*>(p) + 32)}; }
inline Floats load(const float* p) { return {_mm256_loadu_ps(p), _mm256_loadu_ps(p + 8)}; }
inline void store(void* p, Ints x) {
    _mm256_storeu_si256(static_cast<__m256i*>(p), x.a);
    _mm256_storeu_si256(static_cast<__m256i*>(p) + 1, x.b);
}
inline void store(float* p, Floats x) {
    _mm256_storeu_ps(p, x.a);
    _mm256_storeu_ps(p + 8, x.b);
}
#define HEARTH_BOTH(type, name, op)                                                                                    \
    inline type name(type x, type y) { return {op(x.a, y.a), op(x.b, y.b)}; }
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
inline Ints right(Ints x, int n) { return {_mm256_srli_epi32(x.a, n), _mm256_srli_epi32(x.b, n)}; }
inline Ints left(Ints x, int n) { return {_mm256_slli_epi32(x.a, n), _mm256_slli_epi32(x.b, n)}; }
inline Floats to_floats(Ints x) { return {_mm256_cvtepi32_ps(x.a), _mm256_cvtepi32_ps(x.b)}; }
inline Ints to_ints(Floats x) { return {_mm256_cvtps_epi32(x.a), _mm256_cvtps_epi32(x.b)}; }
inline Ints truncated(Floats x) { return {_mm256_cvttps_epi32(x.a), _mm256_cvttps_epi32(x.b)}; }
inline Ints bits(Floats x) { return {_mm256_castps_si256(x.a), _mm256_castps_si256(x.b)}; }
inline Floats as_floats(Ints x) { return {_mm256_castsi256_ps(x.a), _mm256_castsi256_ps(x.b)}; }
/// y where the mask's sign bit is set, else x.
inline Floats choose_negative(Ints mask, Floats x, Floats y) {
    return {_mm256_blendv_ps(x.a, y.a, _mm256_castsi256_ps(mask.a)), _mm256_blendv_ps(x.b, y.b, _mm256_castsi256_ps(mask.b))};
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
inline Ints lane_numbers() { return {_mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), _mm256_setr_epi32(8, 9, 10, 11, 12, 13, 14, 15)}; }
/// 32-bit lanes that fit, in order, as sixteen int16.
inline __m256i words(Ints x) { return _mm256_permute4x64_epi64(_mm256_packs_epi32(x.a, x.b), 0xD8); }
inline void store_words(std::int16_t* p, Ints x) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), words(x)); }
inline void store_bytes(std::int8_t* p, Ints x) {
    const __m256i w = words(x);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p), _mm_packs_epi16(_mm256_castsi256_si128(w), _mm256_extracti128_si256(w, 1)));
}
inline std::int32_t sum(Ints x) {
    alignas(32) std::int32_t lane[8];
    _mm256_store_si256(reinterpret_cast<__m256i*>(lane), _mm256_add_epi32(x.a, x.b));
    std::uint32_t total = 0; // 65536 weights of 2¹⁵ need all 32 bits
    for (const std::int32_t v : lane)
        total += static_cast<std::uint32_t>(v);
    return static_cast<std::int32_t>(total);
}
inline std::int32_t highest(Ints x) {
    alignas(32) std::int32_t lane[8];
    _mm256_store_si256(reinterpret_cast<__m256i*>(lane), _mm256_max_epi32(x.a, x.b));
    std::int32_t most = lane[0];
    for (const std::int32_t v : lane)
        most = v > most ? v : most;
    return most;
}
inline float highest(Floats x) {
    alignas(32) float lane[8];
    _mm256_store_ps(lane, _mm256_max_ps(x.a, x.b));
    float most = lane[0];
    for (const float v : lane)
        most = v > most ? v : most;
    return most;
}

inline __m256 upper_signs(int far) {
    alignas(32) float sign[8];
    for (int i = 0; i < 8; ++i)
        sign[i] = (i & far) != 0 ? -0.0F : 0.0F;
    return _mm256_load_ps(sign);
}
template <int far>
inline __m256 butterfly_half(__m256 x) {
    __m256 other;
    if constexpr (far == 1) other = _mm256_permute_ps(x, 0xB1);
    if constexpr (far == 2) other = _mm256_permute_ps(x, 0x4E);
    if constexpr (far == 4) other = _mm256_permute2f128_ps(x, x, 0x01);
    return _mm256_add_ps(other, _mm256_xor_ps(x, upper_signs(far)));
}
/// Lane i of the result: lane i ^ far, plus lane i with its sign flipped where i has the bit `far`.
template <int far>
inline Floats butterfly(Floats x) {
    if constexpr (far == 8)
        return {_mm256_add_ps(x.a, x.b), _mm256_sub_ps(x.a, x.b)};
    else
        return {butterfly_half<far>(x.a), butterfly_half<far>(x.b)};
}

/// Sum of 64-bit squares of 32-bit lanes.
struct Squares {
    __m256i v = _mm256_setzero_si256();
    void add_half(__m256i x) {
        const __m256i odd = _mm256_srli_epi64(x, 32);
        v = _mm256_add_epi64(v, _mm256_add_epi64(_mm256_mul_epi32(x, x), _mm256_mul_epi32(odd, odd)));
    }
    void add(Ints x) {
        add_half(x.a);
        add_half(x.b);
    }
    std::uint64_t total() const {
        alignas(32) std::uint64_t lane[4];
        _mm256_store_si256(reinterpret_cast<__m256i*>(lane), v);
        return lane[0] + lane[1] + lane[2] + lane[3];
    }
};

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
