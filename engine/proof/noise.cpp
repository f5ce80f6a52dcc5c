// SPDX-License-Identifier: Apache-2.0
#include "proof/noise.h"

#include "core/pinned_math.h"
#include "proof/sampler.h"

namespace hearth::proof {
namespace {

constexpr std::uint32_t multiplier_0 = 0xD2511F53u;
constexpr std::uint32_t multiplier_1 = 0xCD9E8D57u;
constexpr std::uint32_t weyl_0 = 0x9E3779B9u;
constexpr std::uint32_t weyl_1 = 0xBB67AE85u;
constexpr int rounds = 10;

} // namespace

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> c, std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < rounds; ++round) {
        const std::uint64_t a = std::uint64_t{multiplier_0} * c[0];
        const std::uint64_t b = std::uint64_t{multiplier_1} * c[2];
        c = {static_cast<std::uint32_t>(b >> 32) ^ c[1] ^ key[0], static_cast<std::uint32_t>(b),
             static_cast<std::uint32_t>(a >> 32) ^ c[3] ^ key[1], static_cast<std::uint32_t>(a)};
        key[0] += weyl_0;
        key[1] += weyl_1;
    }
    return c;
}

std::uint32_t exp2q(std::int64_t x_q16) {
    // 2^f on [0, 1] in Q30: near-minimax for the relative error (9.3e-8) with both ends held.
    constexpr std::array<std::int64_t, 6> c{1073741824, 744266012, 257869054, 59934847, 9654007, 2017903};
    if (x_q16 >= 0) return 32768;
    const std::int64_t octaves = -(x_q16 >> 16);
    if (octaves > 16) return 0;
    const std::int64_t f = x_q16 & 0xFFFF;
    std::int64_t p = c[5];
    for (std::size_t k = 5; k-- > 0;)
        p = ((p * f) >> 16) + c[k];
    const std::int64_t shift = 15 + octaves;
    return static_cast<std::uint32_t>((p + (std::int64_t{1} << (shift - 1))) >> shift);
}

namespace gms {

std::int64_t gumbel_q16(std::uint32_t word) {
    const double u = static_cast<double>(2 * std::uint64_t{word} + 1) * 0x1p-33;
    return round_to_integer(-core::pinned_log(-core::pinned_log(u)) * 65536.0);
}

void philox_batch(std::array<std::uint32_t, 2> key, std::uint32_t position, std::uint32_t first_block,
                  std::span<std::uint32_t, tokens_per_batch> words) {
    constexpr std::size_t n = blocks_per_batch;
    std::uint32_t c0[n], c1[n], c2[n], c3[n];
    for (std::size_t i = 0; i < n; ++i) {
        c0[i] = position;
        c1[i] = first_block + static_cast<std::uint32_t>(i);
        c2[i] = 0;
        c3[i] = 0;
    }
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < n; ++i) {
            const std::uint64_t a = std::uint64_t{multiplier_0} * c0[i];
            const std::uint64_t b = std::uint64_t{multiplier_1} * c2[i];
            c0[i] = static_cast<std::uint32_t>(b >> 32) ^ c1[i] ^ key[0];
            c1[i] = static_cast<std::uint32_t>(b);
            c2[i] = static_cast<std::uint32_t>(a >> 32) ^ c3[i] ^ key[1];
            c3[i] = static_cast<std::uint32_t>(a);
        }
        key[0] += weyl_0;
        key[1] += weyl_1;
    }
    for (std::size_t i = 0; i < n; ++i) {
        words[4 * i] = c0[i];
        words[4 * i + 1] = c1[i];
        words[4 * i + 2] = c2[i];
        words[4 * i + 3] = c3[i];
    }
}

void quantise_row(std::span<const float> logits, std::span<std::int64_t> out) {
    for (std::size_t v = 0; v < logits.size(); ++v)
        out[v] = quantise(logits[v]);
}

} // namespace gms
} // namespace hearth::proof
