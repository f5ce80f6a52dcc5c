// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace hearth::core {

/// A URI that makes SQLite read `file` and change nothing that is stored. Without a write-ahead log nobody has it open,
/// and not even side files are made; with one, what a killed process left in it is read as well.
std::string read_only_uri(const std::filesystem::path& file);

} // namespace hearth::core
