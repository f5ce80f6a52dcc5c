// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "node/updates/release.h"

#include <filesystem>
#include <string>

/// What Updates asks of the machine and of whoever speaks with the server.
namespace hearth::node {

/// A failure to fetch, for people who asked for an update and no model.
core::Error of_server(const core::Error& error);
/// "x86_64": as releases name the machine that this is.
std::string this_machine();
/// Errors: corrupt (other bytes; the file is removed), io.
core::Status compare(const std::filesystem::path& place, const ReleaseFile& file);

} // namespace hearth::node
