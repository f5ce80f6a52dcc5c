// SPDX-License-Identifier: Apache-2.0
#include "ledger/transaction.h"

#include "core/hash.h"
#include "ledger/message_codec.h"
#include "ledger/rules.h"

#include <array>

namespace hearth::ledger {
namespace {

using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::uint64_t transaction_version = 1;

enum : std::uint64_t { k_version = 0, k_sender = 1, k_sequence = 2, k_valid_until = 3, k_fee = 4, k_message = 5 };
enum : std::uint64_t { k_transaction = 0, k_signature = 1 };

core::Bytes signed_bytes(const Transaction& transaction, std::string_view chain_id) {
    constexpr std::string_view domain = "hearth/tx/1";
    core::Bytes bytes = core::to_bytes(core::as_bytes(domain));
    bytes.push_back(0);
    core::append(bytes, core::as_bytes(chain_id));
    bytes.push_back(0);
    core::append(bytes, core::sha256(transaction.body()).view());
    return bytes;
}

} // namespace

namespace codec {

Value from_transaction(const Transaction& t) {
    return Map{{k_version, transaction_version}, {k_sender, t.sender},   {k_sequence, t.sequence},
               {k_valid_until, t.valid_until},   {k_fee, t.fee.units()}, {k_message, from_message(t.message)}};
}

core::Result<Transaction> to_transaction(const Value& value) {
    HEARTH_TRY(auto fields, Fields::of(value, "transaction"));
    HEARTH_TRY(const std::uint64_t version, fields.uint(k_version, "version"));
    if (version != transaction_version)
        return core::fail(core::Code::unsupported,
                          "The transaction has the unknown version " + std::to_string(version) + ".",
                          core::say("update_hearth"));
    Transaction t;
    HEARTH_TRY(t.sender, fields.id<core::PublicKey>(k_sender, "sender"));
    HEARTH_TRY(t.sequence, fields.uint(k_sequence, "sequence"));
    HEARTH_TRY(t.valid_until, fields.uint(k_valid_until, "valid_until"));
    HEARTH_TRY(t.fee, read_amount(fields, k_fee, "fee"));
    HEARTH_TRY(const Value* message, fields.any(k_message, "message"));
    HEARTH_TRY(t.message, to_message(*message));
    HEARTH_CHECK(fields.finish());
    return t;
}

} // namespace codec

/// Of older kinds there may be some on older chains, refused for a fee, as they stay.
core::Status known_under(std::uint64_t rules, const Message& message) {
    const bool is_of_fifth =
        std::holds_alternative<OpenChannel>(message) || std::holds_alternative<TopUpChannel>(message) ||
        std::holds_alternative<RedeemVoucher>(message) || std::holds_alternative<CloseChannel>(message) ||
        std::holds_alternative<BondValidator>(message);
    if (rules < channel_rules && is_of_fifth)
        return core::fail(core::Code::unsupported, core::say("ledger_rules_know_no_channels"),
                          core::say("wait_for_newer_rules"));
    if (rules < answering_rules && std::holds_alternative<SettleByVoucher>(message))
        return core::fail(core::Code::unsupported, core::say("ledger_rules_settle_by_escrow"),
                          core::say("wait_for_newer_rules"));
    const auto* node = std::get_if<RegisterNode>(&message);
    if (rules < certified_rules && node != nullptr && (node->certified_until || node->replaces))
        return core::fail(core::Code::corrupt, core::say("certificates_have_no_end_yet"), core::say("leave_end_out"));
    if (rules < announced_rules && std::holds_alternative<AnnounceNode>(message))
        return core::fail(core::Code::unsupported, core::say("ledger_rules_state_no_roles"),
                          core::say("wait_for_newer_rules"));
    if (rules < downtime_rules && std::holds_alternative<UnjailValidator>(message))
        return core::fail(core::Code::unsupported, core::say("ledger_rules_jail_nobody"),
                          core::say("wait_for_newer_rules"));
    const auto* root = std::get_if<PostEpochRoot>(&message);
    if (rules < anchored_rules && root != nullptr && root->log)
        return core::fail(core::Code::corrupt, core::say("ledger_rules_know_no_logs"),
                          core::say("wait_for_newer_rules"));
    const auto* escrow = std::get_if<OpenEscrow>(&message);
    const auto* channel = std::get_if<OpenChannel>(&message);
    if (rules < credit_rules && ((escrow != nullptr && escrow->credits) || (channel != nullptr && channel->credits)))
        return core::fail(core::Code::corrupt, core::say("ledger_rules_know_no_credits"),
                          core::say("wait_for_newer_rules"));
    if (rules < credit_rules &&
        (std::holds_alternative<BuyCredits>(message) || std::holds_alternative<LockStake>(message)))
        return core::fail(core::Code::unsupported, core::say("ledger_rules_know_no_credits"),
                          core::say("wait_for_newer_rules"));
    return {};
}

const char* name_of(const Message& message) {
    static constexpr std::array<const char*, std::variant_size_v<Message>> names{
        "transfer",       "register_node",     "open_escrow",  "settle_receipt", "cancel_escrow",   "post_epoch_root",
        "post_verdict",   "offer_tariff",      "stake",        "unstake",        "submit_proposal", "cast_vote",
        "delegate_votes", "cancel_proposal",   "open_channel", "top_up_channel", "redeem_voucher",  "close_channel",
        "bond_validator", "settle_by_voucher", "buy_credits",  "lock_stake",     "announce_node",   "unjail_validator"};
    return names[message.index()];
}

core::Hash possession_digest(std::string_view chain_id, const core::PublicKey& operator_key) {
    // The chain id holds no zero byte, so that its end is where the zero stands.
    return core::tagged_hash("node/1", {core::as_bytes(chain_id), core::Bytes{0}, operator_key.view()});
}

RegisterNode RegisterNode::certified(const core::SigningKey& node_key, const core::PublicKey& payout,
                                     std::string_view chain_id, const core::PublicKey& operator_key) {
    return {node_key.public_key(), payout, node_key.sign(possession_digest(chain_id, operator_key).view())};
}

core::Bytes Transaction::body() const {
    return core::cbor::encode(codec::from_transaction(*this));
}

SignedTransaction SignedTransaction::sign(Transaction transaction, std::string_view chain_id,
                                          const core::SigningKey& key) {
    SignedTransaction result{std::move(transaction), {}};
    result.signature = key.sign(signed_bytes(result.transaction, chain_id));
    return result;
}

bool SignedTransaction::signature_valid(std::string_view chain_id) const {
    return core::verify(transaction.sender, signed_bytes(transaction, chain_id), signature);
}

core::Hash transaction_hash(core::ByteView encoded) {
    return core::tagged_hash("tx/1", {encoded});
}

core::Error bad_signature() {
    return core::fail(core::Code::refused, core::say("transaction_signature_not_valid"));
}

core::Bytes SignedTransaction::encode() const {
    return core::cbor::encode(
        Map{{k_transaction, codec::from_transaction(transaction)}, {k_signature, core::ByteView(signature)}});
}

core::Result<SignedTransaction> SignedTransaction::decode(core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {max_transaction_bytes, 8}));
    HEARTH_TRY(auto fields, Fields::of(value, "signed transaction"));
    SignedTransaction result;
    HEARTH_TRY(const Value* transaction, fields.any(k_transaction, "transaction"));
    HEARTH_TRY(result.transaction, codec::to_transaction(*transaction));
    HEARTH_TRY(result.signature, codec::read_signature(fields, k_signature, "signature"));
    HEARTH_CHECK(fields.finish());
    return result;
}

} // namespace hearth::ledger
