// SPDX-License-Identifier: Apache-2.0
#include "core/size_text.h"

#include <cstdio>

namespace hearth::core {

Size size_of_bytes(std::uint64_t bytes) {
    static constexpr const char* units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    auto value = static_cast<double>(bytes);
    std::size_t step = 0;
    // From here on it would be printed as "1000".
    for (; value >= 999.5 && step < 4; ++step)
        value /= 1024;
    return {value, step == 0 || value >= 99.95 ? 0 : 1, units[step]};
}

std::string size_text(std::uint64_t bytes) {
    const Size size = size_of_bytes(bytes);
    char text[40];
    std::snprintf(text, sizeof text, "%.*f %s", size.decimals, size.value, size.unit);
    return text;
}

} // namespace hearth::core
