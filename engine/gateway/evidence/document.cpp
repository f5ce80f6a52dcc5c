// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/document.h"

#include "core/base64.h"
#include "core/json_guard.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>

namespace hearth::gateway::evidence {

std::optional<nlohmann::json> read_object(std::string_view text) {
    auto parsed = core::parse_json<nlohmann::json>(text, {.max_bytes = std::size_t{32} << 20, .max_depth = 64});
    if (!std::holds_alternative<nlohmann::json>(parsed) || !std::get<nlohmann::json>(parsed).is_object())
        return std::nullopt;
    return std::move(std::get<nlohmann::json>(parsed));
}

std::optional<nlohmann::json> read_object(const core::Bytes& text) {
    return read_object(std::string_view(reinterpret_cast<const char*>(text.data()), text.size()));
}

std::optional<core::Bytes> bytes_of_text(std::string text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string::npos) return std::nullopt;
    text = text.substr(first, text.find_last_not_of(blanks) - first + 1);
    std::string digits = text.starts_with("0x") ? text.substr(2) : text;
    std::transform(digits.begin(), digits.end(), digits.begin(), [](unsigned char c) { return std::tolower(c); });
    if (auto bytes = core::from_hex(digits)) return std::move(*bytes);
    if (auto bytes = core::from_base64(text)) return std::move(*bytes);
    return std::nullopt;
}

std::optional<core::Bytes> base64_member(const nlohmann::json& object, const char* name) {
    const std::string text = core::text_member(object, name);
    if (text.empty()) return std::nullopt;
    auto bytes = core::from_base64(text);
    return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
}

} // namespace hearth::gateway::evidence
