// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace hearth::core {

/// Natural logarithm of a positive normal double out of IEEE + − × ÷ alone, so that every machine gets the same
/// bits: CLN of resources/profiles/gms-1.md, section 5. Files that call it are compiled with -ffp-contract=off.
inline double pinned_log(double x) {
    constexpr double ln2 = 0x1.62e42fefa39efp-1;
    constexpr double sqrt_half = 0x1.6a09e667f3bcdp-1;
    // 1/3, 1/5, … 1/19: the series of atanh.
    constexpr std::array<double, 9> c{0x1.5555555555555p-2, 0x1.999999999999ap-3, 0x1.2492492492492p-3,
                                      0x1.c71c71c71c71cp-4, 0x1.745d1745d1746p-4, 0x1.3b13b13b13b14p-4,
                                      0x1.1111111111111p-4, 0x1.e1e1e1e1e1e1ep-5, 0x1.af286bca1af28p-5};
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
    int exponent = static_cast<int>(bits >> 52) - 1022;
    double m = std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFFu) | 0x3FE0000000000000u);
    if (m < sqrt_half) {
        m = m * 2.0;
        exponent -= 1;
    }
    const double s = (m - 1.0) / (m + 1.0);
    const double z = s * s;
    double p = c[8];
    for (std::size_t k = 8; k-- > 0;)
        p = p * z + c[k];
    const double t = 2.0 * s;
    return static_cast<double>(exponent) * ln2 + (t + t * (z * p));
}

/// e to the power of x ≤ 0, with the same promise; below −700 it is 0.
inline double pinned_exp(double x) {
    constexpr double per_ln2 = 0x1.71547652b82fep+0;
    constexpr double ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;
    constexpr double shift = 6755399441055744.0; // 1.5 · 2⁵²: adding it rounds to an integer
    // 1/n!, n = 0 … 13.
    constexpr std::array<double, 14> c{
        1.0,        1.0,         1.0 / 2,      1.0 / 6,       1.0 / 24,       1.0 / 120,       1.0 / 720,
        1.0 / 5040, 1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800};
    if (!(x > -700.0)) return 0.0;
    const double shifted = x * per_ln2 + shift;
    const double octaves = shifted - shift;
    const double r = (x - octaves * ln2_high) - octaves * ln2_low;
    double p = c[13];
    for (std::size_t k = 13; k-- > 0;)
        p = p * r + c[k];
    const auto exponent = static_cast<std::uint64_t>(static_cast<std::int64_t>(octaves) + 1023);
    return p * std::bit_cast<double>(exponent << 52);
}

} // namespace hearth::core
