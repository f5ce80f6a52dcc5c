// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

/// The pinned arithmetic of the exact profiles: every result is fixed to the bit by the text of
/// resources/profiles/ci8.1.md, section 2, whose names stand in brackets. Integers of 32 and 64 bits, fp32
/// addition and multiplication to the nearest, ties to even, never contracted; nothing else. Pure functions.
namespace hearth::exact {

/// Largest magnitude that a row may hold; more is a fault of the model.
inline constexpr float fault_limit = 0x1p40F;
/// Rows that stay below are zero.
inline constexpr float zero_limit = 0x1p-40F;

/// [RINT] Nearest integer, ties to even; |x| ≤ 2³⁰.
std::int32_t round_even(float x);
/// [RECIP] 1 / x for a normal x > 0, truncated to 24 bits.
float reciprocal(float x);
/// [RSQRT] 1 / √x for a normal x > 0, out of an integer root and an integer quotient; off by less than one unit of
/// the last place.
float inverse_root(float x);
/// [F24] The 24 leading bits of n, the others dropped.
float leading_bits(std::uint64_t n);
/// [F64] An integer of up to 47 bits and its sign: upper part × 2¹⁶ + lower 16 bits, each step rounded.
float wide_to_float(std::int64_t n);

/// [ISQRT] ⌊√n⌋.
std::uint32_t integer_root(std::uint64_t n);
/// Power of two 2^e as fp32, −126 ≤ e ≤ 127.
float power_of_two(int e);
/// ⌊log₂ x⌋ of a normal x.
int exponent_of(float x);

/// [EXP2Q] 2^(−delta/65536) in Q15, 0 … 32768.
std::uint32_t exp2_q15(std::uint32_t delta);
/// [SHARPEN] Powers of two, 0 … finest_exponent, by which a group of CI4.1 whose largest value comes to `y` ≥ 0
/// units may still be enlarged before it leaves ±127.
int group_exponent(float y);
inline constexpr int finest_exponent = 5;

/// [GLU] silu(gate) × up.
float gated(float gate, float up);

/// Size of the blocks that [HADAMARD] uses for n values: the largest of 64, 16, 4 and 1 that divides n, so that
/// the factor is a power of two.
std::size_t hadamard_block(std::size_t n);
/// [HADAMARD] in place: n values as block × (n / block), butterflies over the first index. Inputs below flush_limit
/// count as zero, so that no sum is subnormal.
void hadamard(float* x, std::size_t n);

struct Rotation {
    float cosine, sine;
};
/// [COSSIN] Cosine and sine of phase / 2⁶⁴ turns.
Rotation rotation(std::uint64_t phase);

/// Coefficients, shared with the kernels.
inline constexpr std::uint32_t exp2_q15_terms[5] = {45427, 15743, 3631, 612, 66};
inline constexpr std::uint32_t exp2_q15_end = 17U << 16;
inline constexpr float exp2_terms[7] = {0x1p+0F,        -0x1.62e42cp-1F,  0x1.ebfacp-3F,  -0x1.c69522p-5F,
                                        0x1.39eb5ap-7F, -0x1.4e6bdep-10F, 0x1.cacdf6p-14F};
inline constexpr float log2_e = 0x1.715476p+0F;
inline constexpr float gate_end = 80.0F;                                     ///< 2⁻⁸⁰ beside 1 is nothing
inline constexpr float newton_a = 0x1.696968p+0F, newton_b = 0x1.e1e1e2p-2F; ///< 24/17, 8/17
inline constexpr float flush_limit = 0x1p-100F;                              ///< of HADAMARD's inputs
inline constexpr float scale_of_max = 0x1.020408p-7F;                        ///< 1/127
inline constexpr float value_weight_one = 32767.0F, value_weight_unit = 0x1.0002p+0F; ///< 32768/32767

} // namespace hearth::exact
