// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/channels.h"
#include "control/network_words.h"
#include "core/sentence.h"
#include "core/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The network that a home stands in, and what an invitation to one means; see values.h.
namespace hearth::control {

/// What a validator did that its stake answered for.
struct OffenceView {
    std::string kind; ///< "duplicate_vote" or "light_client_attack"; "absence": it has no vote until it comes back
    std::uint64_t height = 0, reported_height = 0;
    std::string taken; ///< of the stake, 10⁻⁹ EMB
    core::Sentence sentence;
};
/// Orders blocks together with the others.
struct ValidatorView {
    std::string key;
    std::uint64_t power = 0; ///< its weight in the order of blocks
    bool own = false;
    std::optional<bool> signed_last; ///< the last block
    std::optional<std::string> node; ///< key of the node whose stake answers for it
    std::vector<OffenceView> offences;
};
/// Another full node with which this one exchanges blocks now.
struct PeerView {
    std::string id, name, address;
    bool dialled = false;                ///< by this side
    std::optional<std::uint64_t> height; ///< of its last block, as far as it told
};
/// A connection over which work comes or goes.
struct LinkView {
    std::string node_key; ///< empty: nobody answered there yet
    std::string address;  ///< that this home dials; empty: the other side dialled
    LinkState state = LinkState::waiting;
    core::Sentence reason;                   ///< why it is not up, or may begin nothing
    std::optional<std::uint64_t> latency_us; ///< there and back; the side that dials measures it
    std::vector<std::string> roles;          ///< of the other side: "executor", "auditor", "gateway", "full node"
    std::uint64_t models = 0, free_places = 0, open_jobs = 0;
    bool draining = false;
};
/// That the ledger names.
struct GatewayView {
    std::string node_key, operator_key;
    std::vector<std::string> addresses; ///< "host:port", the best first
};
struct NetworkView {
    std::string mode; ///< "solo" or "network"
    std::string chain;
    std::string genesis; ///< its hash; empty in solo mode
    std::optional<core::Nanoseconds> founded_at, last_block_at;
    std::uint64_t height = 0, epoch = 0;
    std::string app_hash;
    core::Sentence trouble, repair;             ///< why the ledger stands still, and what to do; empty: it goes on
    bool catching_up = false;                   ///< with blocks that others have
    std::uint64_t under_way = 0;                ///< own transactions that wait for a block
    std::vector<std::string> roles;             ///< of this home: those of LinkView, and "validator"
    std::vector<ValidatorView> validators;      ///< in the order of their keys
    std::optional<std::vector<PeerView>> peers; ///< none: the consensus engine does not answer
    std::vector<std::string> seeds;             ///< full nodes that this home is told to ask, "id@host:port"
    std::vector<LinkView> links;                ///< those that it dials first
    std::vector<GatewayView> gateways;          ///< certified ones with an address, by key; the first hundred
    std::uint64_t gateways_known = 0;           ///< all of them
    std::vector<ChannelView> channels;          ///< in which it pays or is paid
    std::string listen, link_listen;            ///< where full nodes and homes reach it; empty: they do not
    core::Sentence clock; ///< how far this machine's clock is from the chain's time; empty: no further than blocks are
};

/// What one would trust by joining.
struct InvitationView {
    std::string chain, genesis;
    std::optional<core::Nanoseconds> founded_at;
    std::uint64_t validators = 0; ///< that founded it
    std::vector<std::string> seeds, gateways;
    core::Sentence obstacle; ///< why this home cannot join with it; empty: it can
};

} // namespace hearth::control
