// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"
#include "core/home.h"

#include <filesystem>
#include <vector>

namespace hearth::node {

/// True until a start has founded the ledger: whatever is missing is made then.
bool is_first_start(const core::Home& home);

/// A database that holds nothing beside one that does is damage, not a beginning. Errors: corrupt, naming file and
/// repair.
core::Status check_databases(const core::Home& home);

/// The key files, read as the start reads them.
std::vector<control::DoctorCheck> examine_keys(const core::Home& home);
/// Manifests, sizes and presence of what the models folder holds.
std::vector<control::DoctorCheck> examine_models(const core::Home& home);

/// Every file of a home without a running service: settings, folders, keys, database, ledger, models and logs. Reads
/// with the code of the start and changes nothing; each fault names its file and a repair.
std::vector<control::DoctorCheck> examine_home(const core::Home& home, const std::filesystem::path& program_folder);

} // namespace hearth::node
