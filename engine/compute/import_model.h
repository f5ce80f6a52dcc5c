// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "model/manifest.h"

namespace hearth::compute {

/// Takes the next bytes of a file that the import makes, on a thread of the import's own; false cancels.
using FileSink = std::function<bool(const std::string& file, core::ByteView bytes)>;

/// The manifest of a model; "" is model::default_profile. For profiles "ci8.1" and "ci4.1" the exact weights are
/// computed, handed to `sink` as "exact/<profile>.weights" and named by their tile roots; "bf16" and "fp32" leave the
/// model as it is. Errors: unsupported, corrupt, cancelled.
core::Result<model::Manifest> import_model(const model::Source& source, const std::filesystem::path& root,
                                           const std::string& profile, const FileSink& sink,
                                           const model::Progress& progress);

} // namespace hearth::compute
