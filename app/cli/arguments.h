// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.h"

#include <functional>

namespace hearth::cli {

/// What the command line asks for.
struct Command {
    std::function<int(Context&)> run; ///< empty if there is nothing to do but end with `exit`
    int exit = exit_done;
};

/// Reads the command line; global options go into `context`. Prints help, the version or what is wrong.
Command parse_arguments(int argc, char** argv, Context& context);

} // namespace hearth::cli
