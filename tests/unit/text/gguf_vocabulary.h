// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "text/tokenizer.h"

#include <string>

/// The vocabulary keys (tokenizer.ggml.*) of a GGUF file. Errors: not_found, io, corrupt.
hearth::core::Result<hearth::text::Vocabulary> read_gguf_vocabulary(const std::string& file);
