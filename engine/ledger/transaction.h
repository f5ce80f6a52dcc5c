// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "ledger/announcement.h"
#include "ledger/channel.h"
#include "ledger/credit.h"
#include "ledger/offence.h"
#include "ledger/proposal.h"
#include "ledger/records.h"
#include "ledger/staking.h"

#include <variant>

/// Transactions of the settlement ledger. Layout: resources/schema/transaction.cddl.
namespace hearth::ledger {
inline constexpr std::size_t max_transaction_bytes = std::size_t{64} << 10;

struct Transfer {
    core::PublicKey to;
    core::Amount amount;
};
/// The operator's certificate of a node key: receipts signed by `node_key` earn for `payout`. Again it renews it.
struct RegisterNode {
    core::PublicKey node_key;
    core::PublicKey payout;
    std::optional<core::Signature> possession; ///< by the node key, see possession_digest(); the first rules had none
    std::optional<core::Epoch> certified_until = {}; ///< last epoch of it; since the fifth rules, like the next
    std::optional<core::PublicKey> replaces = {};    ///< a key of the same operator's, whose certificate ends now

    static RegisterNode certified(const core::SigningKey& node_key, const core::PublicKey& payout,
                                  std::string_view chain_id, const core::PublicKey& operator_key);
};
/// What a node key signs to join `operator_key` on this chain: nobody registers a key that is not at hand.
core::Hash possession_digest(std::string_view chain_id, const core::PublicKey& operator_key);

/// The profile and the tariff that a payer accepts; the executor must offer just this.
struct AcceptedTariff {
    std::string profile;
    Tariff tariff;
};
/// Locks at most `cap` of the sender's money for one request.
struct OpenEscrow {
    core::EscrowId escrow_id;
    core::PublicKey executor;
    core::ModelId model_id;
    core::Hash request_hash;
    core::Amount cap;
    core::Epoch expires_epoch = 0;
    std::optional<AcceptedTariff> accepted; ///< the first rules had none
    bool credits = false;                   ///< of the sender's credits instead; since the eighth rules
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
/// By a node key: what it asks for a model in a profile from now on, if it offers it; open escrows keep their tariff.
struct OfferTariff {
    core::ModelId model_id;
    std::string profile;
    std::optional<Tariff> tariff;
};
/// About a receipt for whose audit the sender's node was drawn.
struct PostVerdict {
    core::ReceiptId receipt_id;
    proof::Level level = proof::Level::none; ///< that the answer reaches by it
    bool passed = false;
    std::uint32_t compared = 0, equal = 0;
};

using Message = std::variant<Transfer, RegisterNode, OpenEscrow, SettleReceipt, CancelEscrow, PostEpochRoot,
                             PostVerdict, OfferTariff, Stake, Unstake, SubmitProposal, CastVote, DelegateVotes,
                             CancelProposal, OpenChannel, TopUpChannel, RedeemVoucher, CloseChannel, BondValidator,
                             SettleByVoucher, BuyCredits, LockStake, AnnounceNode, UnjailValidator>;

const char* name_of(const Message& message); ///< "transfer", "open_escrow" …
/// Whether programs of these rules can read it; else it is nothing on their chain. Errors: those of decoding.
core::Status known_under(std::uint64_t rules, const Message& message);

struct Transaction {
    core::PublicKey sender;
    std::uint64_t sequence = 0; ///< the sender's next
    core::Height valid_until = 0;
    core::Amount fee;
    Message message;
    core::Bytes body() const;
};

core::Hash transaction_hash(core::ByteView encoded);
core::Error bad_signature();
struct SignedTransaction {
    Transaction transaction;
    core::Signature signature{};
    /// Signs "hearth/tx/1" ‖ 0 ‖ chain id ‖ 0 ‖ SHA-256(body).
    static SignedTransaction sign(Transaction transaction, std::string_view chain_id, const core::SigningKey& key);
    bool signature_valid(std::string_view chain_id) const;
    core::Hash hash() const { return transaction_hash(encode()); }
    core::Bytes encode() const;
    static core::Result<SignedTransaction> decode(core::ByteView bytes);
};

} // namespace hearth::ledger
