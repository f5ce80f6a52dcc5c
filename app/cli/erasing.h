// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arguments.h"
#include "context.h"

namespace CLI {
class App;
}

namespace hearth::cli {

struct ErasingWish {
    bool keys = false;   ///< the keys, too
    std::string confirm; ///< the home's folder, typed once more; empty: asked for on the terminal
};
/// Deletes what a home holds, but for its keys; never while its service runs, nor what Hearth did not put there. Cut
/// short, it goes on when it is run again. Prints, gives the exit code.
int erase_home(Context& context, const ErasingWish& wish);

/// The verbs of `home`. `command` gets what was chosen; it outlives `app`.
void add_home_verbs(CLI::App& app, Command& command);

} // namespace hearth::cli
