// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/devices.h"

#include <nlohmann/json.hpp>

namespace hearth::app {

struct CheckOptions {
    std::vector<std::string> devices; ///< empty = every one that a plug-in finds
    std::uint64_t parity_tokens = 100'000;
    std::string speed_class = "1b"; ///< "none" leaves speed out
    double seconds = 10.0;          ///< for each phase of the speed
    bool software = false;          ///< speed also of devices that compute on the processor
};

/// Runs everything on every device and prints a table as it goes. The object holds the same figures. `passed` becomes
/// false at a byte that differs or a device that fails.
nlohmann::json check_devices(const CheckOptions& options, bool& passed);

} // namespace hearth::app
