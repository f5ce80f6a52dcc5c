// SPDX-License-Identifier: Apache-2.0
#include "hub/place.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <curl/curl.h>
#include <memory>
#include <netinet/in.h>
#include <sys/socket.h>

namespace hearth::hub {
namespace {

using core::Code;
using core::fail;

struct FreeUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeText {
    void operator()(char* text) const { curl_free(text); }
};
using Url = std::unique_ptr<CURLU, FreeUrl>;

std::string part(const Url& url, CURLUPart which, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url.get(), which, &text, flags) != CURLUE_OK) return {};
    const std::unique_ptr<char, FreeText> kept(text);
    return text;
}

/// An address as it is said to whoever wrote it: neither login nor query.
std::string without_secrets(std::string url) {
    if (const auto sign = url.rfind('@'); sign != std::string::npos) {
        const auto scheme = url.find("://");
        const std::size_t begin = scheme == std::string::npos || scheme > sign ? 0 : scheme + 3;
        url.replace(begin, sign - begin, "…");
    }
    url.erase(std::min(url.find_first_of("?#"), url.size()));
    return url.substr(0, 128);
}

core::Result<Place> taken_apart(const Url& url, const std::string& shown) {
    Place place{part(url, CURLUPART_URL), part(url, CURLUPART_SCHEME), part(url, CURLUPART_HOST), 0};
    const std::string port = part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    std::from_chars(port.data(), port.data() + port.size(), place.port);
    std::transform(place.host.begin(), place.host.end(), place.host.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (place.host.starts_with('[')) place.host = place.host.substr(1, place.host.size() - 2);
    const bool safe =
        place.scheme == "https" || (place.scheme == "http" && reach_of(place.host) == Reach::this_machine);
    const bool names_somebody = !part(url, CURLUPART_USER).empty() || !part(url, CURLUPART_PASSWORD).empty();
    if (safe && !place.host.empty() && place.port != 0 && !names_somebody) return place;
    return fail(Code::invalid_argument, core::say("hub_no_place", {shown}), core::say("hub_write_endpoint"));
}

Reach reach_of_v4(std::uint32_t a) {
    const auto in = [a](std::uint32_t net, unsigned bits) { return (a >> (32 - bits)) == (net >> (32 - bits)); };
    if (in(0x7f000000, 8)) return Reach::this_machine;
    if (in(0x0a000000, 8) || in(0xac100000, 12) || in(0xc0a80000, 16) || in(0x64400000, 10))
        return Reach::private_network;
    // This network, link-local, protocol and documentation blocks, benchmarks, multicast and what is reserved.
    if (in(0, 8) || in(0xa9fe0000, 16) || in(0xc0000000, 24) || in(0xc0000200, 24) || in(0xc6120000, 15) ||
        in(0xc6336400, 24) || in(0xcb007100, 24) || in(0xe0000000, 3))
        return Reach::nowhere;
    return Reach::everywhere;
}

Reach reach_of_v6(const std::uint8_t* a) {
    static constexpr std::uint8_t loopback[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    static constexpr std::uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    static constexpr std::uint8_t translated[12] = {0, 0x64, 0xff, 0x9b};
    if (std::memcmp(a, loopback, 16) == 0) return Reach::this_machine;
    if (std::memcmp(a, mapped, 12) == 0 || std::memcmp(a, translated, 12) == 0) {
        std::uint32_t inner = 0;
        std::memcpy(&inner, a + 12, 4);
        return reach_of_v4(ntohl(inner));
    }
    if ((a[0] & 0xfe) == 0xfc) return Reach::private_network;
    return (a[0] & 0xe0) == 0x20 ? Reach::everywhere : Reach::nowhere;
}

std::string variable(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::string() : value;
}

/// Whether a host stands in a list as "a.example, .b.example, *": itself, or below one of them.
bool listed(const std::string& host, const std::string& list) {
    std::size_t at = 0;
    while (at < list.size()) {
        const std::size_t end = std::min(list.find_first_of(", ", at), list.size());
        std::string entry = list.substr(at, end - at);
        at = end + 1;
        if (entry == "*") return true;
        while (entry.starts_with('.'))
            entry.erase(0, 1);
        if (!entry.empty() && (host == entry || host.ends_with("." + entry))) return true;
    }
    return false;
}

} // namespace

Reach reach_of(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        return reach_of_v4(ntohl(v4.sin_addr.s_addr));
    }
    if (address.sa_family != AF_INET6) return Reach::nowhere;
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    return reach_of_v6(v6.sin6_addr.s6_addr);
}

