// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"
#include "core/units.h"

#include <string>

/// What the ledger's state is made of.
namespace hearth::ledger {

struct Account {
    core::Amount balance;
    std::uint64_t sequence = 0;
    bool operator==(const Account&) const = default;
};
struct NodeRecord {
    core::PublicKey operator_key, payout;
    std::uint64_t receipts = 0, failed = 0;
    bool operator==(const NodeRecord&) const = default;
};
struct Escrow {
    core::PublicKey payer, executor;
    core::ModelId model_id;
    core::Hash request_hash;
    core::Amount held;
    core::Epoch expires_epoch = 0;
    bool operator==(const Escrow&) const = default;
};
enum class RewardState : std::uint8_t { pending = 0, confirmed = 1, paid = 2, lost = 3 };
/// A settled receipt on its way to the payout account.
struct Reward {
    core::PublicKey executor, payer;
    core::Amount price;
    core::Epoch settled_epoch = 0;
    core::Height height = 0;
    RewardState state = RewardState::pending;
    bool drawn = false; ///< an audit must pass before it may be confirmed
    std::uint8_t level = 1;
    bool exact = false;           ///< of a profile that is checked exactly
    core::Epoch due_epoch = 0;    ///< at whose end it vests, once confirmed
    core::Epoch closed_epoch = 0; ///< in which it was paid or lost
    bool operator==(const Reward&) const = default;
};
struct EpochRoot {
    core::Hash root;
    std::uint64_t count = 0;
    bool operator==(const EpochRoot&) const = default;
};

/// What the block around a transaction fixes.
struct BlockContext {
    std::string chain_id;
    core::Height height = 0;
    core::Epoch epoch = 0;
    core::Nanoseconds time = 0;
};

/// Something that happened to a reward or an account, for indexes outside the state machine.
struct LedgerEvent {
    std::string kind; ///< "settled", "confirmed", "paid", "lost", "refunded", "drawn"
    core::ReceiptId receipt_id;
    core::PublicKey account;
    core::Amount amount; ///< the executor's share where money moved
};

} // namespace hearth::ledger
