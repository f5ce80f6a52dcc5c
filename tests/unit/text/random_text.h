// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

/// splitmix64, as in tests/vectors/text/make_unicode_goldens.py.
class Random {
public:
    explicit Random(std::uint64_t state) : m_state(state) {}
    std::uint64_t below(std::uint64_t bound);

private:
    std::uint64_t m_state;
};

/// The string of that number in the goldens.
std::string random_text(std::uint64_t seed, std::uint64_t index);
