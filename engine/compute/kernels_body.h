// SPDX-License-Identifier: Apache-2.0
// The kernels in GCC vector extensions, 16 lanes wide. Included by one .cpp file per instruction set, each with
// its own compiler flags; everything here has internal linkage, so that no variant's code leaks into another,
// and for the same reason no standard header with inline functions is included.
#pragma once

#include "compute/kernels.h"

#ifdef __AVX2__
#include <immintrin.h>
#endif

namespace hearth::compute {
namespace {

using Lanes = float __attribute__((vector_size(64)));
using LanesI = std::int32_t __attribute__((vector_size(64)));
using LanesU = std::uint32_t __attribute__((vector_size(64)));
using Half = float __attribute__((vector_size(32)));
using Quarter = float __attribute__((vector_size(16)));
using Narrow = std::uint16_t __attribute__((vector_size(32)));
constexpr std::size_t lanes = 16;

#define HEARTH_INLINE [[gnu::always_inline]] static inline

HEARTH_INLINE Lanes load(const float* p) {
    Lanes v;
    __builtin_memcpy(&v, p, sizeof v);
    return v;
}
HEARTH_INLINE Lanes load(const std::uint16_t* p) {
#if defined(__AVX512F__) // GCC 12 splits the generic conversion into halves
    const __m256i packed = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    return (Lanes)_mm512_slli_epi32(_mm512_cvtepu16_epi32(packed), 16);
#endif
    Narrow v;
    __builtin_memcpy(&v, p, sizeof v);
    return (Lanes)(__builtin_convertvector(v, LanesU) << 16);
}
HEARTH_INLINE float widen_one(float x) { return x; }
HEARTH_INLINE float widen_one(std::uint16_t x) {
    const std::uint32_t bits = std::uint32_t{x} << 16;
    float out;
    __builtin_memcpy(&out, &bits, sizeof out);
    return out;
}
HEARTH_INLINE void store(float* p, Lanes v) { __builtin_memcpy(p, &v, sizeof v); }
HEARTH_INLINE Lanes splat(float x) { return Lanes{} + x; }

HEARTH_INLINE Quarter fold(Lanes v) {
    const Half h = __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7) +
                   __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15);
    return __builtin_shufflevector(h, h, 0, 1, 2, 3) + __builtin_shufflevector(h, h, 4, 5, 6, 7);
}
HEARTH_INLINE float sum(Lanes v) {
    const Quarter q = fold(v);
    return (q[0] + q[2]) + (q[1] + q[3]);
}
/// Four sums at once, each in the order of sum().
HEARTH_INLINE Quarter sum_four(Lanes v0, Lanes v1, Lanes v2, Lanes v3) {
    const Quarter a = fold(v0), b = fold(v1), c = fold(v2), d = fold(v3);
    const Quarter ab = __builtin_shufflevector(a, b, 0, 4, 1, 5) + __builtin_shufflevector(a, b, 2, 6, 3, 7);
    const Quarter cd = __builtin_shufflevector(c, d, 0, 4, 1, 5) + __builtin_shufflevector(c, d, 2, 6, 3, 7);
    return __builtin_shufflevector(ab, cd, 0, 1, 4, 5) + __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
}
HEARTH_INLINE Lanes larger(Lanes a, Lanes b) { return a > b ? a : b; }
HEARTH_INLINE float largest(Lanes v) {
    float best = v[0];
    for (std::size_t i = 1; i < lanes; ++i) best = v[i] > best ? v[i] : best;
    return best;
}

/// e^x to about 2 ulp for x in [-87, 88], clamped outside: 2^n × a polynomial in the remainder.
HEARTH_INLINE Lanes exponential(Lanes x) {
    x = larger(x, splat(-87.0F));
    x = x < splat(88.0F) ? x : splat(88.0F);
    constexpr float magic = 12582912.0F; // 1.5 × 2^23: adding it rounds to an integer
    const Lanes shifted = x * 1.44269504F + magic;
    const Lanes n = shifted - magic;
    const Lanes r = (x - n * 0.693359375F) - n * -2.12194440e-4F;
    Lanes p = splat(1.9875691500e-4F);
    p = p * r + 1.3981999507e-3F;
    p = p * r + 8.3334519073e-3F;
    p = p * r + 4.1665795894e-2F;
    p = p * r + 1.6666665459e-1F;
    p = p * r + 5.0000001201e-1F;
    p = p * (r * r) + r + 1.0F;
    const LanesI power = ((LanesI)shifted - (LanesI)splat(magic)) << 23;
    return (Lanes)((LanesI)p + power);
}

