// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/first_run.h"

#include <filesystem>
#include <optional>

namespace hearth::node {

/// The first model of the installation's catalogue, models/catalogue.json beside an installed program, else of the
/// source tree; none where there is no catalogue. Its file is looked for beside the catalogue and in `cache`, and named
/// only if it has the catalogue's hash: reading it takes a second.
std::optional<control::ModelAtHand> first_model(const std::filesystem::path& program_folder,
                                                const std::filesystem::path& cache);

} // namespace hearth::node
