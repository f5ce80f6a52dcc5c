// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/gguf.h"

namespace hearth::model {

/// The decoder's shape as the metadata gives it. Errors: unsupported (naming architecture or variant),
/// corrupt.
core::Result<ModelConfig> gguf_config(const GgufFile& file, const GgufVocabulary& vocabulary);

/// As Source::check_complete().
core::Status gguf_complete(const GgufFile& file, const GgufVocabulary& vocabulary, const ModelConfig& config);

core::Result<std::unique_ptr<Source>> open_gguf_source(const std::filesystem::path& path);
/// Over a file that is already open; `file_name` is what files() tells.
core::Result<std::unique_ptr<Source>> make_gguf_source(GgufFile file, const std::filesystem::path& file_name);

} // namespace hearth::model