template <std::size_t Weights, std::size_t Rows, typename Element>
HEARTH_INLINE void dot_block(const DotArgs& args, std::size_t weight, std::size_t row) {
    const Element* const w = static_cast<const Element*>(args.weights) + weight * args.columns;
    const float* const x = args.input + row * args.input_stride;
    Lanes total[Weights][Rows] = {};
    std::size_t k = 0;
    for (; k + lanes <= args.columns; k += lanes) {
        Lanes in[Rows];
        for (std::size_t m = 0; m < Rows; ++m) in[m] = load(x + m * args.input_stride + k);
        for (std::size_t n = 0; n < Weights; ++n) {
            const Lanes weights = load(w + n * args.columns + k);
            if constexpr (Rows == 1) __builtin_prefetch(w + (n + Weights) * args.columns + k);
            for (std::size_t m = 0; m < Rows; ++m) total[n][m] += weights * in[m];
        }
    }
    for (std::size_t m = 0; m < Rows; ++m) {
        float* const out = args.output + (row + m) * args.output_stride + weight;
        float values[Weights];
        if constexpr (Weights % 4 == 0) {
            for (std::size_t n = 0; n < Weights; n += 4) {
                const Quarter four = sum_four(total[n][m], total[n + 1][m], total[n + 2][m], total[n + 3][m]);
                __builtin_memcpy(values + n, &four, sizeof four);
            }
        } else {
            for (std::size_t n = 0; n < Weights; ++n) values[n] = sum(total[n][m]);
        }
        for (std::size_t tail = k; tail < args.columns; ++tail)
            for (std::size_t n = 0; n < Weights; ++n)
                values[n] += widen_one(w[n * args.columns + tail]) * x[m * args.input_stride + tail];
        for (std::size_t n = 0; n < Weights; ++n) out[n] = args.add ? out[n] + values[n] : values[n];
    }
}

template <std::size_t Weights, typename Element>
HEARTH_INLINE void dot_rows(const DotArgs& args, std::size_t weight) {
    std::size_t row = 0;
    for (; row + HEARTH_DOT_ROWS <= args.rows; row += HEARTH_DOT_ROWS)
        dot_block<Weights, HEARTH_DOT_ROWS, Element>(args, weight, row);
    if constexpr (HEARTH_DOT_ROWS > 3)
        for (; row + 3 <= args.rows; row += 3) dot_block<Weights, 3, Element>(args, weight, row);
    if constexpr (HEARTH_DOT_ROWS > 2)
        for (; row + 2 <= args.rows; row += 2) dot_block<Weights, 2, Element>(args, weight, row);
    for (; row < args.rows; ++row) dot_block<Weights, 1, Element>(args, weight, row);
}

template <typename Element>
void dot(const DotArgs& args) {
    std::size_t weight = args.first;
    for (; weight + 4 <= args.last; weight += 4) dot_rows<4, Element>(args, weight);
    for (; weight < args.last; ++weight) dot_rows<1, Element>(args, weight);
}

void rms_norm(const float* x, const float* gain, std::size_t n, float eps, float* out) {
    Lanes squares{};
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) squares += load(x + i) * load(x + i);
    float total = sum(squares);
    for (; i < n; ++i) total += x[i] * x[i];
    const float scale = 1.0F / __builtin_sqrtf(total / static_cast<float>(n) + eps);
    for (i = 0; i + lanes <= n; i += lanes) store(out + i, load(x + i) * scale * load(gain + i));
    for (; i < n; ++i) out[i] = x[i] * scale * gain[i];
}

HEARTH_INLINE Lanes silu(Lanes x) { return x / (exponential(-x) + 1.0F); }

void silu_times(float* gate, const float* up, std::size_t n) {
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) store(gate + i, silu(load(gate + i)) * load(up + i));
    for (; i < n; ++i) gate[i] = silu(splat(gate[i]))[0] * up[i];
}

void widen(const std::uint16_t* in, std::size_t n, float* out) {
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) store(out + i, load(in + i));
    for (; i < n; ++i) out[i] = widen_one(in[i]);
}

void narrow(const float* x, std::size_t n, std::uint16_t* out) {
    for (std::size_t i = 0; i < n; ++i) {
        std::uint32_t bits;
        __builtin_memcpy(&bits, x + i, sizeof bits);
        const std::uint32_t rounded = (bits + 0x7fffU + ((bits >> 16) & 1U)) >> 16;
        const std::uint32_t not_a_number = (bits >> 16) | 0x40U;
        out[i] = static_cast<std::uint16_t>((bits & 0x7fffffffU) > 0x7f800000U ? not_a_number : rounded);
    }
}

bool finite(const float* x, std::size_t n) {
    std::uint32_t bad = 0;
    for (std::size_t i = 0; i < n; ++i) {
        std::uint32_t bits;
        __builtin_memcpy(&bits, x + i, sizeof bits);
        bad |= static_cast<std::uint32_t>((bits & 0x7f800000U) == 0x7f800000U);
    }
    return bad == 0;
}

} // namespace
} // namespace hearth::compute

#include "compute/kernels_attend.h"

namespace hearth::compute {
extern const Kernels HEARTH_KERNELS;
const Kernels HEARTH_KERNELS{HEARTH_KERNELS_NAME,       dot<float>, dot<std::uint16_t>, attend<float>,
                             attend<std::uint16_t>,     rms_norm,   silu_times,         widen,
                             narrow,                    finite};
} // namespace hearth::compute
