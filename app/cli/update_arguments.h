// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arguments.h"

namespace CLI {
class App;
}

namespace hearth::cli {

/// The verbs of `update`. `command` gets what was chosen; it outlives `app`.
void add_update_verbs(CLI::App& app, Command& command);

} // namespace hearth::cli
