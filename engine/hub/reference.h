// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <string>

namespace hearth::hub {

/// "hf:ORG/NAME[/FILE][@REVISION]": a repository of a model hub, or one file of it.
struct Reference {
    std::string repository; ///< "ORG/NAME"
    std::string file;       ///< its path in the repository; empty: all that a model needs
    std::string revision;   ///< branch, tag or commit; empty: the hub's "main"

    /// Errors: invalid_argument. What passes can be part of a path and of an address as it stands.
    static core::Result<Reference> parse(const std::string& text);
    /// Whether `text` is meant to be one.
    static bool is_meant(const std::string& text) { return text.starts_with("hf:"); }
    /// What parse() reads.
    std::string text() const;
};

} // namespace hearth::hub
