// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <array>
#include <compare>
#include <cstdint>
#include <string>

namespace hearth::node {

/// "0.1.0": of a release of this program.
struct Version {
    std::array<std::uint32_t, 3> parts{};

    auto operator<=>(const Version&) const = default;
    std::string text() const;
    /// Errors: invalid_argument, where it is not three numbers as text() writes them.
    static core::Result<Version> parse(const std::string& text);
};

} // namespace hearth::node
