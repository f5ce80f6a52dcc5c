// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/network_words.h"
#include "core/units.h"

#include <cstdint>
#include <optional>
#include <string>

/// Keys of the node and of its callers; see values.h.
namespace hearth::control {

struct KeyInfo {
    std::string role; ///< "operator", "node", "payout", "sequencer"
    std::string public_key;
    bool has_passphrase = false;
    std::string file;
};

/// Who a home is.
struct IdentityView {
    std::string account;               ///< the operator's
    bool offline = false;              ///< its key is kept somewhere else
    bool covers_accounts = true;       ///< the words bring back the account that pays, too
    std::optional<std::string> backup; ///< how it was backed up: "words" or "file"; none: never
    std::optional<core::Nanoseconds> backed_up_at;
};
/// A word of the 24 by its place, from 1.
struct WordGiven {
    std::uint32_t place = 0;
    std::string word;
};

/// An API key as its owner sees it; the key itself is told once, when it is made.
struct ApiKeyInfo {
    std::string key_id;
    std::string name;
    core::Nanoseconds created_at = 0;
    std::optional<core::Nanoseconds> revoked_at;
    std::optional<std::string> budget;        ///< most that it may ever spend; none = no limit
    std::string spent = "0", reserved = "0";  ///< by signed answers, by those under way
    std::optional<std::uint32_t> concurrency; ///< answers at the same time; none = no limit
    std::optional<std::uint32_t> per_minute;  ///< answers that may be asked for in a minute; none = no limit
};
struct ApiKeyWish {
    std::string name; ///< empty = one is made up
    std::optional<std::string> budget;
    std::optional<std::uint32_t> concurrency;
    std::optional<std::uint32_t> per_minute = {};
};
struct NewApiKey {
    std::string key;
    ApiKeyInfo info;
};
/// What one key spent with this home's money on one day (UTC) on which it spent something.
struct SpendDay {
    core::Nanoseconds day = 0; ///< its beginning
    std::string key_id;        ///< empty: asked on this machine without a key
    std::uint64_t answers = 0;
    std::string amount = "0";
};
/// What somebody without a key paid for one call (x402).
struct PaymentRow {
    std::string payment_id;
    PaymentState state = PaymentState::reserved;
    std::string payer, scheme;
    std::string amount; ///< in the asset's smallest unit; empty while the call runs
    std::uint64_t prompt_tokens = 0, completion_tokens = 0;
    std::string transaction; ///< on the chain; empty where nothing was settled there
    std::string reason;      ///< why it was refused
    core::Nanoseconds at = 0;
};

} // namespace hearth::control
