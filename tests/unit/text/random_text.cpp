// SPDX-License-Identifier: Apache-2.0
#include "random_text.h"

#include <array>

namespace {

constexpr std::array<const char*, 10> pieces = {"'s",           "'ll",        "don't",         "\r\n",    "  ",
                                                "<|im_start|>", "<|im_end|>", "<|endoftext|>", "http://", "1234"};
constexpr std::array<std::uint32_t, 8> spaces = {0x20, 0x09, 0x0a, 0x0d, 0xa0, 0x2003, 0x3000, 0x20};

struct Range {
    std::uint32_t first, count;
};
constexpr std::array<Range, 15> ranges = {{{0x61, 26},
                                           {0x61, 26},
                                           {0x61, 26},
                                           {0x41, 26},
                                           {0x30, 10},
                                           {0x20, 1},
                                           {0x21, 15},
                                           {0x5b, 6},
                                           {0xa1, 0x1af},
                                           {0x370, 0x1c0},
                                           {0x4e00, 0x5200},
                                           {0x600, 0x380},
                                           {0x1f300, 0x800},
                                           {0x0, 0xd800},
                                           {0xe000, 0x102000}}};

void append_utf8(std::string& out, std::uint32_t code) {
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    const auto tail = [&](std::uint32_t shift) { put(0x80 | ((code >> shift) & 0x3f)); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xc0 | (code >> 6));
        tail(0);
    } else if (code < 0x10000) {
        put(0xe0 | (code >> 12));
        tail(6);
        tail(0);
    } else {
        put(0xf0 | (code >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

} // namespace

std::uint64_t Random::below(std::uint64_t bound) {
    m_state += 0x9e3779b97f4a7c15u;
    std::uint64_t z = m_state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (z ^ (z >> 31)) % bound;
}

std::string random_text(std::uint64_t seed, std::uint64_t index) {
    Random random(seed + index * 1000003);
    std::string text;
    for (std::uint64_t left = random.below(48); left > 0; --left) {
        const std::uint64_t kind = random.below(ranges.size() + 2);
        if (kind == ranges.size()) {
            text += pieces[random.below(pieces.size())];
        } else if (kind == ranges.size() + 1) {
            append_utf8(text, spaces[random.below(spaces.size())]);
        } else {
            const Range& range = ranges[kind];
            append_utf8(text, range.first + static_cast<std::uint32_t>(random.below(range.count)));
        }
    }
    return text;
}
