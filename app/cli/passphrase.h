// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "interrupt.h"

#include <string>

namespace hearth::cli {

/// Asks on the terminal without showing what is typed, twice if it is a new one; or reads the first line of
/// `file`, which nobody else may read. Errors: invalid_argument (no terminal, empty, the two differ, too weak
/// for a new one), refused.
core::Result<std::string> read_passphrase(Interrupt& interrupt, const std::string& file, bool is_new);

} // namespace hearth::cli
