// SPDX-License-Identifier: Apache-2.0
#include "duration.h"

#include <charconv>
#include <utility>

namespace hearth::cli {
namespace {

constexpr std::uint64_t day_s = 86'400;
constexpr std::uint64_t longest_s = 36'525 * day_s;
constexpr std::pair<char, std::uint64_t> units[] = {{'d', day_s}, {'h', 3600}, {'m', 60}, {'s', 1}};

core::Error wrong(const std::string& text) {
    return core::fail(core::Code::invalid_argument, "'" + text + "' is not a length of time.",
                      "Write for example 90s, 30m, 24h, 7d or all.");
}

} // namespace

core::Result<std::uint64_t> parse_duration(const std::string& text) {
    if (text == "all") return longest_s;
    if (text.size() < 2) return wrong(text);
    std::uint64_t count = 0;
    const char* const end = text.data() + text.size() - 1;
    const auto [rest, problem] = std::from_chars(text.data(), end, count);
    if (problem != std::errc() || rest != end || count == 0) return wrong(text);
    for (const auto& [letter, seconds] : units)
        if (letter == text.back() && count <= longest_s / seconds) return count * seconds;
    return wrong(text);
}

std::string duration_text(std::uint64_t seconds) {
    for (const auto& [letter, length] : units)
        if (seconds % length == 0 && seconds > 0) return std::to_string(seconds / length) + " " + letter;
    return "0 s";
}

} // namespace hearth::cli
