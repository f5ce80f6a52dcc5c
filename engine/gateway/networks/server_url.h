// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <cstdint>
#include <string>

namespace hearth::gateway {

/// An address that was read and found good.
struct ServerUrl {
    bool tls = false;
    std::string host; ///< a name or an address, without brackets
    std::uint16_t port = 0;
    std::string base; ///< path in front of every call: "/v1"

    std::string text() const;
    std::string authority() const; ///< as in a Host header
    /// "http://127.0.0.1:8080", with "/v1" where it names no path. Errors: invalid_argument, saying what is wrong.
    static core::Result<ServerUrl> parse(const std::string& text);
    /// What is sent there can be read on the way.
    bool readable_on_the_way() const;
};

} // namespace hearth::gateway
