// SPDX-License-Identifier: Apache-2.0
#include "ledger/message_codec.h"

#include "ledger/announcement_codec.h"
#include "ledger/channel_codec.h"
#include "ledger/governance_codec.h"

#include <array>

namespace hearth::ledger::codec {
namespace {

using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

enum : std::uint64_t { k_kind = 0, k_fields = 1 };

enum Kind : std::uint64_t {
    transfer = 1,
    register_node = 2,
    open_escrow = 3,
    settle_receipt = 4,
    cancel_escrow = 5,
    post_epoch_root = 6,
    post_verdict = 7,
    offer_tariff = 8,
    stake = 9,
    unstake = 10,
    submit_proposal = 11,
    cast_vote = 12,
    delegate_votes = 13,
    cancel_proposal = 14,
    open_channel = 15,
    top_up_channel = 16,
    redeem_voucher = 17,
    close_channel = 18,
    bond_validator = 19,
    settle_by_voucher = 20,
    buy_credits = 23,
    lock_stake = 24,
    announce_node = 25,
    unjail_validator = 26
};

/// Messages that have a name and a number, but no rules yet. No block takes them.
struct NotYet {
    std::uint64_t kind;
    const char *name, *instead;
};
constexpr std::array<NotYet, 4> not_yet{{{27, "open_dispute", "jury_decides_until_then"},
                                         {28, "submit_tile", "jury_decides_until_then"},
                                         {29, "register_feed", "feeds_need_data_nodes"},
                                         {30, "report_feed", "feeds_need_data_nodes"}}};

void append(Map& fields, std::uint64_t key, const Tariff& tariff) {
    fields.emplace_back(key, tariff.prompt_token.units());
    fields.emplace_back(key + 1, tariff.completion_token.units());
}

core::Result<Tariff> read_tariff(Fields& f, std::uint64_t key) {
    Tariff tariff;
    HEARTH_TRY(tariff.prompt_token, read_amount(f, key, "prompt_token"));
    HEARTH_TRY(tariff.completion_token, read_amount(f, key + 1, "completion_token"));
    return tariff;
}

struct Encoder {
    Value operator()(const Transfer& m) const { return wrap(transfer, {{0, m.to}, {1, m.amount.units()}}); }
    Value operator()(const RegisterNode& m) const {
        Map fields{{0, m.node_key}, {1, m.payout}};
        if (m.possession) fields.emplace_back(2, core::ByteView(*m.possession));
        if (m.certified_until) fields.emplace_back(3, *m.certified_until);
        if (m.replaces) fields.emplace_back(4, *m.replaces);
        return wrap(register_node, std::move(fields));
    }
    Value operator()(const OpenEscrow& m) const {
        Map fields{{0, m.escrow_id},    {1, m.executor},    {2, m.model_id},
                   {3, m.request_hash}, {4, m.cap.units()}, {5, m.expires_epoch}};
        if (m.accepted) {
            fields.emplace_back(6, m.accepted->profile);
            append(fields, 7, m.accepted->tariff);
        }
        if (m.credits) fields.emplace_back(9, m.credits);
        return wrap(open_escrow, std::move(fields));
    }
    Value operator()(const SettleReceipt& m) const { return wrap(settle_receipt, {{0, m.signed_receipt}}); }
    Value operator()(const CancelEscrow& m) const { return wrap(cancel_escrow, {{0, m.escrow_id}}); }
    Value operator()(const PostEpochRoot& m) const {
        Map fields{{0, m.epoch}, {1, m.root}, {2, m.count}};
        if (m.log) {
            fields.emplace_back(3, m.log->size);
            fields.emplace_back(4, m.log->root);
        }
        return wrap(post_epoch_root, std::move(fields));
    }
    Value operator()(const PostVerdict& m) const {
        return wrap(post_verdict, {{0, m.receipt_id},
                                   {1, static_cast<std::uint64_t>(m.level)},
                                   {2, m.passed},
                                   {3, m.compared},
                                   {4, m.equal}});
    }
    Value operator()(const OfferTariff& m) const {
        Map fields{{0, m.model_id}, {1, m.profile}};
        if (m.tariff) append(fields, 2, *m.tariff);
        return wrap(offer_tariff, std::move(fields));
    }
    Value operator()(const Stake& m) const { return wrap(stake, {{0, m.node_key}, {1, m.amount.units()}}); }
    Value operator()(const Unstake& m) const { return wrap(unstake, {{0, m.node_key}, {1, m.amount.units()}}); }
    Value operator()(const SubmitProposal& m) const {
        return wrap(submit_proposal, {{0, m.title}, {1, from_content(m.content)}});
    }
    Value operator()(const CastVote& m) const {
        return wrap(cast_vote, {{0, m.proposal}, {1, static_cast<std::uint64_t>(m.choice)}});
    }
    Value operator()(const DelegateVotes& m) const { return wrap(delegate_votes, m.to ? Map{{0, *m.to}} : Map{}); }
    Value operator()(const CancelProposal& m) const { return wrap(cancel_proposal, {{0, m.proposal}}); }
    Value operator()(const OpenChannel& m) const { return wrap(open_channel, fields_of(m)); }
    Value operator()(const TopUpChannel& m) const { return wrap(top_up_channel, fields_of(m)); }
    Value operator()(const RedeemVoucher& m) const { return wrap(redeem_voucher, fields_of(m)); }
    Value operator()(const CloseChannel& m) const { return wrap(close_channel, fields_of(m)); }
    Value operator()(const BondValidator& m) const { return wrap(bond_validator, fields_of(m)); }
    Value operator()(const SettleByVoucher& m) const { return wrap(settle_by_voucher, fields_of(m)); }
    Value operator()(const BuyCredits& m) const { return wrap(buy_credits, fields_of(m)); }
    Value operator()(const LockStake& m) const { return wrap(lock_stake, fields_of(m)); }
    Value operator()(const AnnounceNode& m) const { return wrap(announce_node, fields_of(m)); }
    Value operator()(const UnjailValidator& m) const { return wrap(unjail_validator, fields_of(m)); }
    static Value wrap(Kind kind, Map fields) {
        return Map{{k_kind, std::uint64_t{kind}}, {k_fields, Value(std::move(fields))}};
    }
};

core::Result<Message> read_transfer(Fields& f) {
    Transfer m;
    HEARTH_TRY(m.to, f.id<core::PublicKey>(0, "to"));
    HEARTH_TRY(m.amount, read_amount(f, 1, "amount"));
    return Message(m);
}

core::Result<Message> read_register_node(Fields& f) {
    RegisterNode m;
    HEARTH_TRY(m.node_key, f.id<core::PublicKey>(0, "node_key"));
    HEARTH_TRY(m.payout, f.id<core::PublicKey>(1, "payout"));
    if (f.has(2)) {
        HEARTH_TRY(m.possession, read_signature(f, 2, "possession"));
    }
    if (f.has(3)) {
        HEARTH_TRY(m.certified_until, f.uint(3, "certified_until"));
    }
    if (f.has(4)) {
        HEARTH_TRY(m.replaces, f.id<core::PublicKey>(4, "replaces"));
    }
    return Message(m);
}

core::Result<Message> read_open_escrow(Fields& f) {
    OpenEscrow m;
    HEARTH_TRY(m.escrow_id, f.id<core::EscrowId>(0, "escrow_id"));
    HEARTH_TRY(m.executor, f.id<core::PublicKey>(1, "executor"));
    HEARTH_TRY(m.model_id, f.id<core::ModelId>(2, "model_id"));
    HEARTH_TRY(m.request_hash, f.id<core::Hash>(3, "request_hash"));
    HEARTH_TRY(m.cap, read_amount(f, 4, "cap"));
    HEARTH_TRY(m.expires_epoch, f.uint(5, "expires_epoch"));
    if (f.has(6)) {
        m.accepted.emplace();
        HEARTH_TRY(m.accepted->profile, f.text(6, "profile", proof::max_profile_bytes));
        HEARTH_TRY(m.accepted->tariff, read_tariff(f, 7));
    }
    HEARTH_TRY(m.credits, read_flag(f, 9, "credits"));
    return Message(m);
}

core::Result<Message> read_settle_receipt(Fields& f) {
    SettleReceipt m;
    HEARTH_TRY(m.signed_receipt, f.bytes(0, "signed_receipt", max_transaction_bytes));
    return Message(std::move(m));
}

core::Result<Message> read_cancel_escrow(Fields& f) {
    CancelEscrow m;
    HEARTH_TRY(m.escrow_id, f.id<core::EscrowId>(0, "escrow_id"));
    return Message(m);
}

core::Result<Message> read_post_epoch_root(Fields& f) {
    PostEpochRoot m;
    HEARTH_TRY(m.epoch, f.uint(0, "epoch"));
    HEARTH_TRY(m.root, f.id<core::Hash>(1, "root"));
    HEARTH_TRY(m.count, f.uint(2, "count"));
    if (f.has(3)) {
        m.log.emplace();
        HEARTH_TRY(m.log->size, f.uint(3, "log_size"));
        HEARTH_TRY(m.log->root, f.id<core::Hash>(4, "log_root"));
    }
    return Message(m);
}

core::Result<Message> read_post_verdict(Fields& f) {
    PostVerdict m;
    HEARTH_TRY(m.receipt_id, f.id<core::ReceiptId>(0, "receipt_id"));
    HEARTH_TRY(const std::uint64_t level, f.uint(1, "level", 4));
    m.level = static_cast<proof::Level>(level);
    HEARTH_TRY(m.passed, f.boolean(2, "passed"));
    HEARTH_TRY(const std::uint64_t compared, f.uint(3, "compared", UINT32_MAX));
    m.compared = static_cast<std::uint32_t>(compared);
    HEARTH_TRY(const std::uint64_t equal, f.uint(4, "equal", compared));
    m.equal = static_cast<std::uint32_t>(equal);
    return Message(m);
}

core::Result<Message> read_offer_tariff(Fields& f) {
    OfferTariff m;
    HEARTH_TRY(m.model_id, f.id<core::ModelId>(0, "model_id"));
    HEARTH_TRY(m.profile, f.text(1, "profile", proof::max_profile_bytes));
    if (f.has(2)) {
        HEARTH_TRY(m.tariff, read_tariff(f, 2));
    }
    return Message(std::move(m));
}

template <typename Kept>
core::Result<Message> read_stake(Fields& f) {
    Kept m;
    HEARTH_TRY(m.node_key, f.id<core::PublicKey>(0, "node_key"));
    HEARTH_TRY(m.amount, read_amount(f, 1, "amount"));
    return Message(m);
}

core::Error no_such_message(std::uint64_t kind) {
    for (const NotYet& known : not_yet)
        if (known.kind == kind)
            return core::fail(core::Code::unsupported, core::say("message_not_yet", {known.name}),
                              core::say(known.instead));
    return core::fail(core::Code::unsupported,
                      "The transaction holds a message of the unknown kind " + std::to_string(kind) + ".");
}

core::Result<Message> read_fields(std::uint64_t kind, Fields& fields) {
    switch (kind) {
    case transfer:
        return read_transfer(fields);
    case register_node:
        return read_register_node(fields);
    case open_escrow:
        return read_open_escrow(fields);
    case settle_receipt:
        return read_settle_receipt(fields);
    case cancel_escrow:
        return read_cancel_escrow(fields);
    case post_epoch_root:
        return read_post_epoch_root(fields);
    case post_verdict:
        return read_post_verdict(fields);
    case offer_tariff:
        return read_offer_tariff(fields);
    case stake:
        return read_stake<Stake>(fields);
    case unstake:
        return read_stake<Unstake>(fields);
    case submit_proposal:
        return read_submit_proposal(fields);
    case cast_vote:
        return read_cast_vote(fields);
    case delegate_votes:
        return read_delegate_votes(fields);
    case cancel_proposal:
        return read_cancel_proposal(fields);
    case open_channel:
        return read_open_channel(fields);
    case top_up_channel:
        return read_top_up_channel(fields);
    case redeem_voucher:
        return read_redeem_voucher(fields);
    case close_channel:
        return read_close_channel(fields);
    case bond_validator:
        return read_bond_validator(fields);
    case settle_by_voucher:
        return read_settle_by_voucher(fields);
    case buy_credits:
        return read_buy_credits(fields);
    case lock_stake:
        return read_lock_stake(fields);
    case announce_node:
        return read_announce_node(fields);
    case unjail_validator:
        return read_unjail_validator(fields);
    default:
        return no_such_message(kind);
    }
}

} // namespace

core::Result<core::Signature> read_signature(Fields& fields, std::uint64_t key, const char* name) {
    core::Signature signature{};
    HEARTH_TRY(const core::Bytes bytes, fields.bytes(key, name, signature.size()));
    if (bytes.size() != signature.size())
        return core::fail(core::Code::corrupt, "The field \"" + std::string(name) + "\" must be 64 bytes.");
    std::copy(bytes.begin(), bytes.end(), signature.begin());
    return signature;
}

core::Result<bool> read_flag(Fields& fields, std::uint64_t key, const char* name) {
    if (!fields.has(key)) return false;
    HEARTH_TRY(const bool set, fields.boolean(key, name));
    if (!set) return core::fail(core::Code::corrupt, core::say("field_is_true_or_left_out", {name}));
    return true;
}

core::Result<core::Amount> read_amount(Fields& fields, std::uint64_t key, const char* name) {
    HEARTH_TRY(const std::uint64_t units, fields.uint(key, name));
    return core::Amount::from_units(units);
}

Value from_message(const Message& message) {
    return std::visit(Encoder{}, message);
}

core::Result<Message> to_message(const Value& value) {
    HEARTH_TRY(auto outer, Fields::of(value, "message"));
    HEARTH_TRY(const std::uint64_t kind, outer.uint(k_kind, "kind"));
    HEARTH_TRY(const Value* inner, outer.any(k_fields, "fields"));
    HEARTH_CHECK(outer.finish());
    HEARTH_TRY(auto fields, Fields::of(*inner, "message"));
    HEARTH_TRY(Message message, read_fields(kind, fields));
    HEARTH_CHECK(fields.finish());
    return message;
}

} // namespace hearth::ledger::codec
