// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/json.h"
#include "control/node.h"

#include <string>

namespace hearth::control {

/// What a running call may say before its answer.
struct CallSinks {
    OnProgress progress;
    OnText text;
};

enum class CallKind { unknown, quick, lengthy };
CallKind kind_of(const std::string& method);

/// Makes the named call and gives its answer as JSON text. Blocks as long as the node does. Nothing is
/// thrown. Errors: the node's own; invalid_argument that names a parameter; unsupported for an unknown
/// method.
core::Result<std::string> dispatch(Node& node, const std::string& method, const nlohmann::json& params,
                                   const CallSinks& sinks);

} // namespace hearth::control
