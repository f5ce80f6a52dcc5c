// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "node/network/link_desk.h"

#include <functional>
#include <map>
#include <mutex>

namespace hearth::node {

/// The executors that this home reaches through gateways: their sealing cards, as each gateway that it is linked with
/// lists them. A gateway's word counts for nothing but that it leads there: the card is signed by the node's key, and
/// that key must be certified on the ledger. Thread-safe.
class Reachable {
public:
    using Certified = std::function<bool(const core::PublicKey& node)>;
    /// Borrowed; both outlive it.
    Reachable(LinkDesk& desk, const core::Clock& clock, core::PublicKey own, Certified certified)
        : m_desk(desk), m_clock(clock), m_own(own), m_certified(std::move(certified)),
          m_state(std::make_shared<State>()) {}

    /// Asks every gateway whose list is old for a new one; returns at once.
    void refresh();

    struct Node {
        LinkDesk::LinkPtr gateway;
        link::Capability what; ///< with a card that holds
    };
    /// Of gateways that are reached and altered nothing so far.
    std::vector<Node> nodes() const;

private:
    class Listening;
    struct List {
        core::Nanoseconds asked_at = 0;
        std::vector<link::Capability> nodes;
    };
    struct State {
        std::mutex mutex;
        std::map<core::PublicKey, List> lists; ///< by gateway
    };

    LinkDesk& m_desk;
    const core::Clock& m_clock;
    const core::PublicKey m_own;
    const Certified m_certified;
    const std::shared_ptr<State> m_state;
};

} // namespace hearth::node
