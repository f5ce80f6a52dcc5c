// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace hearth::core {

__extension__ using Int128 = __int128;
__extension__ using Uint128 = unsigned __int128;

/// Money: a whole number of 10⁻⁹ EMB, never negative. Sums are checked; nothing wraps.
/// Stored and signed as an unsigned 64-bit integer; intermediate products use 128 bits.
class Amount {
public:
    constexpr Amount() = default;
    static constexpr Amount from_units(std::uint64_t units) { return Amount(units); }
    static Result<Amount> from_wide(Uint128 units);
    /// Reads a decimal count of 10⁻⁹ EMB, e.g. "1500000000".
    static Result<Amount> parse_units(std::string_view text);

    constexpr std::uint64_t units() const { return m_units; }
    std::string units_text() const { return std::to_string(m_units); }
    /// For people: "1.500000000 EMB" without trailing zeros, at least one decimal.
    std::string text() const;

    Result<Amount> plus(Amount other) const;
    /// Refused when `other` is larger.
    Result<Amount> minus(Amount other) const;
    /// floor(this × ppm / 10⁶); the caller books the remainder.
    Amount share(std::uint32_t ppm) const;

    auto operator<=>(const Amount&) const = default;

private:
    constexpr explicit Amount(std::uint64_t units) : m_units(units) {}
    std::uint64_t m_units = 0;
};

using Nanoseconds = std::int64_t; ///< since the Unix epoch, or a duration
inline constexpr Nanoseconds second = 1'000'000'000, minute = 60 * second;
using Epoch = std::uint64_t;  ///< index of a settlement epoch
using Height = std::uint64_t; ///< block height, first block 1

} // namespace hearth::core
