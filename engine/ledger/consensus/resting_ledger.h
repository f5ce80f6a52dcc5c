// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/home.h"
#include "ledger/consensus/chain_record.h"
#include "ledger/ledger.h"

/// The ledger of a home whose service does not run, solo or a network's, and what a home that leaves it has there.
namespace hearth::ledger {

struct RestingLedger {
    std::string chain_id;
    Head head; ///< `app_hash`: of `state`, which is brought to the present rules where the ledger is a solo one
    core::cbor::Value state;           ///< State::to_cbor()
    std::optional<ChainRecord> record; ///< of a network's chain
    /// Deterministic CBOR: exported-state of resources/schema/chain.cddl.
    core::Bytes exported() const;
};

/// Of this home, examined as at a start. Nothing: it has no ledger yet. Errors: conflict (a process has it open),
/// corrupt, io, those of NetworkPlace::load.
core::Result<std::optional<RestingLedger>> resting_ledger(const core::Home& home);

/// What the keys of a home own and have locked on a ledger.
struct Holdings {
    core::Amount accounts; ///< free money of its own accounts
    core::Amount credits;  ///< of these accounts, for answers there
    core::Amount escrows;  ///< locked for answers that are not settled
    core::Amount channels; ///< set aside for payees, less what they were paid
    core::Amount stakes;   ///< that answer for its nodes, on their way back included
    core::Amount deposits; ///< of its proposals
    core::Amount rewards;  ///< prices of its receipts that have not come to rest; a part of them is paid out
    std::size_t rewards_due = 0, earning_channels = 0; ///< how many of those; channels that pay it
    std::int64_t power = 0, all_power = 0;             ///< with which it orders the blocks, of how much

    bool none() const;
};
/// Errors: those of its key files, corrupt.
core::Result<Holdings> holdings_of(const core::Home& home, const RestingLedger& ledger);

/// Whether anything happened on a solo ledger beyond its beginning, which gives one account its money. Errors: corrupt.
core::Result<bool> has_history(const RestingLedger& solo);

} // namespace hearth::ledger
