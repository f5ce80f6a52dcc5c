// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <cstdint>
#include <string>

namespace hearth::cli {

/// Seconds of "90s", "30m", "24h", "7d"; "all" is the longest that there is, a hundred years.
core::Result<std::uint64_t> parse_duration(const std::string& text);
/// The other way, in the largest unit that is whole.
std::string duration_text(std::uint64_t seconds);

} // namespace hearth::cli
