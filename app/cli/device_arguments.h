// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arguments.h"

namespace CLI {
class App;
}

namespace hearth::cli {

/// The verbs of `node` that measure and prove devices, and what starts the service.
void add_device_verbs(CLI::App& app, Command& command);

} // namespace hearth::cli
