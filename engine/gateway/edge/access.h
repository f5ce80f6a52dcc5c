// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/api_error.h"
#include "gateway/edge/http_message.h"
#include "gateway/edge/server.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace hearth::gateway {

/// Who may call. Protects a loopback service from pages in a browser. A page of a foreign site is refused by
/// its Origin, a foreign name that was made to point at us (DNS rebinding) by its Host. Callers from other machines
/// need an API key. Immutable and thread-safe.
class AccessPolicy {
public:
    explicit AccessPolicy(const ServerOptions& options);

    /// `authority` is the one inside the request target, if any; `local_address` the address the caller
    /// reached.
    std::optional<ApiError> check(const HttpRequest& request, std::string_view authority,
                                  const std::string& local_address) const;

    /// Id of the caller's API key; empty for somebody on this machine who needs none.
    std::variant<std::string, ApiError> identify(const HttpRequest& request, bool from_this_machine) const;

    /// Headers that let an allowed page read the answer; empty without Origin. For a preflight also what it
    /// asked.
    static void add_cors_headers(const HttpRequest& request, HttpAnswer& answer);

private:
    bool host_allowed(std::string_view host, const std::string& local_address) const;
    bool origin_allowed(std::string_view origin) const;

    std::vector<std::string> m_hosts, m_origins;
    std::shared_ptr<const KeyRing> m_keys;
    KeyRule m_key_rule;
    bool m_sells; ///< calls, to whoever has no key
};

} // namespace hearth::gateway
