// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace hearth::core {

/// SplitMix64 (Steele et al., OOPSLA 2014): numbers from a seed, the same on every machine. Nothing secret is drawn so.
class SplitMix64 {
public:
    static constexpr std::uint64_t step = 0x9E3779B97F4A7C15;

    explicit SplitMix64(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t next() { return mix(m_state += step); }
    /// Its finaliser: all bits of the result depend on all of `z`, and no two of these give the same.
    static std::uint64_t mix(std::uint64_t z) {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

private:
    std::uint64_t m_state;
};

} // namespace hearth::core
