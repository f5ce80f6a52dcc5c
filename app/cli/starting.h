// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/home.h"
#include "core/result.h"

#include <filesystem>
#include <string>

/// What a network of homes on one machine needs of its system.
namespace hearth::cli {

/// hearthd goes into the background by itself once it serves; what it says goes to standard error. Errors: io,
/// unavailable, unsupported (it cannot do so on this system yet).
core::Status start_service(const std::filesystem::path& program, const core::Home& home);

/// Whether a service could not listen there now. An address that cannot be looked at is left to the service to judge.
bool is_taken(const std::string& listen);

} // namespace hearth::cli
