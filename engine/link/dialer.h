// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/credential.h"
#include "link/link.h"

namespace hearth::link {

inline constexpr std::size_t max_gateways = 3;

struct DialTarget {
    std::string host; ///< name or address
    std::uint16_t port = 0;
    std::optional<core::PublicKey> key; ///< who must answer there; nullopt = whoever does
};

struct DialerOptions {
    std::vector<DialTarget> targets; ///< at most max_gateways
    std::string network;
    core::Nanoseconds keepalive = 20'000'000'000;      ///< between pings
    core::Nanoseconds answer_timeout = 20'000'000'000; ///< after a ping
    core::Nanoseconds connect_timeout = 15'000'000'000;
    core::Nanoseconds write_timeout = 30'000'000'000;
    core::Nanoseconds back_off_min = 1'000'000'000, back_off_max = 60'000'000'000;
    core::Nanoseconds resume_window = 60'000'000'000;
    core::Nanoseconds tick = 250'000'000; ///< how often deadlines are looked at; real time
    LaneLimits lanes;
    Credentials credentials;
    std::function<std::uint64_t()> random; ///< for the jitter; empty = the system's
};

/// Time to wait before attempt number `attempt` + 1 after a failure: at random between `least` and a bound that doubles
/// with each attempt, up to `most`.
core::Nanoseconds back_off(unsigned attempt, std::uint64_t random, core::Nanoseconds least, core::Nanoseconds most);

enum class DialState { waiting, connecting, up };
struct DialStatus {
    DialTarget target;
    DialState state = DialState::waiting;
    std::optional<core::PublicKey> peer;         ///< of the link, also while it is broken
    unsigned attempts = 0;                       ///< in vain, since it was up
    std::optional<core::Error> problem;          ///< why it is not up
    std::optional<core::Nanoseconds> round_trip; ///< of the last ping that was answered, while it is up
};

/// The node's side: keeps one link to each gateway, from behind any NAT. One thread of its own, on which events come.
class LinkDialer {
public:
    /// `key` and `clock` are borrowed. Errors: invalid_argument (too many targets), internal.
    static core::Result<std::unique_ptr<LinkDialer>> start(DialerOptions options, const core::SigningKey& key,
                                                           LinkEvents events,
                                                           const core::Clock& clock = core::system_clock());
    /// Says goodbye, ends the links, joins.
    ~LinkDialer();

    void announce(Capability mine); ///< to all, and whenever a link begins
    /// Takes no new jobs; each link ends once its jobs have, and is not dialled again.
    void drain();
    std::vector<DialStatus> status() const;

private:
    struct Impl;
    explicit LinkDialer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::link
