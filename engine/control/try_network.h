// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"

namespace hearth::control {

/// Asks a network for its models, as test_upstream(), and then one of them for one token, which the network charges as
/// any other answer. `model`: the first that it lists where empty. What came of it ends the note. Errors: those of
/// test_upstream() and chat().
core::Result<UpstreamInfo> try_network(Node& node, const std::string& name, const std::string& model);

} // namespace hearth::control
