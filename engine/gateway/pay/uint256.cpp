// SPDX-License-Identifier: Apache-2.0
#include "gateway/pay/uint256.h"

#include <algorithm>

namespace hearth::gateway::pay {
namespace {

constexpr std::size_t most_digits = 78; // of 2²⁵⁶ − 1
constexpr std::size_t narrow_bytes = 16;

} // namespace

Uint256 Uint256::of(core::Uint128 value) {
    Uint256 number;
    for (auto byte = number.m_bytes.rbegin(); value != 0; ++byte, value >>= 8)
        *byte = static_cast<std::uint8_t>(value & 0xFF);
    return number;
}

Uint256 Uint256::of_bytes(const std::array<std::uint8_t, 32>& bytes) {
    Uint256 number;
    number.m_bytes = bytes;
    return number;
}

std::optional<Uint256> Uint256::parse(std::string_view decimal) {
    if (decimal.empty() || decimal.size() > most_digits || (decimal.size() > 1 && decimal.front() == '0'))
        return std::nullopt;
    Uint256 number;
    for (const char digit : decimal) {
        if (digit < '0' || digit > '9') return std::nullopt;
        unsigned carry = static_cast<unsigned>(digit - '0');
        for (auto byte = number.m_bytes.rbegin(); byte != number.m_bytes.rend(); ++byte) {
            carry += 10U * *byte;
            *byte = static_cast<std::uint8_t>(carry & 0xFF);
            carry >>= 8;
        }
        if (carry != 0) return std::nullopt;
    }
    return number;
}

std::string Uint256::text() const {
    std::array<std::uint8_t, 32> left = m_bytes;
    std::string digits;
    while (std::any_of(left.begin(), left.end(), [](std::uint8_t byte) { return byte != 0; })) {
        unsigned rest = 0;
        for (std::uint8_t& byte : left) {
            rest = (rest << 8) | byte;
            byte = static_cast<std::uint8_t>(rest / 10);
            rest %= 10;
        }
        digits += static_cast<char>('0' + rest);
    }
    if (digits.empty()) return "0";
    std::reverse(digits.begin(), digits.end());
    return digits;
}

std::optional<core::Uint128> Uint256::narrow() const {
    if (std::any_of(m_bytes.begin(), m_bytes.begin() + narrow_bytes, [](std::uint8_t byte) { return byte != 0; }))
        return std::nullopt;
    core::Uint128 value = 0;
    for (std::size_t i = narrow_bytes; i < m_bytes.size(); ++i)
        value = (value << 8) | m_bytes[i];
    return value;
}

} // namespace hearth::gateway::pay
