// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/json_text.h"
#include "model/source.h"

namespace hearth::model {

/// What a Hugging Face folder holds beside configuration and weights. Every file is optional.
struct HfText {
    TextAssets assets;
    bool names_bos = false, names_eos = false; ///< a file says what the token is, if only that there is none
    std::optional<std::uint32_t> eos_id;       ///< of tokenizer_config.json's eos_token
    std::string license;                       ///< from the head of README.md
    std::vector<std::filesystem::path> files;
};
/// Errors: corrupt or too_large, naming the file.
core::Result<HfText> read_hf_text(const std::filesystem::path& folder);

/// As Source::check_complete(), of tokenizer and chat template.
core::Status hf_text_complete(const HfText& text, const ModelConfig& config);

bool folder_has(const std::filesystem::path& folder, const char* name);
core::Result<nlohmann::json> read_json_file(const std::filesystem::path& file, std::size_t max_bytes);

} // namespace hearth::model
