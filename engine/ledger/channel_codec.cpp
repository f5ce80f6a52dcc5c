// SPDX-License-Identifier: Apache-2.0
#include "ledger/channel_codec.h"

#include "ledger/message_codec.h"

namespace hearth::ledger::codec {

using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

Value from_record(const core::ChannelId& id, const Channel& c) {
    Map map{{0, id},       {1, c.payer},        {2, c.payee}, {3, c.deposit.units()}, {4, c.paid.units()},
            {5, c.height}, {6, c.expires_epoch}};
    if (c.closes) map.emplace_back(7, *c.closes);
    if (c.beacon) map.emplace_back(8, *c.beacon);
    if (c.credits) map.emplace_back(9, c.credits);
    return map;
}

core::Result<std::pair<core::ChannelId, Channel>> to_channel(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "channel"));
    Channel c;
    HEARTH_TRY(const auto id, f.id<core::ChannelId>(0, "id"));
    HEARTH_TRY(c.payer, f.id<core::PublicKey>(1, "payer"));
    HEARTH_TRY(c.payee, f.id<core::PublicKey>(2, "payee"));
    HEARTH_TRY(c.deposit, read_amount(f, 3, "deposit"));
    HEARTH_TRY(const std::uint64_t paid, f.uint(4, "paid", c.deposit.units()));
    c.paid = core::Amount::from_units(paid);
    HEARTH_TRY(c.height, f.uint(5, "height"));
    HEARTH_TRY(c.expires_epoch, f.uint(6, "expires_epoch"));
    if (f.has(7)) {
        HEARTH_TRY(c.closes, f.uint(7, "closes"));
    }
    if (f.has(8)) {
        HEARTH_TRY(c.beacon, f.id<core::Hash>(8, "beacon"));
    }
    HEARTH_TRY(c.credits, read_flag(f, 9, "credits"));
    HEARTH_CHECK(f.finish());
    return std::pair(id, c);
}

Value from_record(const BondKey& key, const core::PublicKey& node) {
    return Map{{0, key.validator}, {1, node}};
}

core::Result<std::pair<BondKey, core::PublicKey>> to_bond(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "bond"));
    BondKey key;
    HEARTH_TRY(key.validator, f.id<core::PublicKey>(0, "validator"));
    HEARTH_TRY(const auto node, f.id<core::PublicKey>(1, "node"));
    HEARTH_CHECK(f.finish());
    return std::pair(key, node);
}

Value from_record(const OffenceKey& key, const OffenceRecord& o) {
    return Map{{0, key.validator}, {1, key.height},      {2, static_cast<std::uint64_t>(key.kind)},
               {3, o.node},        {4, o.stake.units()}, {5, o.taken.units()},
               {6, o.height},      {7, o.epoch}};
}

core::Result<std::pair<OffenceKey, OffenceRecord>> to_offence(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "offence"));
    OffenceKey key;
    OffenceRecord o;
    HEARTH_TRY(key.validator, f.id<core::PublicKey>(0, "validator"));
    HEARTH_TRY(key.height, f.uint(1, "height"));
    HEARTH_TRY(const std::uint64_t kind, f.uint(2, "kind", static_cast<std::uint64_t>(OffenceKind::wrong_answer)));
    key.kind = static_cast<OffenceKind>(kind);
    HEARTH_TRY(o.node, f.id<core::PublicKey>(3, "node"));
    HEARTH_TRY(o.stake, read_amount(f, 4, "stake"));
    HEARTH_TRY(const std::uint64_t taken, f.uint(5, "taken", o.stake.units()));
    o.taken = core::Amount::from_units(taken);
    HEARTH_TRY(o.height, f.uint(6, "reported"));
    HEARTH_TRY(o.epoch, f.uint(7, "epoch"));
    HEARTH_CHECK(f.finish());
    return std::pair(key, o);
}

Map fields_of(const OpenChannel& m) {
    Map fields{{0, m.payee}, {1, m.deposit.units()}, {2, m.expires_epoch}};
    if (m.credits) fields.emplace_back(3, m.credits);
    return fields;
}

Map fields_of(const TopUpChannel& m) {
    return Map{{0, m.channel}, {1, m.amount.units()}};
}

Map fields_of(const RedeemVoucher& m) {
    return Map{{0, m.channel}, {1, m.amount.units()}, {2, core::ByteView(m.signature)}};
}

