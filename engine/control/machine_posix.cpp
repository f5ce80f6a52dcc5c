// SPDX-License-Identifier: Apache-2.0
#include "control/machine.h"

#include <sys/utsname.h>

namespace hearth::control {

std::optional<Machine> machine() {
    utsname name{};
    if (::uname(&name) != 0) return std::nullopt;
    return Machine{name.sysname, name.release, name.machine};
}

} // namespace hearth::control
