// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hearth::gateway {

struct JsonLimits {
    unsigned max_depth = 32;
    std::size_t max_values = 400'000; ///< bounds the memory that a parsed document takes
    std::size_t max_members = 1024;   ///< of one object
};

/// One pass over a document before anything is allocated for it: says which limit it breaks, or nothing. Does
/// not validate; what is not JSON is left to the parser.
std::optional<std::string> broken_limit(std::string_view document, const JsonLimits& limits);

} // namespace hearth::gateway
