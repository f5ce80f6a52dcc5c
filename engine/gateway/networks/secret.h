// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hearth::gateway {

inline constexpr std::size_t least_secret = 12; ///< a shorter key is a word that an answer may hold

/// Whether a text that came from a network holds the key that it was given: no caller, log or file may read it there.
inline bool repeats_key(std::string_view text, std::string_view key) {
    return key.size() >= least_secret && text.find(key) != std::string_view::npos;
}

/// The beginning of a text from elsewhere, whole characters of it.
inline std::string shortened(std::string text, std::size_t longest) {
    if (text.size() <= longest) return text;
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end) + "…";
}

} // namespace hearth::gateway
