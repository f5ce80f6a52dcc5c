// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

/// The one way in for JSON that strangers wrote.
namespace hearth::core {

struct JsonLimits {
    std::size_t max_bytes = std::size_t{16} << 20;
    unsigned max_depth = 32;
    std::size_t max_values = SIZE_MAX;  ///< bounds the memory that a parsed document takes
    std::size_t max_members = SIZE_MAX; ///< of one object
    /// Keys that may not stand twice in one object, for a reader who looks at no others and passes the document on.
    /// Empty: none may.
    std::span<const std::string_view> once = {};
};

/// Why a document is refused; its reader finds the words.
struct JsonFault {
    enum class Kind {
        too_long,
        too_deep,
        too_many_values,
        too_many_members,
        malformed,
        out_of_range, ///< a number
        key_twice,    ///< in one object, where two readers could read two things
    };
    Kind kind = Kind::malformed;
    std::size_t at = 0; ///< malformed: the byte; of a limit: what it is
    std::string key;    ///< that stands twice, its first 64 bytes
};

/// The limits, in one pass that allocates nothing for the document. What is no JSON is left to the parser.
std::optional<JsonFault> broken_limit(std::string_view document, const JsonLimits& limits);

/// The document, within the limits, UTF-8, no key twice but those that may. For nlohmann::json and ordered_json.
template <class Json>
std::variant<Json, JsonFault> parse_json(std::string_view document, const JsonLimits& limits);

/// The same where no fault needs words: discarded (is_discarded()) for what is refused.
template <class Json>
Json json_or_discarded(std::string_view document, const JsonLimits& limits = {});

/// A member's text; empty where there is none of that name, it is something else, or longer than `most` bytes.
std::string text_member(const nlohmann::json& object, const char* name, std::size_t most = std::string::npos);

} // namespace hearth::core
