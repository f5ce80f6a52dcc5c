// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

/// Appends JSON to text that is being built: the hot path of an answer, one small document per token.
namespace hearth::gateway {

/// A string with its quotes. Bytes that are not UTF-8 become U+FFFD, so that the document stays valid.
void append_json_string(std::string& out, std::string_view text);

/// The shortest decimal that reads back the same. Minus infinity and NaN have no JSON: they become -9999.
void append_json_number(std::string& out, double value);
void append_json_integer(std::string& out, std::int64_t value);

std::size_t count_characters(std::string_view utf8);

} // namespace hearth::gateway
