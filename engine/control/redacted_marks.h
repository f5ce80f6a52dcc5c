// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

/// Where in a text, from a place on, stands what is not passed on. Internal to the library.
namespace hearth::control::redacted_marks {

struct Found {
    std::size_t at = 0, size = 0;
};

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Twelve words or more of the list of recovery words in a row, whatever stands between them.
std::optional<Found> recovery_words(const std::string& text, std::size_t from);
/// "name:password" of "https://name:password@host/".
std::optional<Found> login(const std::string& text, std::size_t from);
/// What follows the word "Bearer".
std::optional<Found> bearer(const std::string& text, std::size_t from);
/// What begins as keys of callers, of hubs and of other networks do, and is as long.
std::optional<Found> token(const std::string& text, std::size_t from);
std::optional<Found> whole_word(const std::string& text, const std::string& word, std::size_t from);

/// "anna" of "/home/anna/models", also of macOS and Windows.
std::optional<Found> user_in_path(const std::string& text, std::size_t from);
std::optional<Found> mail(const std::string& text, std::size_t from);
/// "id@host:port", also after "tcp://".
std::optional<Found> peer(const std::string& text, std::size_t from);
/// Of IPv4 or IPv6; none that means this machine alone or nobody.
std::optional<Found> address(const std::string& text, std::size_t from);

/// What stands between the next two quotation marks.
std::optional<Found> quoted(const std::string& text, std::size_t from);

} // namespace hearth::control::redacted_marks
