// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arguments.h"

namespace CLI {
class App;
}

namespace hearth::cli {

/// The verbs of `model` that look beyond this home, and its switches; their group is there already. `command` gets what
/// was chosen; it outlives `app`.
void add_hub_verbs(CLI::App& app, Command& command);

} // namespace hearth::cli
