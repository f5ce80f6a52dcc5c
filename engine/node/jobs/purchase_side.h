// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"
#include "link/job_route.h"
#include "node/money/paying_channels.h"

#include <optional>

namespace hearth::node {

/// What a purchase and one of the nodes that it asks have said to each other.
struct PurchaseSide {
    enum class Phase { asked, paying, assigned };
    PurchaseSide(unsigned its_turn, link::Ask question, core::Nanoseconds now)
        : turn(its_turn), ask(std::move(question)), heard_at(now) {}

    const unsigned turn; ///< counts the nodes that were asked
    const link::Ask ask;

    // Read and written on the desk's queue alone.
    Phase phase = Phase::asked;
    bool on_its_way = false; ///< its payment: the ledger has not answered yet
    bool pays = false;       ///< its escrow is on the way, or may be
    /// Why it was given up while its payment was on the way: it hears of that after the assignment, so that it can
    /// give the money back.
    std::optional<core::Error> given_up;
    link::Quote quote;
    proof::Request request;
    core::Hash salt_in, beacon;
    std::shared_ptr<PayingChannels::Use> channel; ///< that pays this node; null: an escrow does
    core::EscrowId escrow;                        ///< or the channel
    core::Height escrow_height = 0;
    std::optional<core::Nanoseconds> unreached_since;

    // Under the purchase's lock.
    link::OpenedJob job;
    bool may_answer = false; ///< it has the assignment
    bool answers = false;    ///< it gave a token
    bool broken = false;     ///< its stream contradicted itself; nothing of it is passed on any more
    core::Nanoseconds heard_at = 0, token_gap = 0;
};

} // namespace hearth::node
