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

constexpr bool in_word(char c) {
    return is_digit(c) || is_letter(c) || c == '_' || c == '-';
}

/// Twelve words or more of the list of recovery words in a row, whatever stands between them.
std::optional<Found> recovery_words(const std::string& text, std::size_t from);
/// "name:password" of "https://name:password@host/", also a name alone: it may be a token.
std::optional<Found> login(const std::string& text, std::size_t from);
/// "x" of "?api_key=x" and of other parameters of an address that are called as secrets are.
std::optional<Found> parameter(const std::string& text, std::size_t from);
/// What a header of HTTP holds by which somebody is let in: "Basic eDp5" of "Authorization: Basic eDp5".
std::optional<Found> header(const std::string& text, std::size_t from);
/// What follows the word "Basic", where it is a name and a password.
std::optional<Found> basic(const std::string& text, std::size_t from);
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
/// "proxy.example" of "http://proxy.example:3128", unless it is_nobodys().
std::optional<Found> host(const std::string& text, std::size_t from);
/// Of IPv4 or IPv6; none that means this machine alone or nobody.
std::optional<Found> address(const std::string& text, std::size_t from);

/// The host of an address, with or without scheme, login, port and path.
std::string host_of(const std::string& address);
/// This machine alone, any machine, or the hub that everybody asks.
bool is_nobodys(const std::string& host);

/// What stands between the next two quotation marks.
std::optional<Found> quoted(const std::string& text, std::size_t from);

} // namespace hearth::control::redacted_marks
