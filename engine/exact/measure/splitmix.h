// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace hearth::exact {

/// SplitMix64 (Steele et al., OOPSLA 2014): numbers from a seed, the same on every machine.
class SplitMix64 {
public:
    explicit SplitMix64(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t next() {
        std::uint64_t z = m_state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

private:
    std::uint64_t m_state;
};

} // namespace hearth::exact
