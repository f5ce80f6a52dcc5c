// SPDX-License-Identifier: Apache-2.0
#include "exact/profile/arithmetic.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace hearth::exact {

namespace {

constexpr std::uint32_t mantissa_mask = 0x7FFFFF, hidden_bit = 0x800000;

/// x = mantissa × 2^exponent with 2²³ ≤ mantissa < 2²⁴.
struct Parts {
    std::uint64_t mantissa;
    int exponent;
};

Parts parts_of(float x) {
    const auto bits = std::bit_cast<std::uint32_t>(x);
    return {(bits & mantissa_mask) | hidden_bit, static_cast<int>(bits >> 23 & 0xFF) - 150};
}

/// mantissa × 2^exponent for mantissa < 2²⁵; one dropped bit at most.
float assemble(std::uint64_t mantissa, int exponent) {
    if (mantissa >= 2 * std::uint64_t{hidden_bit}) {
        mantissa >>= 1;
        ++exponent;
    }
    return static_cast<float>(static_cast<std::int32_t>(mantissa)) * power_of_two(exponent);
}

/// sin(u × π/2) for u = 0 … 2³⁰ standing for 0 … 1, in Q30.
std::int64_t quarter_sine(std::int64_t u) {
    constexpr std::int64_t terms[6] = {1686629713, -693598666, 85569282, -5026892, 172072, -3685};
    const std::int64_t z = (u * u) >> 30;
    std::int64_t h = terms[5];
    for (int k = 4; k >= 0; --k)
        h = ((h * z) >> 30) + terms[k];
    return (h * u) >> 30;
}

} // namespace

float power_of_two(int e) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(e + 127) << 23);
}

int exponent_of(float x) {
    return static_cast<int>(std::bit_cast<std::uint32_t>(x) >> 23 & 0xFF) - 127;
}

std::int32_t round_even(float x) {
    return static_cast<std::int32_t>(std::lrint(x));
}

float reciprocal(float x) {
    const Parts p = parts_of(x);
    const std::uint64_t q = (std::uint64_t{1} << 47) / p.mantissa;
    return assemble(q, -47 - p.exponent);
}

std::uint32_t integer_root(std::uint64_t n) {
    std::uint64_t root = 0;
    for (int bit = 31; bit >= 0; --bit) {
        const std::uint64_t next = root | std::uint64_t{1} << bit;
        if (next * next <= n) root = next;
    }
    return static_cast<std::uint32_t>(root);
}

float inverse_root(float x) {
    Parts p = parts_of(x);
    if (p.exponent % 2 != 0) {
        p.mantissa *= 2;
        p.exponent -= 1;
    }
    const std::uint64_t root = integer_root(p.mantissa << 38);
    return assemble((std::uint64_t{1} << 55) / root, -36 - p.exponent / 2);
}

float leading_bits(std::uint64_t n) {
    const int surplus = n == 0 ? 0 : std::max(0, static_cast<int>(std::bit_width(n)) - 24);
    return static_cast<float>(static_cast<std::int32_t>(n >> surplus)) * power_of_two(surplus);
}

float wide_to_float(std::int64_t n) {
    const auto upper = static_cast<std::int32_t>(n >> 16);
    const auto lower = static_cast<std::int32_t>(n & 0xFFFF);
    return static_cast<float>(upper) * 65536.0F + static_cast<float>(lower);
}

int group_exponent(float y) {
    if (y < 1.0F) return finest_exponent; // 32 × 1 stays far below 127
    const int e = std::clamp(6 - exponent_of(y), 0, finest_exponent);
    return e > 0 && y * power_of_two(e) >= 127.5F ? e - 1 : e;
}

std::uint32_t exp2_q15(std::uint32_t delta) {
    delta = std::min(delta, exp2_q15_end);
    const std::uint32_t f = delta & 0xFFFF, n = delta >> 16;
    std::uint32_t h = exp2_q15_terms[4];
    for (int k = 3; k >= 0; --k)
        h = exp2_q15_terms[k] - ((h * f) >> 16);
    h = 65536 - ((h * f) >> 16);
    return (h + (1U << n)) >> (n + 1);
}

float gated(float gate, float up) {
    const float a = std::min(std::fabs(gate) * log2_e, gate_end);
    const auto n = static_cast<std::int32_t>(a);
    const float f = a - static_cast<float>(n);
    float t = exp2_terms[6];
    for (int k = 5; k >= 0; --k)
        t = t * f + exp2_terms[k];
    t = t * power_of_two(-n);
    const float y = 1.0F + t;
    float r = newton_a - newton_b * y;
    for (int k = 0; k < 3; ++k)
        r = r * (2.0F - y * r);
    return gate * (std::signbit(gate) ? t * r : r) * up;
}

std::size_t hadamard_block(std::size_t n) {
    for (const std::size_t block : {std::size_t{64}, std::size_t{16}, std::size_t{4}})
        if (n % block == 0) return block;
    return 1;
}

void hadamard(float* x, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i)
        if (std::fabs(x[i]) < flush_limit) x[i] = 0.0F;
    const std::size_t block = hadamard_block(n);
    for (std::size_t far = n / block; far < n; far *= 2)
        for (std::size_t i = 0; i < n; i += 2 * far)
            for (std::size_t k = i; k < i + far; ++k) {
                const float a = x[k], b = x[k + far];
                x[k] = a + b;
                x[k + far] = a - b;
            }
    const float factor = power_of_two(-static_cast<int>(std::bit_width(block) - 1) / 2);
    for (std::size_t i = 0; i < n; ++i)
        x[i] = x[i] * factor;
}

Rotation rotation(std::uint64_t phase) {
    const auto quadrant = static_cast<unsigned>(phase >> 62);
    const auto u = static_cast<std::int64_t>(phase >> 32 & 0x3FFFFFFF);
    const std::int64_t one = std::int64_t{1} << 30;
    const std::int64_t rising = quarter_sine(u), falling = quarter_sine(one - u);
    std::int64_t sine = quadrant % 2 == 0 ? rising : falling;
    std::int64_t cosine = quadrant % 2 == 0 ? falling : rising;
    if (quadrant >= 2) sine = -sine;
    if (quadrant == 1 || quadrant == 2) cosine = -cosine;
    const auto q30 = [](std::int64_t v) { return static_cast<float>(static_cast<std::int32_t>(v)) * 0x1p-30F; };
    return {q30(cosine), q30(sine)};
}

} // namespace hearth::exact
