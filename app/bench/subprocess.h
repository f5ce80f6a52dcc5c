// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <string>
#include <vector>

namespace hearth::app {

/// Runs a program to its end and gives what it wrote to standard output; its standard error is dropped.
/// Errors: not_found, io, internal with the exit status.
core::Result<std::string> output_of(const std::vector<std::string>& words);

} // namespace hearth::app
