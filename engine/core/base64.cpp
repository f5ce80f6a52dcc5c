// SPDX-License-Identifier: Apache-2.0
#include "core/base64.h"

namespace hearth::core {
namespace {

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

} // namespace

std::string to_base64(ByteView bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t left = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t word = 0;
        for (std::size_t k = 0; k < 3; ++k)
            word = word << 8 | (k < left ? bytes[i + k] : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            out.push_back(k <= left ? digits[word >> (18 - 6 * k) & 63U] : '=');
    }
    return out;
}

Result<Bytes> from_base64(std::string_view text) {
    Bytes bytes;
    std::uint32_t word = 0;
    unsigned bits = 0;
    while (!text.empty() && text.back() == '=')
        text.remove_suffix(1);
    for (const char c : text) {
        const std::size_t digit = digits.find(c);
        if (digit == std::string_view::npos) return fail(Code::corrupt, "The text is not Base64.");
        word = word << 6 | static_cast<std::uint32_t>(digit);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes.push_back(static_cast<std::uint8_t>(word >> bits & 0xffU));
    }
    return bytes;
}

} // namespace hearth::core
