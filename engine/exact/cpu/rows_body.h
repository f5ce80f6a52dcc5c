// SPDX-License-Identifier: Apache-2.0
#pragma once

// Kernels over single rows: part of kernels_body.h.
#include "exact/cpu/kernels.h"
#include "exact/profile/arithmetic.h"

#include <algorithm>
#include <bit>

namespace {

using namespace hearth::exact;

constexpr std::size_t lanes = block_rows;
constexpr std::uint32_t magnitude_bits = 0x7FFFFFFF;

float largest(const float* x, std::size_t n) {
    Ints most = zero_ints();
    const Ints mask = all(static_cast<std::int32_t>(magnitude_bits));
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes)
        most = max_signed(most, bits(load(x + i)) & mask);
    std::int32_t whole = highest(most);
    for (; i < n; ++i)
        whole = std::max(whole, static_cast<std::int32_t>(std::bit_cast<std::uint32_t>(x[i]) & magnitude_bits));
    return std::bit_cast<float>(whole);
}

std::int32_t quantise(const float* x, std::size_t n, std::size_t padded, float r, std::int8_t* out) {
    Ints total = zero_ints();
    const Floats by = all(r);
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) {
        const Ints q = to_ints(load(x + i) * by);
        total = total + q;
        store_bytes(out + i, q);
    }
    std::int32_t whole = sum(total);
    for (; i < n; ++i) {
        const std::int32_t q = round_even(x[i] * r);
        out[i] = static_cast<std::int8_t>(q);
        whole += q;
    }
    std::fill(out + n, out + padded, std::int8_t{0});
    return whole;
}

std::uint64_t square_sum(const float* x, std::size_t n, float up) {
    Squares squares;
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes)
        squares.add(to_ints(load(x + i) * all(up)));
    std::uint64_t whole = squares.total();
    for (; i < n; ++i) {
        const std::int64_t v = round_even(x[i] * up);
        whole += static_cast<std::uint64_t>(v * v);
    }
    return whole;
}

void gate(float* g, const float* up, std::size_t n) {
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) {
        const Floats x = load(g + i);
        const Ints sign = bits(x);
        const Floats magnitude = as_floats(sign & all(static_cast<std::int32_t>(magnitude_bits)));
        const Floats a = min(magnitude * all(log2_e), all(gate_end));
        const Ints octaves = truncated(a);
        const Floats f = a - to_floats(octaves);
        Floats t = all(exp2_terms[6]);
        for (int k = 5; k >= 0; --k)
            t = t * f + all(exp2_terms[k]);
        t = t * as_floats(left(all(127) - octaves, 23));
        const Floats y = all(1.0F) + t;
        Floats r = all(newton_a) - all(newton_b) * y;
        for (int k = 0; k < 3; ++k)
            r = r * (all(2.0F) - y * r);
        store(g + i, x * choose_negative(sign, r, t * r) * load(up + i));
    }
    for (; i < n; ++i)
        g[i] = gated(g[i], up[i]);
}

template <int far>
void turn_inside(float* x, std::size_t n) {
    for (std::size_t i = 0; i < n; i += lanes)
        store(x + i, butterfly<far>(load(x + i)));
}

/// [HADAMARD]
void turn(float* x, std::size_t n) {
    const std::size_t block = hadamard_block(n);
    if (n % lanes != 0) return hadamard(x, n);
    for (std::size_t i = 0; i < n; i += lanes)
        store(x + i, flushed(load(x + i), flush_limit));
    for (std::size_t far = n / block; far < n; far *= 2) {
        if (far == 1) {
            turn_inside<1>(x, n);
        } else if (far == 2) {
            turn_inside<2>(x, n);
        } else if (far == 4) {
            turn_inside<4>(x, n);
        } else if (far == 8) {
            turn_inside<8>(x, n);
        } else {
            for (std::size_t i = 0; i < n; i += 2 * far) {
                std::size_t k = i;
                for (; k + lanes <= i + far; k += lanes) {
                    const Floats a = load(x + k), b = load(x + k + far);
                    store(x + k, a + b);
                    store(x + k + far, a - b);
                }
                for (; k < i + far; ++k) {
                    const float a = x[k], b = x[k + far];
                    x[k] = a + b;
                    x[k + far] = a - b;
                }
            }
        }
    }
    const Floats factor = all(power_of_two(-static_cast<int>(std::bit_width(block) - 1) / 2));
    for (std::size_t i = 0; i < n; i += lanes)
        store(x + i, load(x + i) * factor);
}

} // namespace
