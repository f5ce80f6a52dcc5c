// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arguments.h"

namespace CLI {
class App;
}

namespace hearth::cli {

/// The verbs of `ledger channel`. `command` gets what was chosen; it outlives `ledger`.
void add_channel_verbs(CLI::App& ledger, Command& command);

} // namespace hearth::cli
