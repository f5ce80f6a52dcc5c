// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/json_text.h"

#include "core/bytes.h"

#include <charconv>
#include <cmath>
#include <cstdint>

namespace hearth::gateway {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr char hex_digits[] = "0123456789abcdef";

std::size_t promised_length(unsigned char lead) {
    if (lead >= 0xF0) return 4;
    if (lead >= 0xE0) return 3;
    return lead >= 0xC0 ? 2 : 1;
}

void append_escaped(std::string& out, unsigned char c) {
    switch (c) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        break;
    }
    out += "\\u00";
    out += hex_digits[c >> 4];
    out += hex_digits[c & 15];
}

std::string repaired_utf8(std::string_view text) {
    if (core::is_utf8(text)) return std::string(text);
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = promised_length(static_cast<unsigned char>(text[i]));
        const std::string_view piece = text.substr(i, length);
        const bool good = piece.size() == length && core::is_utf8(piece);
        out += good ? piece : replacement;
        i += good ? length : 1;
    }
    return out;
}

} // namespace

void append_json_string(std::string& out, std::string_view text) {
    std::string repaired;
    if (!core::is_utf8(text)) {
        repaired = repaired_utf8(text);
        text = repaired;
    }
    out += '"';
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F) continue;
        out += text.substr(plain, i - plain);
        append_escaped(out, c);
        plain = i + 1;
    }
    out += text.substr(plain);
    out += '"';
}

void append_json_number(std::string& out, double value) {
    if (!std::isfinite(value)) {
        out += value > 0 ? "9999.0" : "-9999.0";
        return;
    }
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out.append(digits, end);
}

void append_json_integer(std::string& out, std::int64_t value) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out.append(digits, end);
}

std::size_t count_characters(std::string_view utf8) {
    std::size_t count = 0;
    for (const char c : utf8)
        count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return count;
}

} // namespace hearth::gateway
