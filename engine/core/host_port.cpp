// SPDX-License-Identifier: Apache-2.0
#include "core/host_port.h"

#include <algorithm>
#include <charconv>

namespace hearth::core {

Result<HostPort> parse_host_port(std::string_view text) {
    const auto wrong =
        fail(Code::invalid_argument, "\"" + std::string(text.substr(0, 80)) + "\" is not an address and a port.",
             "Write for example \"127.0.0.1:26656\" or \"[::1]:26656\".");
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return wrong;
    std::string_view host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const bool plain = std::all_of(host.begin(), host.end(), [](unsigned char c) { return c > ' ' && c < 127; });
    if (host.empty() || !plain || host.find_first_of("\"\\,@[]/") != std::string_view::npos) return wrong;
    HostPort found{std::string(host), 0};
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, found.port);
    if (error != std::errc{} || stop != end) return wrong;
    return found;
}

} // namespace hearth::core
