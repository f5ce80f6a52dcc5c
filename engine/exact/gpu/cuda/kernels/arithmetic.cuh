// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/profile/arithmetic.h"

#include <cuda_runtime.h>

#define HEARTH_DEVICE __device__ __forceinline__

/// The pinned arithmetic of resources/profiles/ci8.1.md, section 2, on the device: arithmetic.cpp with every product
/// and sum of fp32 spelled as an intrinsic, which no compiler contracts.
namespace hearth::exact::cuda {

inline constexpr std::uint32_t fault_bits = 0x53800000; ///< 2⁴⁰
inline constexpr std::uint32_t zero_bits = 0x2B800000;  ///< 2⁻⁴⁰
inline constexpr std::uint32_t flush_bits = 0x0D800000; ///< 2⁻¹⁰⁰

HEARTH_DEVICE float times(float a, float b) {
    return __fmul_rn(a, b);
}
HEARTH_DEVICE float plus(float a, float b) {
    return __fadd_rn(a, b);
}
HEARTH_DEVICE float minus(float a, float b) {
    return __fsub_rn(a, b);
}

template <typename T>
HEARTH_DEVICE T smaller(T a, T b) {
    return b < a ? b : a;
}
template <typename T>
HEARTH_DEVICE T larger(T a, T b) {
    return a < b ? b : a;
}

HEARTH_DEVICE std::uint32_t magnitude_bits(float x) {
    return __float_as_uint(x) & 0x7FFFFFFFU;
}
HEARTH_DEVICE float power_of_two(int e) {
    return __uint_as_float(static_cast<std::uint32_t>(e + 127) << 23);
}
HEARTH_DEVICE int exponent_of(float x) {
    return static_cast<int>(__float_as_uint(x) >> 23 & 0xFF) - 127;
}
/// [RINT]
HEARTH_DEVICE std::int32_t round_even(float x) {
    return __float2int_rn(x);
}
HEARTH_DEVICE float to_float(std::int32_t n) {
    return __int2float_rn(n);
}

/// [F64]
HEARTH_DEVICE float wide_to_float(std::int64_t n) {
    return plus(times(to_float(static_cast<std::int32_t>(n >> 16)), 65536.0F),
                to_float(static_cast<std::int32_t>(n & 0xFFFF)));
}
/// [F24]
HEARTH_DEVICE float leading_bits(std::uint64_t n) {
    const int surplus = larger(0, 40 - __clzll(static_cast<long long>(n)));
    return times(to_float(static_cast<std::int32_t>(n >> surplus)), power_of_two(surplus));
}

HEARTH_DEVICE std::uint64_t mantissa_of(float x) {
    return (__float_as_uint(x) & 0x7FFFFFU) | 0x800000U;
}
/// mantissa × 2^exponent for mantissa < 2²⁵; one dropped bit at most.
HEARTH_DEVICE float assemble(std::uint64_t mantissa, int exponent) {
    const int surplus = mantissa >= 1U << 24 ? 1 : 0;
    return times(to_float(static_cast<std::int32_t>(mantissa >> surplus)), power_of_two(exponent + surplus));
}
/// [RECIP]
HEARTH_DEVICE float reciprocal(float x) {
    return assemble((std::uint64_t{1} << 47) / mantissa_of(x), -47 - (exponent_of(x) - 23));
}
/// [ISQRT]
HEARTH_DEVICE std::uint32_t integer_root(std::uint64_t n) {
    std::uint64_t root = 0;
    for (int bit = 31; bit >= 0; --bit) {
        const std::uint64_t next = root | std::uint64_t{1} << bit;
        if (next * next <= n) root = next;
    }
    return static_cast<std::uint32_t>(root);
}
/// [RSQRT]
HEARTH_DEVICE float inverse_root(float x) {
    const int e = exponent_of(x) - 23, odd = e & 1;
    const std::uint64_t root = integer_root((mantissa_of(x) << odd) << 38);
    return assemble((std::uint64_t{1} << 55) / root, -36 - (e - odd) / 2);
}

/// [EXP2Q]
HEARTH_DEVICE std::uint32_t exp2_q15(std::uint32_t delta) {
    constexpr std::uint32_t c1 = exp2_q15_terms[0], c2 = exp2_q15_terms[1], c3 = exp2_q15_terms[2],
                            c4 = exp2_q15_terms[3], c5 = exp2_q15_terms[4], end = exp2_q15_end;
    delta = smaller(delta, std::uint32_t{end});
    const std::uint32_t f = delta & 0xFFFF, n = delta >> 16;
    std::uint32_t h = c4 - ((c5 * f) >> 16);
    h = c3 - ((h * f) >> 16);
    h = c2 - ((h * f) >> 16);
    h = c1 - ((h * f) >> 16);
    h = 65536 - ((h * f) >> 16);
    return (h + (1U << n)) >> (n + 1);
}
/// [SHARPEN]
HEARTH_DEVICE int group_exponent(float y) {
    if (y < 1.0F) return finest_exponent;
    const int e = smaller(larger(6 - exponent_of(y), 0), static_cast<int>(finest_exponent));
    return e > 0 && times(y, power_of_two(e)) >= 127.5F ? e - 1 : e;
}

/// [GATED]
HEARTH_DEVICE float gated(float gate, float up) {
    constexpr float t0 = exp2_terms[0], t1 = exp2_terms[1], t2 = exp2_terms[2], t3 = exp2_terms[3], t4 = exp2_terms[4],
                    t5 = exp2_terms[5], t6 = exp2_terms[6];
    const float a = smaller(times(fabsf(gate), log2_e), static_cast<float>(gate_end));
    const int n = static_cast<int>(a);
    const float f = minus(a, to_float(n));
    float t = plus(times(t6, f), t5);
    t = plus(times(t, f), t4);
    t = plus(times(t, f), t3);
    t = plus(times(t, f), t2);
    t = plus(times(t, f), t1);
    t = plus(times(t, f), t0);
    t = times(t, power_of_two(-n));
    const float y = plus(1.0F, t);
    float r = minus(newton_a, times(newton_b, y));
    for (int k = 0; k < 3; ++k)
        r = times(r, minus(2.0F, times(y, r)));
    const bool negative = (__float_as_uint(gate) & 0x80000000U) != 0;
    return times(times(gate, negative ? times(t, r) : r), up);
}

/// 127 / m, by which a row whose largest magnitude is m becomes int8, and the scale that undoes it.
HEARTH_DEVICE float unit_of(float m) {
    return times(127.0F, reciprocal(m));
}
HEARTH_DEVICE float scale_of(float m) {
    return times(m, scale_of_max);
}
/// BLOCK^(−1/2) of [HADAMARD].
HEARTH_DEVICE float hadamard_factor(std::uint32_t block) {
    return block == 64 ? 0.125F : block == 16 ? 0.25F : block == 4 ? 0.5F : 1.0F;
}
/// A value as [HADAMARD] takes it.
HEARTH_DEVICE float flushed(float x) {
    return magnitude_bits(x) < flush_bits ? 0.0F : x;
}

/// [RMS] from the sum of the squares() of n values, e being the exponent of the largest.
HEARTH_DEVICE float rms_of(std::uint64_t square_sum, std::uint32_t n, int e, float eps) {
    const float mean = times(times(leading_bits(square_sum / n), power_of_two(e - 21)), power_of_two(e - 21));
    return inverse_root(plus(mean, eps));
}
HEARTH_DEVICE std::uint64_t squared(float x, int e) {
    const std::int64_t i = round_even(times(x, power_of_two(21 - e)));
    return static_cast<std::uint64_t>(i * i);
}

} // namespace hearth::exact::cuda
