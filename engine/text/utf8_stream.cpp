// SPDX-License-Identifier: Apache-2.0
#include "text/utf8_stream.h"

#include <cstddef>
#include <cstdint>

namespace hearth::text {

namespace {

/// How long the sequence beginning with `lead` is, and what its second byte may be (table 3-7 of Unicode 15).
struct Shape {
    std::size_t length;
    std::uint8_t lowest, highest;
};

Shape shape_of(std::uint8_t lead) {
    if (lead < 0x80) return {1, 0, 0};
    if (lead >= 0xc2 && lead <= 0xdf) return {2, 0x80, 0xbf};
    if (lead == 0xe0) return {3, 0xa0, 0xbf};
    if (lead == 0xed) return {3, 0x80, 0x9f};
    if (lead >= 0xe1 && lead <= 0xef) return {3, 0x80, 0xbf};
    if (lead == 0xf0) return {4, 0x90, 0xbf};
    if (lead >= 0xf1 && lead <= 0xf3) return {4, 0x80, 0xbf};
    if (lead == 0xf4) return {4, 0x80, 0x8f};
    return {0, 0, 0};
}

} // namespace

std::string take_complete(std::string& held, bool last) {
    static constexpr const char* replacement = "\xef\xbf\xbd";
    std::string out;
    std::size_t at = 0;
    while (at < held.size()) {
        const Shape shape = shape_of(static_cast<std::uint8_t>(held[at]));
        if (shape.length == 0) {
            out += replacement;
            ++at;
            continue;
        }
        std::size_t good = 1;
        while (good < shape.length && at + good < held.size()) {
            const auto byte = static_cast<std::uint8_t>(held[at + good]);
            const bool second = good == 1;
            if (byte < (second ? shape.lowest : 0x80) || byte > (second ? shape.highest : 0xbf)) break;
            ++good;
        }
        if (good == shape.length) {
            out.append(held, at, good);
        } else if (at + good == held.size() && !last) {
            break;
        } else {
            out += replacement;
        }
        at += good;
    }
    held.erase(0, at);
    return out;
}

} // namespace hearth::text
