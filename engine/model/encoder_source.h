// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/config.h"
#include "model/source.h"

namespace hearth::model {

/// Opens a folder of sentence-transformers: modules.json, which says what follows the transformer, the transformer's
/// config.json and model.safetensors, tokenizer.json. Errors: unsupported (naming the module or setting), corrupt,
/// not_found.
core::Result<std::unique_ptr<Source>> open_encoder_source(const std::filesystem::path& folder);

/// The encoder's shape as the folder's files give it; their names are appended to `files`.
core::Result<ModelConfig> encoder_config(const std::filesystem::path& folder,
                                         std::vector<std::filesystem::path>& files);

} // namespace hearth::model
