// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>

#include <cstdint>

namespace hearth::cli {

/// A check of options and arguments. The parser alone wraps -1 around, cuts off what is too large and reads 010 as 8.
CLI::Validator whole_number(std::uint64_t least = 0, std::uint64_t most = UINT64_MAX);

/// Whether a word is the name of a profile to compute in.
CLI::Validator known_profile();

} // namespace hearth::cli
