// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "node/network/link_desk.h"

#include <functional>
#include <map>
#include <mutex>

namespace hearth::node {

/// The executors that this home reaches through gateways: their sealing cards, as each gateway that it dialled lists
/// them. A gateway's word counts for nothing but that it leads there: the card is signed by the node's key, and that
/// key must be certified on the ledger; the rest of a list is not kept. Thread-safe.
class Reachable {
public:
    /// Borrowed; both outlive it. `certified`: called from any thread.
    Reachable(LinkDesk& desk, const core::Clock& clock, core::PublicKey own, LinkDesk::Certified certified)
        : m_desk(desk), m_clock(clock), m_own(own), m_state(std::make_shared<State>(std::move(certified), clock)) {}

    /// Asks every gateway whose list is old for a new one, and forgets the lists of those that are gone; returns at
    /// once.
    void refresh();

    struct Node {
        LinkDesk::LinkPtr gateway;
        link::Capability what; ///< with a card that holds
    };
    /// Of gateways that are reached, but for what is shunned.
    std::vector<Node> nodes() const;

private:
    class Listening;
    struct List {
        core::Nanoseconds asked_at = 0;
        std::map<core::PublicKey, link::Capability> nodes;
    };
    struct State {
        State(LinkDesk::Certified is_certified, const core::Clock& its_clock)
            : certified(std::move(is_certified)), clock(its_clock) {}
        const LinkDesk::Certified certified;
        const core::Clock& clock;
        std::mutex mutex;
        std::map<core::PublicKey, List> lists; ///< by gateway
    };

    LinkDesk& m_desk;
    const core::Clock& m_clock;
    const core::PublicKey m_own;
    const std::shared_ptr<State> m_state;
};

} // namespace hearth::node
