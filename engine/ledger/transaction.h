// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "core/keys.h"
#include "core/units.h"

#include <string>
#include <variant>
#include <vector>

/// Transactions of the settlement ledger. Layout: resources/schema/transaction.cddl.
namespace hearth::ledger {

inline constexpr std::size_t max_transaction_bytes = std::size_t{64} << 10;

struct Transfer {
    core::PublicKey to;
    core::Amount amount;
};
/// Declares an executor's certified keys: receipts signed by `node_key` earn for `payout`.
struct RegisterNode {
    core::PublicKey node_key;
    core::PublicKey payout;
};
/// Locks at most `cap` of the sender's money for one request.
struct OpenEscrow {
    core::EscrowId escrow_id;
    core::PublicKey executor;
    core::ModelId model_id;
    core::Hash request_hash;
    core::Amount cap;
    core::Epoch expires_epoch = 0;
};
/// By the executor, with its signed receipt: takes `price` ≤ cap out of the escrow as a pending reward and
/// returns the rest to the payer. Once per escrow and once per receipt.
struct SettleReceipt {
    core::Bytes signed_receipt; ///< proof::SignedReceipt encoding
};
/// By the payer after expiry, or by the executor at once: returns the whole escrow.
struct CancelEscrow {
    core::EscrowId escrow_id;
};
/// By the executor once per epoch: RFC 6962 root over the ids of the receipts it settled in it.
struct PostEpochRoot {
    core::Epoch epoch = 0;
    core::Hash root;
    std::uint64_t count = 0;
};
/// By an auditor about a drawn receipt.
struct PostVerdict {
    core::ReceiptId receipt_id;
    std::uint8_t level = 0; ///< evidence level, 2 = E2, 4 = E4
    bool passed = false;
    std::uint32_t compared = 0, equal = 0;
};

using Message =
    std::variant<Transfer, RegisterNode, OpenEscrow, SettleReceipt, CancelEscrow, PostEpochRoot, PostVerdict>;

struct Transaction {
    core::PublicKey sender;
    std::uint64_t sequence = 0; ///< the sender's next
    core::Height valid_until = 0;
    core::Amount fee;
    Message message;

    core::Bytes body() const;
};

struct SignedTransaction {
    Transaction transaction;
    core::Signature signature{};

    /// Signs "hearth/tx/1" ‖ 0 ‖ chain id ‖ 0 ‖ SHA-256(body).
    static SignedTransaction sign(Transaction transaction, std::string_view chain_id,
                                  const core::SigningKey& key);
    bool signature_valid(std::string_view chain_id) const;
    core::Hash hash() const;
    core::Bytes encode() const;
    static core::Result<SignedTransaction> decode(core::ByteView bytes);
};

} // namespace hearth::ledger
