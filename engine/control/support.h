// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/units.h"

#include <cstdint>
#include <string>
#include <vector>

/// What helps somebody else to help; see values.h.
namespace hearth::control {

/// What was taken out of a text, and how often.
struct Redaction {
    std::string kind; ///< "secret", "key name", "e-mail", "address" (of another machine) or "user" (of this one)
    std::uint64_t count = 0;
};

struct BundleFile {
    std::string name; ///< "log.txt"
    std::string text; ///< as it would be passed on
    std::vector<Redaction> redacted;
};

/// The diagnostics bundle. No keys, prompts or answers are in it.
struct Bundle {
    core::Nanoseconds made_at = 0;
    std::vector<BundleFile> files;
};

struct LogLine {
    core::Nanoseconds at = 0; ///< 0: the line does not say
    std::string level;        ///< "debug", "info", "warning", "error"; empty: the line does not say
    std::string component;
    std::string text; ///< what happened, and what it says of it
};

struct LogTail {
    std::string folder;
    std::vector<LogLine> lines; ///< the newest last
};

/// Parameters of a call; internal to the library.
struct LogTailParams {
    std::string level;
    std::uint32_t limit = 0;
};

/// The part of a Node that shows what happened to it; the same rules hold for its calls.
class SupportCalls {
public:
    virtual ~SupportCalls() = default;

    /// What would be passed on, to be read before; nothing is written.
    virtual core::Result<Bundle> bundle() = 0;
    /// The last `limit` lines of the service's log that are of this level or a graver one. Errors: invalid_argument (no
    /// such level), io.
    virtual core::Result<LogTail> log_tail(const std::string& level, std::uint32_t limit) = 0;
};

} // namespace hearth::control
