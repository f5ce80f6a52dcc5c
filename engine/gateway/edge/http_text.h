// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/http_message.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hearth::gateway {

/// "HTTP/1.1 200 OK" and the headers, up to and with the blank line.
std::string answer_head(const HttpAnswer& answer, std::int64_t now_s);

/// "%2F" → "/". Nothing when an escape is broken or makes a control character.
std::optional<std::string> percent_decoded(std::string_view text);

struct Target {
    std::string path;      ///< not decoded, without query
    std::string query;     ///< as it came, without "?"
    std::string authority; ///< of the absolute form "http://host/path", else empty
};
/// Nothing when the target is neither a path nor an http URL.
std::optional<Target> split_target(std::string_view target);

/// Letters, digits and "._:-" only, so that it can stand in a header.
std::string header_safe(std::string_view text);

/// A fresh identifier: `prefix` and 24 hex digits.
std::string fresh_id(std::string_view prefix);

} // namespace hearth::gateway
