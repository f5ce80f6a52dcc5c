// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <system_error>

/// How this system gives a finished file its name, so that it has it after a crash, too.
namespace hearth::cli {

/// Errors: file_exists where the name is taken, which no other program can change in between.
std::error_code name_once(const std::filesystem::path& from, const std::filesystem::path& file);
/// In the place of whatever file has the name.
std::error_code name_over(const std::filesystem::path& from, const std::filesystem::path& file);
/// A piece of a name that no other running program has.
std::string process_tag();

} // namespace hearth::cli
