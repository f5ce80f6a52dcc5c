// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/cpu/kernels.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

namespace hearth::test {

/// Numbers that look random and are the same on every machine (xorshift64*).
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed * 0x9E3779B97F4A7C15U + 0x1234567) {}

    std::uint64_t next() {
        m_state ^= m_state >> 12;
        m_state ^= m_state << 25;
        m_state ^= m_state >> 27;
        return m_state * 0x2545F4914F6CDD1DU;
    }
    std::uint32_t below(std::size_t n) { return static_cast<std::uint32_t>((next() >> 32) % n); }
    std::uint32_t between(std::size_t low, std::size_t high) {
        return static_cast<std::uint32_t>(low) + below(high - low + 1);
    }
    bool one_in(std::size_t n) { return below(n) == 0; }
    template <typename List>
    auto pick(const List& list) {
        return list[below(std::size(list))];
    }
    /// −1 … 1
    float unit() { return static_cast<float>(static_cast<std::int32_t>(below(1U << 25)) - (1 << 24)) * 0x1p-24F; }
    /// ±1 … 2 times a power of two from 2^low to 2^high
    float wide(int low, int high) {
        const int e = low + static_cast<int>(below(static_cast<std::size_t>(high - low + 1)));
        const float magnitude = std::ldexp(1.0F + static_cast<float>(below(1U << 23)) * 0x1p-23F, e);
        return one_in(2) ? -magnitude : magnitude;
    }
    /// Any values but −128, as the profile has them.
    void fill(std::span<std::int8_t> values) {
        for (std::size_t i = 0; i < values.size(); i += 8) {
            const std::uint64_t bits = next();
            std::memcpy(values.data() + i, &bits, std::min<std::size_t>(8, values.size() - i));
        }
        std::replace(values.begin(), values.end(), std::int8_t{-128}, std::int8_t{127});
    }
    /// Only ±127: the largest sums.
    void fill_extreme(std::span<std::int8_t> values) {
        for (std::int8_t& v : values)
            v = one_in(2) ? 127 : -127;
    }

private:
    std::uint64_t m_state;
};

/// Lengths around every edge of a register, a tile, a block and a page.
inline constexpr std::size_t edge_lengths[] = {1,  2,   3,   4,   5,   7,   8,   9,   12,  15,  16,  17,  23, 24,
                                               31, 32,  33,  47,  48,  49,  63,  64,  65,  79,  80,  81,  95, 96,
                                               97, 127, 128, 129, 191, 192, 193, 255, 256, 257, 319, 320, 321};

inline std::size_t some_length(Random& random, std::size_t most) {
    if (random.one_in(2)) return random.between(1, most);
    const std::size_t edge = random.pick(edge_lengths);
    return edge <= most ? edge : random.between(1, most);
}

/// Position of the first bit that differs, or nothing.
inline std::string first_difference(std::span<const float> ours, std::span<const float> expected) {
    if (ours.size() != expected.size()) return "sizes differ";
    for (std::size_t i = 0; i < ours.size(); ++i)
        if (std::bit_cast<std::uint32_t>(ours[i]) != std::bit_cast<std::uint32_t>(expected[i])) {
            char text[128];
            std::snprintf(text, sizeof text, "value %zu is %a instead of %a", i, static_cast<double>(ours[i]),
                          static_cast<double>(expected[i]));
            return text;
        }
    return {};
}

/// Every variant that this machine can run. AVX-VNNI counts as well where AVX-512 has its instructions under
/// another encoding, and AMX counts everywhere with its tiles emulated.
std::vector<const exact::Kernels*> every_variant();

} // namespace hearth::test
