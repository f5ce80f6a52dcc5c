// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/server_url.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace hearth::gateway {
namespace {

constexpr std::size_t longest_url = 1024;

core::Error wrong(const core::Sentence& what) {
    return core::fail(core::Code::invalid_argument, core::say("server_address_so", {what}),
                      core::say("write_http_host_port"));
}

bool is_host(std::string_view host) {
    return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), [](unsigned char c) {
        return std::isalnum(c) || c == '.' || c == '-' || c == '_';
    });
}

bool is_address_v6(std::string_view host) {
    return host.find(':') != std::string_view::npos && host.size() <= 45 &&
           std::all_of(host.begin(), host.end(),
                       [](unsigned char c) { return std::isxdigit(c) || c == ':' || c == '.'; });
}

} // namespace

core::Result<ServerUrl> ServerUrl::parse(const std::string& text) {
    ServerUrl url;
    if (text.size() > longest_url) return wrong(core::say("too_long"));
    const bool printable = std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c < 0x7F; });
    if (!printable) return wrong(core::say("holds_characters_no_address"));
    std::string_view rest = text;
    if (rest.starts_with("https://")) {
        url.tls = true;
        rest.remove_prefix(8);
    } else if (rest.starts_with("http://")) {
        rest.remove_prefix(7);
    } else {
        return wrong(core::say("begins_neither_http_nor"));
    }
    if (rest.find_first_of("?#\\") != std::string_view::npos) return wrong(core::say("query_fragment"));
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    std::string_view authority = rest.substr(0, slash);
    url.base = rest.substr(slash);
    while (url.base.ends_with('/'))
        url.base.pop_back();
    if (url.base.empty()) url.base = "/v1";
    if (authority.find('@') != std::string_view::npos) return wrong(core::say("holds_name_password_key"));
    std::string_view port;
    const bool v6 = authority.starts_with('[');
    const std::size_t end = v6 ? authority.find(']') : std::min(authority.find(':'), authority.size());
    if (end == std::string_view::npos) return wrong(core::say("bracket_without_other_half"));
    url.host = authority.substr(v6 ? 1 : 0, v6 ? end - 1 : end);
    authority.remove_prefix(v6 ? end + 1 : end);
    if (v6 ? !is_address_v6(url.host) : !is_host(url.host)) return wrong(core::say("names_no_host"));
    if (!authority.empty() && authority.front() != ':') return wrong(core::say("names_no_host"));
    port = authority.empty() ? authority : authority.substr(1);
    url.port = url.tls ? 443 : 80;
    if (authority.empty()) return url;
    const auto [last, ec] = std::from_chars(port.data(), port.data() + port.size(), url.port);
    if (ec != std::errc() || last != port.data() + port.size() || url.port == 0)
        return wrong(core::say("no_such_port"));
    return url;
}

std::string ServerUrl::authority() const {
    const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
    return port == (tls ? 443 : 80) ? name : name + ":" + std::to_string(port);
}

std::string ServerUrl::text() const {
    return (tls ? "https://" : "http://") + authority() + base;
}

bool ServerUrl::readable_on_the_way() const {
    return !tls && host != "localhost" && host != "::1" && !host.starts_with("127.");
}

} // namespace hearth::gateway