Reach reach_of(const std::string& text) {
    const std::string host = text.starts_with('[') && text.size() > 2 ? text.substr(1, text.size() - 2) : text;
    in_addr v4{};
    if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return reach_of_v4(ntohl(v4.s_addr));
    in6_addr v6{};
    if (inet_pton(AF_INET6, host.c_str(), &v6) == 1) return reach_of_v6(v6.s6_addr);
    return host == "localhost" || host.ends_with(".localhost") ? Reach::this_machine : Reach::everywhere;
}

core::Result<Place> Place::parse(const std::string& url) {
    const Url parsed(curl_url());
    if (parsed == nullptr || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK)
        return fail(Code::invalid_argument, core::say("hub_no_place", {without_secrets(url)}),
                    core::say("hub_write_endpoint"));
    return taken_apart(parsed, without_secrets(url));
}

core::Result<Place> Place::follow(const std::string& location) const {
    const Url parsed(curl_url());
    const bool read = parsed != nullptr && curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) == CURLUE_OK &&
                      curl_url_set(parsed.get(), CURLUPART_URL, location.c_str(), 0) == CURLUE_OK;
    // A link may be signed: only its host is said.
    const auto refused = [this](const std::string& target) {
        return fail(Code::refused, core::say("hub_redirect_refused", {host, target}),
                    core::say("hub_look_at_endpoint"));
    };
    if (!read) return refused("?");
    auto next = taken_apart(parsed, part(parsed, CURLUPART_HOST));
    if (!next) return refused(part(parsed, CURLUPART_HOST));
    if (scheme == "https" && next->scheme != "https") return refused(next->host);
    return next;
}

bool Place::same_origin(const Place& other) const {
    return scheme == other.scheme && host == other.host && port == other.port;
}

bool may_lead_to(Reach endpoint, Reach target) {
    return target == Reach::everywhere || (target == endpoint && target != Reach::nowhere);
}

std::string proxy_for(const Place& place, const std::string& chosen) {
    std::string proxy = reach_of(place.host) == Reach::this_machine ? std::string() : chosen;
    // Upper-case HTTP_PROXY can be set by whoever calls a CGI program, and is left alone for that reason.
    if (proxy.empty()) proxy = variable(place.scheme + "_proxy");
    if (proxy.empty() && place.scheme == "https") proxy = variable("HTTPS_PROXY");
    for (const char* name : {"all_proxy", "ALL_PROXY"})
        if (proxy.empty()) proxy = variable(name);
    std::string none = variable("no_proxy");
    if (none.empty()) none = variable("NO_PROXY");
    return listed(place.host, none) ? std::string() : proxy;
}

bool is_proxy(const std::string& url) {
    const Url parsed(curl_url());
    if (parsed == nullptr ||
        curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        return false;
    const std::string scheme = part(parsed, CURLUPART_SCHEME), path = part(parsed, CURLUPART_PATH);
    const bool known = scheme == "http" || scheme == "https" || scheme == "socks5" || scheme == "socks5h";
    const bool bare = (path.empty() || path == "/") && part(parsed, CURLUPART_QUERY).empty() &&
                      part(parsed, CURLUPART_USER).empty() && part(parsed, CURLUPART_PASSWORD).empty();
    return known && bare && !part(parsed, CURLUPART_HOST).empty() && !part(parsed, CURLUPART_PORT).empty();
}

std::string escaped(const std::string& text) {
    const std::unique_ptr<char, FreeText> made(
        curl_easy_escape(nullptr, text.c_str(), static_cast<int>(std::min<std::size_t>(text.size(), 512))));
    return made == nullptr ? std::string() : made.get();
}

} // namespace hearth::hub
