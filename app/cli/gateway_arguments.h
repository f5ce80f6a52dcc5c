// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arguments.h"

namespace CLI {
class App;
}

namespace hearth::cli {

/// The verbs of `gateway` and `evidence`. `command` gets what was chosen; it outlives `app`.
void add_gateway_verbs(CLI::App& app, Command& command);

} // namespace hearth::cli
