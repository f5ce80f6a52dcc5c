// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/source.h"

namespace hearth::model {

/// By its name: .pt, .jit or .ts (TorchScript) or .pt2 (torch.export).
bool is_script_file(const std::filesystem::path& path);

/// A model of tensors as one file, of which nothing is read here: what it takes only libtorch can say, in the sandbox.
/// Errors: not_found, too_large.
core::Result<std::unique_ptr<Source>> open_script_source(const std::filesystem::path& path);

} // namespace hearth::model
