// SPDX-License-Identifier: Apache-2.0
#include "node/updates/version.h"

#include <charconv>

namespace hearth::node {

std::string Version::text() const {
    return std::to_string(parts[0]) + "." + std::to_string(parts[1]) + "." + std::to_string(parts[2]);
}

core::Result<Version> Version::parse(const std::string& text) {
    Version version;
    const char* at = text.data();
    const char* const end = at + text.size();
    bool good = true;
    for (std::size_t i = 0; good && i < version.parts.size(); ++i) {
        if (i > 0) good = at != end && *at++ == '.';
        const auto [after, error] = std::from_chars(at, end, version.parts[i]);
        good = good && error == std::errc{};
        at = after;
    }
    // "01.0.0" would be a second way to write the same one.
    if (good && at == end && version.text() == text) return version;
    return core::fail(core::Code::invalid_argument, core::say("update_no_version", {text.substr(0, 32)}));
}

} // namespace hearth::node
