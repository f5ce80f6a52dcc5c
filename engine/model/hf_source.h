// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/source.h"

namespace hearth::model {

/// Opens a Hugging Face folder: config.json, model.safetensors or its shards, tokenizer.json and what goes
/// with it.
core::Result<std::unique_ptr<Source>> open_hf_source(const std::filesystem::path& folder);

} // namespace hearth::model
