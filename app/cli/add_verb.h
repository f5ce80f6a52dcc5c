// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arguments.h"
#include "context.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <type_traits>

namespace hearth::cli {

/// A verb that runs with the values that its options were read into.
template <class Values>
CLI::App* add_verb(CLI::App& parent, Command& command, const std::shared_ptr<Values>& values, const char* name,
                   const char* what, std::type_identity_t<int (*)(Context&, const Values&)> run) {
    CLI::App* sub = parent.add_subcommand(name, what);
    sub->fallthrough();
    sub->callback(
        [&command, values, run] { command.run = [values, run](Context& context) { return run(context, *values); }; });
    return sub;
}

} // namespace hearth::cli
