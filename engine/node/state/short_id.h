// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <string>
#include <vector>

/// The beginning of an id may stand for the whole, as columns show it, where only one id begins so.
namespace hearth::node {

inline constexpr std::size_t shortest_id = 6;

/// `text` in lower case if it can stand for an id: 6 to 64 hexadecimal digits; else empty.
std::string as_id(const std::string& text);

/// The one candidate. `what` is "receipt", `list` says where all of them stand. Errors: not_found if there is
/// none; invalid_argument with the first candidates if there are several.
core::Result<std::string> only_one(const std::vector<std::string>& candidates, const std::string& text,
                                   const std::string& what, const std::string& list);

} // namespace hearth::node
