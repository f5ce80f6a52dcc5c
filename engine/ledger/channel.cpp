// SPDX-License-Identifier: Apache-2.0
#include "ledger/channel.h"

#include "core/cbor.h"
#include "core/hash.h"

#include <algorithm>

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::uint64_t voucher_version = 1;
constexpr std::size_t max_chain_id_bytes = 64, max_voucher_bytes = 256;

enum : std::uint64_t {
    k_version = 0,
    k_chain = 1,
    k_channel = 2,
    k_amount = 3,
    k_signature = 4,
    k_paid = 4,
    k_request = 3
};

Map terms(std::string_view chain_id, const core::ChannelId& channel, core::Amount amount) {
    return Map{{k_version, voucher_version},
               {k_chain, std::string(chain_id)},
               {k_channel, channel},
               {k_amount, amount.units()}};
}

} // namespace

core::ChannelId channel_id(const core::PublicKey& payer, std::uint64_t sequence) {
    core::Bytes number;
    core::append_u64(number, sequence);
    return core::id_cast<core::ChannelId>(core::tagged_hash("channel/1", {payer.view(), number}));
}

core::Hash Voucher::digest() const {
    return core::tagged_hash("voucher/1", {core::cbor::encode(terms(chain_id, channel, amount))});
}

core::Hash agreement_digest(std::string_view chain_id, const core::ChannelId& channel, core::Amount amount,
                            core::Amount paid) {
    Map agreed = terms(chain_id, channel, amount);
    agreed.emplace_back(k_paid, paid.units());
    return core::tagged_hash("channel/close", {core::cbor::encode(Value(std::move(agreed)))});
}

core::Hash order_digest(std::string_view chain_id, const core::ChannelId& channel, const core::Hash& request) {
    const Map order{{k_chain, std::string(chain_id)}, {k_channel, channel}, {k_request, request}};
    return core::tagged_hash("channel/order", {core::cbor::encode(Value(order))});
}

Voucher Voucher::sign(std::string chain_id, const core::ChannelId& channel, core::Amount amount,
                      const core::SigningKey& payer) {
    Voucher voucher{std::move(chain_id), channel, amount, {}};
    voucher.signature = payer.sign(voucher.digest().view());
    return voucher;
}

core::Bytes Voucher::encode() const {
    Map map = terms(chain_id, channel, amount);
    map.emplace_back(k_signature, core::ByteView(signature));
    return core::cbor::encode(Value(std::move(map)));
}

core::Result<Voucher> Voucher::decode(core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {max_voucher_bytes, 2}));
    HEARTH_TRY(auto fields, Fields::of(value, "voucher"));
    HEARTH_TRY(const std::uint64_t version, fields.uint(k_version, "version"));
    if (version != voucher_version)
        return fail(Code::unsupported, core::say("voucher_unknown_version", {std::to_string(version)}),
                    core::say("update_hearth"));
    Voucher voucher;
    HEARTH_TRY(voucher.chain_id, fields.text(k_chain, "chain_id", max_chain_id_bytes));
    HEARTH_TRY(voucher.channel, fields.id<core::ChannelId>(k_channel, "channel"));
    HEARTH_TRY(const std::uint64_t units, fields.uint(k_amount, "amount"));
    voucher.amount = core::Amount::from_units(units);
    HEARTH_TRY(const core::Bytes signature, fields.bytes(k_signature, "signature", voucher.signature.size()));
    HEARTH_CHECK(fields.finish());
    if (signature.size() != voucher.signature.size())
        return fail(Code::corrupt, core::say("voucher_signature_length"), core::say("ask_payer_for_voucher_again"));
    std::copy(signature.begin(), signature.end(), voucher.signature.begin());
    return voucher;
}

core::Result<core::Amount> check_voucher(const Voucher& voucher, const VoucherPlace& place) {
    const Channel& channel = place.channel;
    if (voucher.chain_id != place.chain_id)
        return fail(Code::refused,
                    core::say("voucher_of_another_chain", {voucher.chain_id, std::string(place.chain_id)}));
    if (voucher.channel != place.id)
        return fail(Code::refused, core::say("voucher_of_another_channel", {voucher.channel.hex()}));
    if (place.epoch > channel.expires_epoch)
        return fail(Code::refused, core::say("channel_has_expired", {std::to_string(channel.expires_epoch)}),
                    core::say("ask_payer_for_channel"));
    if (channel.closes && place.height > *channel.closes)
        return fail(Code::refused, core::say("channel_is_closed", {std::to_string(*channel.closes)}),
                    core::say("ask_payer_for_channel"));
    const core::Amount before = std::max(place.accepted, channel.paid);
    if (voucher.amount <= before)
        return fail(Code::conflict, core::say("voucher_adds_nothing", {voucher.amount.text(), before.text()}));
    if (voucher.amount > channel.deposit)
        return fail(Code::refused, core::say("voucher_above_deposit", {voucher.amount.text(), channel.deposit.text()}),
                    core::say("ask_payer_to_top_up"));
    if (!voucher.signed_by(channel.payer))
        return fail(Code::refused, core::say("voucher_not_signed_by_payer"), core::say("ask_payer_for_voucher_again"));
    return voucher.amount.minus(before);
}

} // namespace hearth::ledger
