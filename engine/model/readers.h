// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/source.h"

/// The two readers behind open_source().
namespace hearth::model {

core::Result<std::unique_ptr<Source>> open_gguf(const std::filesystem::path& file);
core::Result<std::unique_ptr<Source>> open_folder(const std::filesystem::path& folder);

} // namespace hearth::model
