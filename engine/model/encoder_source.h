// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/config.h"
#include "model/json_text.h"
#include "model/source.h"

namespace hearth::model {

/// Opens a folder of sentence-transformers: modules.json, which says what follows the transformer, the transformer's
/// config.json and model.safetensors, tokenizer.json. That of a decoder is read by open_hf_source(). Errors:
/// unsupported (naming the module or setting), corrupt, not_found.
core::Result<std::unique_ptr<Source>> open_encoder_source(const std::filesystem::path& folder);

/// The encoder's shape as the folder's files give it; their names are appended to `files`.
core::Result<ModelConfig> encoder_config(const std::filesystem::path& folder,
                                         std::vector<std::filesystem::path>& files);

/// Whether there is a modules.json.
bool is_pooled_folder(const std::filesystem::path& folder);
/// Adds to the configuration of a decoder how such a folder makes vectors with it. Errors as open_encoder_source().
core::Status read_decoder_pooling(const std::filesystem::path& folder, const JsonObject& config, ModelConfig& c,
                                  std::vector<std::filesystem::path>& files);

} // namespace hearth::model