Map fields_of(const CloseChannel& m) {
    Map fields{{0, m.channel}};
    if (m.last) {
        fields.emplace_back(1, m.last->amount.units());
        fields.emplace_back(2, core::ByteView(m.last->signature));
    }
    return fields;
}

Map fields_of(const BondValidator& m) {
    return Map{{0, m.validator}, {1, m.node_key}, {2, core::ByteView(m.possession)}};
}

Map fields_of(const SettleByVoucher& m) {
    core::cbor::Array receipts;
    for (const core::Bytes& one : m.signed_receipts)
        receipts.emplace_back(one);
    return Map{
        {0, m.channel}, {1, m.amount.units()}, {2, core::ByteView(m.signature)}, {3, Value(std::move(receipts))}};
}

Map fields_of(const BuyCredits& m) {
    return Map{{0, m.to}, {1, m.amount.units()}};
}

Map fields_of(const LockStake& m) {
    return Map{{0, m.node_key}, {1, m.until}};
}

core::Result<Message> read_open_channel(Fields& f) {
    OpenChannel m;
    HEARTH_TRY(m.payee, f.id<core::PublicKey>(0, "payee"));
    HEARTH_TRY(m.deposit, read_amount(f, 1, "deposit"));
    HEARTH_TRY(m.expires_epoch, f.uint(2, "expires_epoch"));
    HEARTH_TRY(m.credits, read_flag(f, 3, "credits"));
    return Message(m);
}

core::Result<Message> read_top_up_channel(Fields& f) {
    TopUpChannel m;
    HEARTH_TRY(m.channel, f.id<core::ChannelId>(0, "channel"));
    HEARTH_TRY(m.amount, read_amount(f, 1, "amount"));
    return Message(m);
}

core::Result<Message> read_redeem_voucher(Fields& f) {
    RedeemVoucher m;
    HEARTH_TRY(m.channel, f.id<core::ChannelId>(0, "channel"));
    HEARTH_TRY(m.amount, read_amount(f, 1, "amount"));
    HEARTH_TRY(m.signature, read_signature(f, 2, "signature"));
    return Message(m);
}

core::Result<Message> read_close_channel(Fields& f) {
    CloseChannel m;
    HEARTH_TRY(m.channel, f.id<core::ChannelId>(0, "channel"));
    if (f.has(1)) {
        m.last = CloseChannel::Last();
        HEARTH_TRY(m.last->amount, read_amount(f, 1, "amount"));
        HEARTH_TRY(m.last->signature, read_signature(f, 2, "signature"));
    }
    return Message(m);
}

core::Result<Message> read_bond_validator(Fields& f) {
    BondValidator m;
    HEARTH_TRY(m.validator, f.id<core::PublicKey>(0, "validator"));
    HEARTH_TRY(m.node_key, f.id<core::PublicKey>(1, "node_key"));
    HEARTH_TRY(m.possession, read_signature(f, 2, "possession"));
    return Message(m);
}

core::Result<Message> read_settle_by_voucher(Fields& f) {
    SettleByVoucher m;
    HEARTH_TRY(m.channel, f.id<core::ChannelId>(0, "channel"));
    HEARTH_TRY(m.amount, read_amount(f, 1, "amount"));
    HEARTH_TRY(m.signature, read_signature(f, 2, "signature"));
    HEARTH_TRY(const core::cbor::Array* receipts, f.array(3, "signed_receipts", SettleByVoucher::max_receipts));
    for (const Value& one : *receipts) {
        const core::Bytes* bytes = one.as_bytes();
        if (bytes == nullptr)
            return core::fail(core::Code::corrupt,
                              core::say("receipts_at_once", {std::to_string(SettleByVoucher::max_receipts)}));
        m.signed_receipts.push_back(*bytes);
    }
    return Message(std::move(m));
}

core::Result<Message> read_buy_credits(Fields& f) {
    BuyCredits m;
    HEARTH_TRY(m.to, f.id<core::PublicKey>(0, "to"));
    HEARTH_TRY(m.amount, read_amount(f, 1, "amount"));
    return Message(m);
}

core::Result<Message> read_lock_stake(Fields& f) {
    LockStake m;
    HEARTH_TRY(m.node_key, f.id<core::PublicKey>(0, "node_key"));
    HEARTH_TRY(m.until, f.uint(1, "until"));
    return Message(m);
}

} // namespace hearth::ledger::codec
