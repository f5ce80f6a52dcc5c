// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace hearth::control {

struct Machine {
    std::string system, release, architecture;
};
/// What this machine runs; nothing where the system does not say.
std::optional<Machine> machine();

} // namespace hearth::control
