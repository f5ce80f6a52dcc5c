// SPDX-License-Identifier: Apache-2.0
#include "arguments.h"
#include "output.h"

int main(int argc, char** argv) {
    using namespace hearth::cli;
    Context context;
    const Command command = parse_arguments(argc, argv, context);
    if (!command.run) return command.exit;
    const int exit = command.run(context);
    const int written = flush_output(context.json);
    return exit != exit_done ? exit : written;
}
