// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"

#include <array>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace hearth::gateway::pay {

/// A number as contracts count in: 32 bytes, the most significant first, which is also the order of numbers.
class Uint256 {
public:
    constexpr Uint256() = default;
    static Uint256 of(core::Uint128 value);
    static Uint256 of_bytes(const std::array<std::uint8_t, 32>& bytes);
    /// Decimal digits without a sign or a leading zero; none: anything else, or too large.
    static std::optional<Uint256> parse(std::string_view decimal);

    std::string text() const;
    /// None: it does not fit.
    std::optional<core::Uint128> narrow() const;
    const std::array<std::uint8_t, 32>& bytes() const { return m_bytes; }
    auto operator<=>(const Uint256&) const = default;

private:
    std::array<std::uint8_t, 32> m_bytes{};
};

} // namespace hearth::gateway::pay
