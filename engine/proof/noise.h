// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>

/// The numeric floor of GMS-1: rounding and noise. Pure; needs IEEE doubles in
/// round-to-nearest.
namespace hearth::proof::gms {

/// Bound of a logit in Q16: keeps (l << 16) + T·g inside 63 bits.
inline constexpr std::int64_t max_logit_q16 = std::int64_t{1} << 46;
/// Philox blocks made at a time; each gives the words of four neighbouring tokens.
inline constexpr std::size_t blocks_per_batch = 8;
inline constexpr std::size_t tokens_per_batch = blocks_per_batch * 4;

/// Nearest integer, ties to even, for |x| < 2⁵¹.
inline std::int64_t round_to_integer(double x) {
    constexpr double shift = 6755399441055744.0; // 1.5 · 2⁵²
    return std::bit_cast<std::int64_t>(x + shift) - std::bit_cast<std::int64_t>(shift);
}

/// A logit in Q16, clamped; NaN counts as the lowest.
inline std::int64_t quantise(float logit) {
    constexpr double limit = static_cast<double>(max_logit_q16);
    double x = static_cast<double>(logit) * 65536.0;
    x = x < limit ? x : limit;
    x = x > -limit ? x : -limit;
    return logit != logit ? -max_logit_q16 : round_to_integer(x);
}

/// Gumbel noise in Q16 from one Philox word.
std::int64_t gumbel_q16(std::uint32_t word);

/// An upper bound of gumbel_q16(word) that costs one shift.
inline std::int64_t gumbel_bound_q16(std::uint32_t word) {
    return (std::countl_zero(~word) + 1) * std::int64_t{45427} + 1; // (k + 1) · ln 2
}
inline constexpr std::int64_t max_gumbel_q16 = 33 * 45427 + 1;

/// Philox words of tokens [4 · first_block, 4 · first_block + tokens_per_batch) at one position.
void philox_batch(std::array<std::uint32_t, 2> key, std::uint32_t position, std::uint32_t first_block,
                  std::span<std::uint32_t, tokens_per_batch> words);

/// Q16 rows of a whole vocabulary. `out` has the size of `logits`.
void quantise_row(std::span<const float> logits, std::span<std::int64_t> out);

} // namespace hearth::proof::gms
