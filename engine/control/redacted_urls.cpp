// SPDX-License-Identifier: Apache-2.0
#include "control/redacted_marks.h"
#include "core/base64.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace hearth::control::redacted_marks {
namespace {

constexpr std::string_view behind_scheme = "://", marked_secret = "[secret]", marked_address = "[address]";

/// A password may hold every other sign: better too much is taken than the rest of one is left.
std::size_t url_end(const std::string& text, std::size_t at) {
    return std::min(text.find_first_of(" \t\r\n\"", at), text.size());
}

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), lower);
    return text;
}

/// "00ff…@host:port" names a node by its public id.
bool is_peer_id(const std::string& text, std::size_t scheme_end, std::size_t begin, std::size_t end) {
    return scheme_end >= 3 && text.compare(scheme_end - 3, 3, "tcp") == 0 &&
           std::all_of(text.begin() + static_cast<std::ptrdiff_t>(begin),
                       text.begin() + static_cast<std::ptrdiff_t>(end),
                       [](char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); });
}

bool names_secret(const std::string& name) {
    static constexpr std::array parts{"key", "token", "secret", "pass", "pwd", "auth", "sig", "credential"};
    return std::any_of(parts.begin(), parts.end(),
                       [&](const char* part) { return name.find(part) != std::string::npos; });
}

bool in_parameter(char c) {
    return is_digit(c) || is_letter(c) || c == '_' || c == '-' || c == '.' || c == '%';
}

bool in_name_of_host(char c) {
    return is_digit(c) || is_letter(c) || c == '-' || c == '.' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

/// "user:password" in base64, with or without its padding.
bool is_basic(std::string text) {
    while (text.size() % 4 != 0)
        text.push_back('=');
    const auto plain = core::from_base64(text);
    return plain && std::find(plain->begin(), plain->end(), std::uint8_t{':'}) != plain->end();
}

} // namespace

std::optional<Found> login(const std::string& text, std::size_t from) {
    for (auto at = text.find(behind_scheme, from); at != std::string::npos; at = text.find(behind_scheme, at + 1)) {
        const std::size_t begin = at + behind_scheme.size(), sign = text.rfind('@', url_end(text, begin));
        if (sign == std::string::npos || sign <= begin || sign >= url_end(text, begin)) continue;
        if (text.compare(begin, sign - begin, marked_secret) == 0 || is_peer_id(text, at, begin, sign)) continue;
        return Found{begin, sign - begin};
    }
    return std::nullopt;
}

std::optional<Found> parameter(const std::string& text, std::size_t from) {
    for (auto at = text.find_first_of("?&#", from); at != std::string::npos; at = text.find_first_of("?&#", at + 1)) {
        std::size_t equals = at + 1;
        while (equals < text.size() && in_parameter(text[equals]))
            ++equals;
        if (equals >= text.size() || text[equals] != '=') continue;
        const std::size_t begin = equals + 1, end = std::min(text.find_first_of("&#", begin), url_end(text, begin));
        if (end == begin || text.compare(begin, end - begin, marked_secret) == 0) continue;
        if (names_secret(lowered(text.substr(at + 1, equals - at - 1)))) return Found{begin, end - begin};
    }
    return std::nullopt;
}

std::optional<Found> header(const std::string& text, std::size_t from) {
    const std::string low = lowered(text);
    std::optional<Found> first;
    for (const std::string_view name : {"authorization", "api-key", "cookie"})
        for (auto at = low.find(name, from); at != std::string::npos; at = low.find(name, at + 1)) {
            const std::size_t colon = text.find_first_not_of(" \"'\\", at + name.size());
            if (colon == std::string::npos || (text[colon] != ':' && text[colon] != '=')) continue;
            const std::size_t begin = text.find_first_not_of(" \t\"'\\", colon + 1);
            if (begin == std::string::npos || text.compare(begin, marked_secret.size(), marked_secret) == 0) continue;
            const std::size_t end = std::min(text.find_first_of("\"\r\n", begin), text.size());
            if (end > begin && (!first || begin < first->at)) first = Found{begin, end - begin};
            break;
        }
    return first;
}

std::optional<Found> basic(const std::string& text, std::size_t from) {
    constexpr std::string_view word = "basic ";
    const std::string low = lowered(text);
    for (auto at = low.find(word, from); at != std::string::npos; at = low.find(word, at + 1)) {
        const std::size_t begin = at + word.size(),
                          end = std::min(text.find_first_of(" \t\r\n\"',;", begin), text.size());
        if (end > begin && is_basic(text.substr(begin, end - begin))) return Found{begin, end - begin};
    }
    return std::nullopt;
}

std::optional<Found> host(const std::string& text, std::size_t from) {
    for (auto at = text.find(behind_scheme, from); at != std::string::npos; at = text.find(behind_scheme, at + 1)) {
        std::size_t begin = at + behind_scheme.size();
        if (text.compare(begin, marked_secret.size(), marked_secret) == 0) begin += marked_secret.size() + 1;
        if (begin >= text.size() || text.compare(begin, marked_address.size(), marked_address) == 0) continue;
        std::size_t end = begin;
        if (text[begin] == '[')
            end = std::min(text.find(']', begin), text.size() - 1) + 1;
        else
            while (end < text.size() && in_name_of_host(text[end]))
                ++end;
        if (end > begin && !is_nobodys(host_of(text.substr(begin, end - begin)))) return Found{begin, end - begin};
    }
    return std::nullopt;
}

std::string host_of(const std::string& address) {
    const auto scheme = address.find(behind_scheme);
    std::string rest = scheme == std::string::npos ? address : address.substr(scheme + behind_scheme.size());
    if (const auto sign = rest.rfind('@'); sign != std::string::npos) rest.erase(0, sign + 1);
    if (rest.starts_with('[')) return rest.substr(1, rest.find(']') - 1);
    rest.erase(std::min(rest.find_first_of("/?#"), rest.size()));
    const auto colon = rest.find(':');
    if (colon != std::string::npos && colon == rest.rfind(':')) rest.erase(colon); // two are of IPv6 without brackets
    while (rest.ends_with('.'))
        rest.pop_back();
    return rest;
}

bool is_nobodys(const std::string& host) {
    const std::string name = lowered(host);
    for (const char* known : {"localhost", "0.0.0.0", "::1", "::", "huggingface.co"})
        if (name == known) return true;
    return name.starts_with("127.") && std::count(name.begin(), name.end(), '.') == 3 &&
           name.find_first_not_of("0123456789.") == std::string::npos;
}

} // namespace hearth::control::redacted_marks
