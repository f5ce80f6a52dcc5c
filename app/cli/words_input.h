// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"
#include "interrupt.h"

#include <string>

namespace hearth::cli {

/// A key from its 24 words: out of `file`, which nobody else may read; of "-" out of standard input, or, where that is
/// a terminal, asked for. Errors: invalid_argument (no terminal; a word is wrong, and which), refused, those of
/// reading.
core::Result<core::SigningKey> read_words(Interrupt& interrupt, const std::string& file);

} // namespace hearth::cli
