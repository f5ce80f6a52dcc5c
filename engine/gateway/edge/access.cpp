// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/access.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace hearth::gateway {

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
    return out;
}

bool is_port(std::string_view text) {
    return !text.empty() && text.size() <= 5 &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); });
}

/// "name:80" → "name", "[::1]:80" → "::1", in lower case. Nothing when it is malformed.
std::optional<std::string> host_name(std::string_view authority) {
    std::string_view name = authority, rest;
    if (authority.starts_with('[')) {
        const std::size_t end = authority.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        name = authority.substr(1, end - 1);
        rest = authority.substr(end + 1);
    } else if (const std::size_t colon = authority.find(':'); colon != std::string_view::npos) {
        name = authority.substr(0, colon);
        rest = authority.substr(colon);
    }
    if (name.empty() || (!rest.empty() && !(rest.front() == ':' && is_port(rest.substr(1))))) return std::nullopt;
    if (name.ends_with('.')) name.remove_suffix(1);
    return lower(name);
}

bool is_ipv4_loopback(std::string_view name) {
    std::array<unsigned, 4> parts{};
    const char* at = name.data();
    const char* const end = at + name.size();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto [next, ec] = std::from_chars(at, end, parts[i]);
        if (ec != std::errc() || parts[i] > 255) return false;
        if (i + 1 < parts.size() && (next == end || *next != '.')) return false;
        at = i + 1 < parts.size() ? next + 1 : next;
    }
    return at == end && parts[0] == 127;
}

bool is_loopback(std::string_view name) {
    return name == "localhost" || name.ends_with(".localhost") || name == "::1" || is_ipv4_loopback(name);
}

/// Header values that we send back must not carry more than header names and commas.
bool is_name_list(std::string_view text) {
    return text.size() <= 1024 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
               return std::isalnum(c) || c == '-' || c == '_' || c == ',' || c == ' ';
           });
}

} // namespace

AccessPolicy::AccessPolicy(const ServerOptions& options)
    : m_keys(options.keys), m_key_rule(options.key_rule), m_sells(options.till != nullptr) {
    for (const std::string& host : options.allowed_hosts)
        m_hosts.push_back(host_name(host).value_or(lower(host)));
    m_hosts.push_back(lower(options.address));
    for (const std::string& origin : options.allowed_origins)
        m_origins.push_back(lower(origin));
}

bool AccessPolicy::host_allowed(std::string_view host, const std::string& local_address) const {
    const auto name = host_name(host);
    if (!name) return false;
    return is_loopback(*name) || *name == local_address ||
           std::find(m_hosts.begin(), m_hosts.end(), *name) != m_hosts.end();
}

bool AccessPolicy::origin_allowed(std::string_view origin) const {
    const std::string text = lower(origin);
    if (std::find(m_origins.begin(), m_origins.end(), text) != m_origins.end()) return true;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!text.starts_with(scheme)) continue;
        const auto name = host_name(std::string_view(text).substr(scheme.size()));
        return name && is_loopback(*name);
    }
    return false;
}

std::optional<ApiError> AccessPolicy::check(const HttpRequest& request, std::string_view authority,
                                            const std::string& local_address) const {
    const std::size_t hosts = request.count("host");
    if (hosts > 1 || (hosts == 0 && request.minor >= 1))
        return http_error(400, "bad_host", "The request needs exactly one Host header.");
    const std::string_view host = request.header("host");
    const bool host_fine = (hosts == 0 || host_allowed(host, local_address)) &&
                           (authority.empty() || host_allowed(authority, local_address));
    if (!host_fine)
        return http_error(403, "host_not_allowed",
                          "This service does not answer under that host name. Add it to the allowed hosts in the "
                          "settings if it is yours.");
    const std::size_t origins = request.count("origin");
    if (origins > 1 || (origins == 1 && !origin_allowed(request.header("origin"))))
        return http_error(403, "origin_not_allowed",
                          "Pages of that origin may not call this service. Add it to the allowed origins in the "
                          "settings if you trust it.");
    return std::nullopt;
}

std::variant<std::string, ApiError> AccessPolicy::identify(const HttpRequest& request, bool from_this_machine) const {
    const bool needed = !from_this_machine || m_key_rule == KeyRule::always;
    const std::string_view header = request.header("authorization");
    if (request.count("authorization") > 1)
        return http_error(401, "invalid_api_key", "The request has more than one Authorization header.");
    const std::size_t space = header.find(' ');
    const bool bearer = space != std::string_view::npos && lower(header.substr(0, space)) == "bearer";
    std::string_view key = bearer ? header.substr(space + 1) : std::string_view();
    while (key.starts_with(' '))
        key.remove_prefix(1);
    const auto found = m_keys && !key.empty() ? m_keys->find(key) : std::nullopt;
    if (found && !found->revoked) return found->key_id;
    if (found)
        return http_error(403, "api_key_revoked", "This API key was revoked. Ask the node's owner for another one.");
    // Clients cannot be kept from sending some key; one that looks like ours was meant.
    if (!needed && !key.starts_with(KeyRing::prefix)) return std::string();
    // Clients that pay by the call send some key, too.
    if (key.empty() || (m_sells && !key.starts_with(KeyRing::prefix)))
        return http_error(
            401, "missing_api_key",
            "This node needs an API key in the header 'Authorization: Bearer …'. Its owner makes one with: "
            "hearthctl keys api create --name NAME");
    return http_error(401, "invalid_api_key", "This node does not know that API key.");
}

void AccessPolicy::add_cors_headers(const HttpRequest& request, HttpAnswer& answer) {
    const std::string_view origin = request.header("origin");
    if (origin.empty()) return;
    answer.headers.emplace_back("Access-Control-Allow-Origin", origin);
    answer.headers.emplace_back("Vary", "Origin");
    answer.headers.emplace_back("Access-Control-Expose-Headers",
                                "x-request-id, x-evidence-id, x-gateway-overhead-us, x-hearth-network, x-hearth-route, "
                                "x-hearth-node, "
                                "x-should-retry, retry-after, retry-after-ms, x-ratelimit-limit-requests, "
                                "x-ratelimit-remaining-requests, x-ratelimit-reset-requests, idempotent-replayed, "
                                "payment-required, payment-response, "
                                "x-payment-response, x-payment-id");
    if (request.method != "OPTIONS") return;
    const std::string_view wanted = request.header("access-control-request-headers");
    answer.headers.emplace_back("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS");
    if (!wanted.empty() && is_name_list(wanted)) answer.headers.emplace_back("Access-Control-Allow-Headers", wanted);
    if (request.header("access-control-request-private-network") == "true")
        answer.headers.emplace_back("Access-Control-Allow-Private-Network", "true");
    answer.headers.emplace_back("Access-Control-Max-Age", "600");
}

} // namespace hearth::gateway
