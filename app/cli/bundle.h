// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"
#include "core/home.h"
#include "core/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hearth::cli {

struct BundleContent {
    std::string condition;
    std::vector<control::DoctorCheck> checks;
    std::optional<control::NodeStatus> status;
};

/// Writes what helps somebody else to help: checks, status, settings and the last lines of the service's log,
/// as one JSON file with mode 0600. No keys, prompts or answers; the user's home folder becomes "~".
core::Status write_bundle(const std::filesystem::path& file, const core::Home& home, const BundleContent& content);

} // namespace hearth::cli
