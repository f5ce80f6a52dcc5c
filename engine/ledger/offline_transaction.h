// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"
#include "ledger/transaction.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::ledger {

/// A transaction that is made on one machine, signed on another one where the key is, and sent later: a text file, see
/// resources/schema/offline-transaction.md. What it says in plain words is for people who open it; whoever signs or
/// sends it makes the words anew from the content.
struct OfflineTransaction {
    std::string chain_id;
    core::Height made_at = 0; ///< newest block when it was made
    Transaction transaction;
    std::optional<core::Signature> signature;

    std::string text() const;
    /// Errors: corrupt, too_large, unsupported (a newer version).
    static core::Result<OfflineTransaction> parse(std::string_view text);

    /// What it does, a sentence each; then fee, number and until when it may be sent. Errors: unsupported for what only
    /// a service sends.
    core::Result<std::vector<core::Sentence>> words() const;
    /// Errors: refused (another account's key), conflict (it is signed already).
    core::Status sign(const core::SigningKey& key);
    /// Errors: refused (not signed; the signature is not the sender's).
    core::Result<SignedTransaction> signed_by_sender() const;
};

inline constexpr std::size_t max_offline_bytes = 4 * max_transaction_bytes;

} // namespace hearth::ledger
