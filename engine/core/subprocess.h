// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <string>
#include <vector>

namespace hearth::core {

/// Runs a program to its end and gives what it wrote to standard output; its standard error is dropped.
/// It takes signals whatever this thread has blocked.
/// Errors: not_found, io, internal with the exit status.
Result<std::string> output_of(const std::vector<std::string>& words);

} // namespace hearth::core
