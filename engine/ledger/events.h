// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"
#include "core/units.h"

#include <cstdint>
#include <string>

namespace hearth::ledger {

/// What the block around a transaction fixes.
struct BlockContext {
    std::string chain_id;
    core::Height height = 0;
    core::Epoch epoch = 0;
    core::Nanoseconds time = 0;
    core::Hash beacon; ///< of the block before
};

enum class EventKind : std::uint8_t {
    settled,
    drawn,
    assigned,
    confirmed,
    disputed,
    paid,
    lost,
    refunded,
    slashed,
    released,
    proposed,
    voted,
    accepted,
    rejected,
    executed,
    failed,
    cancelled,
    channel_opened,
    channel_topped_up,
    channel_paid,
    channel_closing,
    channel_closed,
    jailed,
    audit_paid,
    minted,
    unjailed,
    credits_bought
};

/// Something that happened to a reward, an account, a proposal or a channel, for indexes outside the state machine.
struct LedgerEvent {
    EventKind kind = EventKind::settled;
    core::ReceiptId receipt_id;
    core::PublicKey account; ///< whom it concerns; of "assigned" and "audit_paid" the auditor's node key, of "jailed"
                             ///< and "unjailed" the validator
    core::Amount amount;     ///< the executor's share where money moved; what a stake lost or gave back
    std::uint64_t proposal = 0; ///< of governance: which one
    core::ChannelId channel{};  ///< of channels: which one
};

} // namespace hearth::ledger
