// SPDX-License-Identifier: Apache-2.0
#include "machine.h"

#include <fstream>
#include <thread>
#include <unistd.h>

namespace hearth::app {

Machine this_machine() {
    Machine machine;
    machine.cpu = "unknown";
    machine.processors = std::thread::hardware_concurrency();
    machine.memory_mb = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) *
                        static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) / 1'000'000;
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);) {
        if (!line.starts_with("model name")) continue;
        if (const auto colon = line.find(": "); colon != std::string::npos) machine.cpu = line.substr(colon + 2);
        break;
    }
    return machine;
}

} // namespace hearth::app
