// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/manifest.h"

#include <optional>

namespace hearth::compute {

struct ModelFolder {
    std::unique_ptr<model::Source> source;
    std::optional<model::ExactWeights> exact; ///< where the manifest has an exact profile
};

/// Its manifest.cbor alone. Errors: not_found, corrupt.
core::Result<model::Manifest> read_folder_manifest(const std::filesystem::path& folder);

/// Opens a model's own folder: reads its manifest.cbor, compares the size of every file that it lists and the
/// shape that the files declare. Errors: not_found, corrupt (naming the file and both sizes).
core::Result<ModelFolder> open_model_folder(const std::filesystem::path& folder);

} // namespace hearth::compute
