// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace hearth::core {

/// Which work comes first where not all of it can be done at once. It decides when, never what is computed.
enum class Priority : std::uint8_t {
    background = 0,  ///< nobody waits for it
    normal = 1,      ///< requests from the edge
    interactive = 2, ///< somebody watches it being written
};

} // namespace hearth::core
