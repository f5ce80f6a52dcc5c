// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace hearth::core {

struct HostPort {
    std::string host; ///< name or address, without brackets
    std::uint16_t port = 0;
};

/// "name:80", "127.0.0.1:80", "[::1]:80". Errors: invalid_argument.
Result<HostPort> parse_host_port(std::string_view text);

} // namespace hearth::core
