// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arguments.h"

namespace CLI {
class App;
}

namespace hearth::cli {

/// The verbs of `keys`, and those of `ledger` for a key that is kept offline. `command` gets what was chosen; it
/// outlives `app`, which has the verbs of `ledger` already.
void add_key_verbs(CLI::App& app, Command& command);

} // namespace hearth::cli
