// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <filesystem>

/// The file that a verb is asked to write. It appears whole or not at all, and takes the place of another one
/// only with `force`; nothing else does, also when the other one came meanwhile.
namespace hearth::cli {

/// Before the work begins. Errors: conflict if something is there already.
core::Status check_new_file(const std::filesystem::path& file, bool force);

/// Errors: conflict, io.
core::Status write_new_file(const std::filesystem::path& file, core::ByteView content, bool force);

/// Gives the finished file `from` its name; it is removed if that fails. Errors: conflict, io.
core::Status give_name(const std::filesystem::path& from, const std::filesystem::path& file, bool force);

/// A name in the same folder for the time until give_name().
std::filesystem::path unfinished(const std::filesystem::path& file);
/// What went wrong with the unfinished file, told of the one that was asked for.
core::Error told_of(const std::filesystem::path& file, core::Error error);

} // namespace hearth::cli
