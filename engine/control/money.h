// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/work_words.h"
#include "core/sentence.h"
#include "core/units.h"

#include <map>
#include <optional>
#include <string>

/// What a home pays for, and from what.
namespace hearth::control {

/// An answer that this home bought, from itself or from another one.
struct PurchaseRow {
    std::string job_id;
    std::string receipt_id; ///< empty until the answer is whole
    std::string model_name, profile;
    core::Nanoseconds created_at = 0;
    PurchaseState state = PurchaseState::open;
    core::Sentence reason;
    std::string node;       ///< key of the node that was paid
    std::string charged;    ///< while it is open the most that it may cost
    std::string level;      ///< that the answer reached: "E0"…"E4"
    core::Sentence checked; ///< a sentence: what was checked, and by whom
};

struct AccountView {
    std::string address, balance;
    std::string credits = "0"; ///< that pay for answers and for nothing else
};

struct MoneySent {
    std::string tx; ///< its hash
    std::uint64_t height = 0;
    std::string from, to, amount;
};

struct LedgerHead {
    std::uint64_t height = 0;
    std::string app_hash;
    std::uint64_t epoch = 0;
    std::map<std::string, std::string> pools; ///< name → amount
    std::string supply;
    std::string minted = "0";  ///< of it newly made in the present window
    std::string waiting = "0"; ///< prices of answers that credits paid, until they become EMB again
    std::string remint = "0";  ///< how much of that an epoch pays now
};

/// A transaction that a block holds.
struct LedgerTransaction {
    std::string tx; ///< its hash
    std::uint64_t height = 0, position = 0;
    bool applied = false; ///< else it changed nothing but its sender's fee
    std::string reason;   ///< why it was not applied
    /// What it says, as long as its block is kept.
    std::string kind, sender, fee;
    std::optional<std::uint64_t> sequence;
    std::optional<core::Nanoseconds> time; ///< of the block
    std::string app_hash;                  ///< of the newest state, not of that block
};

} // namespace hearth::control
