// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <filesystem>
#include <set>
#include <string>

/// Keys that other networks gave this home: one file each, 0600, in a folder of mode 0700, and nowhere else.
namespace hearth::node::key_files {

/// The key that a file holds, on one line. Errors: not_found, invalid_argument (nothing or too much in it), io.
core::Result<std::string> read(const std::filesystem::path& file);
/// The same of a text.
core::Result<std::string> trimmed(std::string key);
std::filesystem::path place(const std::filesystem::path& folder, const std::string& name);
core::Status write(const std::filesystem::path& folder, const std::string& name, const std::string& key);
core::Status remove(const std::filesystem::path& folder, const std::string& name);
/// Removes what a service that was killed in the middle left behind.
void sweep(const std::filesystem::path& folder, const std::set<std::string>& names);

} // namespace hearth::node::key_files
