// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/certificate.h"
#include "link/credential.h"
#include "link/link.h"

namespace hearth::link {

struct ListenerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0 = any free port
    std::string network;     ///< id of the chain; others are refused
    Certificate certificate; ///< empty = a fresh one, for a year
    std::size_t max_links = 4096;
    std::size_t max_strangers = 64; ///< connections that have not proved a key yet
    core::Nanoseconds handshake_timeout = 10'000'000'000;
    core::Nanoseconds silence_timeout = 50'000'000'000; ///< nothing came, though pings should
    core::Nanoseconds write_timeout = 30'000'000'000;   ///< the other side takes nothing
    core::Nanoseconds resume_window = 60'000'000'000;
    core::Nanoseconds tick = 1'000'000'000; ///< how often deadlines are looked at; real time
    LaneLimits lanes;
    Credentials credentials;
};

/// The gateway's side: takes the links that nodes dial. At most one for each node key; a second takes the place of the
/// first. One thread of its own, on which events come.
class LinkListener {
public:
    /// Who may have a link; asked once the key is proved. Empty = everybody.
    using Admit = std::function<core::Status(const core::PublicKey& node)>;
    /// `key` and `clock` are borrowed. Errors: conflict (the port is in use), invalid_argument, io.
    static core::Result<std::unique_ptr<LinkListener>> start(ListenerOptions options, const core::SigningKey& key,
                                                             LinkEvents events, Admit admit = {},
                                                             const core::Clock& clock = core::system_clock());
    /// Says goodbye to all, ends their links, joins.
    ~LinkListener();

    std::uint16_t port() const;
    void announce(Capability mine); ///< to all, and to those who come
    std::vector<std::shared_ptr<Link>> links() const;

private:
    struct Impl;
    explicit LinkListener(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::link
