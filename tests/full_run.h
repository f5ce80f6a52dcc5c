// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <string_view>

namespace hearth::test {

/// Whether a test that takes a sample runs over everything instead: HEARTH_FULL=1, which ctest -C full -L full sets.
inline bool full_run() {
    const char* const wanted = std::getenv("HEARTH_FULL");
    return wanted != nullptr && std::string_view(wanted) == "1";
}

template <typename T>
T sampled(T sample, T everything) {
    return full_run() ? everything : sample;
}

} // namespace hearth::test
