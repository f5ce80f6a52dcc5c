// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace hearth::app {

struct Machine {
    std::string cpu;
    unsigned processors = 0;
    std::uint64_t memory_mb = 0;
};

Machine this_machine();

} // namespace hearth::app
