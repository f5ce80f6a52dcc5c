// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "report.h"

#include <filesystem>

namespace hearth::app {

/// A new home in `root` from nothing to its first answer, as somebody who accepts every default of the window's set-up:
/// the programs in `programs` start, every device is tested, the first model comes in, and a question is asked, all
/// over the control socket. Adds metrics that begin with `name`, in seconds since the service was started. Errors:
/// not_found, if the first model's file is not on this machine.
core::Status measure_first_run(const std::filesystem::path& programs, const std::filesystem::path& root,
                               const std::string& name, Report& report);

/// The same with the programs of a Debian package, unpacked below `root` with neither root nor apt; the time to unpack
/// them counts.
core::Status measure_package(const std::filesystem::path& package, const std::filesystem::path& root, Report& report);

} // namespace hearth::app
