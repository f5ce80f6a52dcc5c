// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/support.h"
#include "control/values.h"
#include "core/home.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// Makes the diagnostics bundle: in the service, and where none answers in whoever asked it.
namespace hearth::control {

struct BundleParts {
    const core::Home& home;
    std::string version; ///< of the program that makes it
    std::string condition;
    std::vector<DoctorCheck> checks;
    std::optional<NodeStatus> status;
    std::vector<std::string> key_names; ///< of callers, which are nobody else's business
};

/// The machine, the checks, the status, the settings and the last lines of the service's log, redacted.
Bundle make_bundle(const BundleParts& parts, core::Nanoseconds now);
/// The one JSON file that is passed on: an object {hearth, made_at, files[{name, bytes, redacted{}, text[]}]}, with
/// texts line by line.
std::string bundle_document(const Bundle& bundle, const std::string& version);

/// Whole lines from the end of the service's log and of the one before it, of which at most `most` bytes are read.
/// Nothing there: no line.
std::vector<std::string> last_log_lines(const core::Home& home, std::size_t most);
/// Errors: as SupportCalls::log_tail().
core::Result<LogTail> read_log_tail(const core::Home& home, const std::string& level, std::uint32_t limit);

} // namespace hearth::control
