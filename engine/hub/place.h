// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <cstdint>
#include <string>

struct sockaddr;

namespace hearth::hub {

/// How far an address of the Internet protocol reaches.
enum class Reach { everywhere, private_network, this_machine, nowhere };

Reach reach_of(const sockaddr& address);
/// Of an address as text, brackets of IPv6 or not; everywhere for a name that is not "localhost": it is looked at when
/// it was resolved.
Reach reach_of(const std::string& host);

/// An address of the web, taken apart.
struct Place {
    std::string url, scheme, host;
    std::uint16_t port = 0;

    /// Errors: invalid_argument, where it is none of https, or of http on this machine.
    static core::Result<Place> parse(const std::string& url);
    /// Where a redirect leads, relative to here. Errors: as parse(); refused: from https to http.
    core::Result<Place> follow(const std::string& location) const;
    /// Who may see what was meant for whom: scheme, host and port are the same.
    bool same_origin(const Place& other) const;
};

/// Whether a hub at `endpoint` may send whoever asks it to an address of that reach: into the whole net, and where it
/// stands itself.
bool may_lead_to(Reach endpoint, Reach target);

/// The proxy on the way to a place; empty: none. `chosen` goes before the one that the environment wants (https_proxy,
/// all_proxy as curl reads them), but not for this machine, and neither for what no_proxy lists.
std::string proxy_for(const Place& place, const std::string& chosen = {});
/// "http://HOST:PORT", or the same with https, socks5 or socks5h: nothing behind it, and no password in it.
bool is_proxy(const std::string& url);

/// "a b" as part of a query.
std::string escaped(const std::string& text);

} // namespace hearth::hub
