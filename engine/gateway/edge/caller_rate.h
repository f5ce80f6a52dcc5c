// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"

#include <cstdint>

namespace hearth::gateway {

/// How often an API key may still ask.
struct CallerRate {
    std::uint32_t limit = 0;        ///< calls a minute
    std::uint32_t remaining = 0;    ///< that it may make at once now
    core::Nanoseconds whole_in = 0; ///< until `remaining` is `limit` again, if it asks for nothing
};

} // namespace hearth::gateway
