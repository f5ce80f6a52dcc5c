// SPDX-License-Identifier: Apache-2.0
#pragma once

// What takes lanes of both halves together: part of lanes_256.h.
#include "exact/cpu/lanes_256_halves.h"

namespace {

/// 32-bit lanes that fit, in order, as sixteen int16.
inline __m256i words(Ints x) {
    return _mm256_permute4x64_epi64(_mm256_packs_epi32(x.a, x.b), 0xD8);
}
inline void store_words(std::int16_t* p, Ints x) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), words(x));
}
inline void store_bytes(std::int8_t* p, Ints x) {
    const __m256i w = words(x);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p),
                     _mm_packs_epi16(_mm256_castsi256_si128(w), _mm256_extracti128_si256(w, 1)));
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

} // namespace
