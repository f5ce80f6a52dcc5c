// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"
#include "core/json_guard.h"
#include "core/result.h"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>
#include <string_view>

/// JSON of the control values: an object per value with the members' names as keys, an absent optional as
/// null, integers of 64 bits as JSON integers, money and hashes as text. T is any type of values.h, a vector
/// of one, or a text.
namespace hearth::control {

/// One line; bytes that are not UTF-8 become U+FFFD.
template <class T>
std::string to_json(const T& value);

/// Strict: a missing, an unknown or a wrongly typed member is refused and named, "status.lamps.gpu.state".
/// `what` names the outermost value in errors.
template <class T>
core::Result<T> from_json(std::string_view text, const std::string& what);

/// A parsed document, shared and constant.
using JsonTree = std::shared_ptr<const nlohmann::json>;
/// Errors: too_large (size, depth), invalid_argument (not JSON, a key given twice, not UTF-8).
core::Result<JsonTree> parse_json(std::string_view text, const core::JsonLimits& limits = {});

template <class T>
core::Result<T> from_tree(const nlohmann::json& tree, const std::string& what);

} // namespace hearth::control
