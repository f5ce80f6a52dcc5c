// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace hearth::gateway::evidence {

/// What Python's json.dumps(value, sort_keys=True) writes: keys by code point, ", " and ": ", everything but ASCII as
/// \uXXXX, floats as repr(). Networks hash that text.
std::string python_json(const nlohmann::json& value);

} // namespace hearth::gateway::evidence
