// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace hearth::core {

/// Two sizes that a message compares, both in MiB with one decimal, "8,123.4 MiB". What is needed is rounded up and
/// what there is rounded down, so that the larger one always reads larger.
std::string needed_text(std::uint64_t bytes);
std::string room_text(std::uint64_t bytes);

} // namespace hearth::core
