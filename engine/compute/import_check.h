// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/source.h"

namespace hearth::compute {

/// Before the long work of an import: the model's files say all that decides its answers, its tokenizer reads, and
/// its chat template, where it has one, renders conversations, both with the code that serves them.
/// Errors: corrupt or unsupported, with the reason.
core::Status check_source(const model::Source& source);

} // namespace hearth::compute
