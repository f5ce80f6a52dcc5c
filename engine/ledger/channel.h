// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"
#include "core/units.h"

#include <optional>
#include <string>
#include <vector>

/// Payment channels: a payer sets money aside for one payee and pays it by vouchers that never touch the ledger. A
/// voucher says how much of the channel is the payee's in all; the highest one counts, and only what it adds to the one
/// before moves. Layouts: resources/schema/transaction.cddl, voucher.cddl.
namespace hearth::ledger {

struct Channel {
    core::PublicKey payer, payee;
    core::Amount deposit;               ///< all that was put in
    core::Amount paid;                  ///< of it, what vouchers have brought to the payee
    core::Height height = 0;            ///< of the block that opened it
    core::Epoch expires_epoch = 0;      ///< last one in which a voucher counts; at its end the rest goes back
    std::optional<core::Height> closes; ///< the payer has asked for the rest: last block in which a voucher counts
    std::optional<core::Hash> beacon;   ///< of the block that opened it; known from the next block on
    bool credits = false;               ///< the deposit came from the payer's credits and goes back there

    core::Amount left() const { return core::Amount::from_units(deposit.units() - paid.units()); }
    bool operator==(const Channel&) const = default;
};
/// Of the channel that this transaction of the payer's opens. No number is used twice, so that no voucher ever fits
/// another channel.
core::ChannelId channel_id(const core::PublicKey& payer, std::uint64_t sequence);

/// A file that the payer hands to the payee, as often as it likes.
struct Voucher {
    std::string chain_id;
    core::ChannelId channel;
    core::Amount amount; ///< in all, since the channel was opened
    core::Signature signature{};

    static Voucher sign(std::string chain_id, const core::ChannelId& channel, core::Amount amount,
                        const core::SigningKey& payer);
    core::Hash digest() const; ///< that the payer signs
    bool signed_by(const core::PublicKey& payer) const { return core::verify(payer, digest().view(), signature); }
    core::Bytes encode() const;
    static core::Result<Voucher> decode(core::ByteView bytes);
};

/// What the payee knows when a voucher comes; the ledger itself asks the same question.
struct VoucherPlace {
    std::string_view chain_id;
    const core::ChannelId& id;
    const Channel& channel;
    core::Amount accepted; ///< the highest one so far, at least channel.paid
    core::Height height = 0;
    core::Epoch epoch = 0;
};
/// How much it adds to what was accepted. Pure; for the ledger and off it. Errors: refused (another chain or channel,
/// more than the deposit, too late, not the payer's signature), conflict (not more than was accepted).
core::Result<core::Amount> check_voucher(const Voucher& voucher, const VoucherPlace& place);

/// What the payee signs to agree that a channel ends with `amount` paid in all. It holds as long as the channel has
/// paid just `paid`: with the next voucher that is redeemed it is void.
core::Hash agreement_digest(std::string_view chain_id, const core::ChannelId& channel, core::Amount amount,
                            core::Amount paid);

/// What the payer signs so that the payee answers this request on the channel.
core::Hash order_digest(std::string_view chain_id, const core::ChannelId& channel, const core::Hash& request);

/// Locks money for one payee.
struct OpenChannel {
    core::PublicKey payee;
    core::Amount deposit;
    core::Epoch expires_epoch = 0;
    bool credits = false; ///< of the sender's credits, for a registered node key; since the eighth rules
};
/// By the payer, unless the channel is being closed.
struct TopUpChannel {
    core::ChannelId channel;
    core::Amount amount;
};
/// By the payee, unless it is a node key, which is paid for answers alone; a part of a Voucher whose chain is this one.
struct RedeemVoucher {
    core::ChannelId channel;
    core::Amount amount;
    core::Signature signature{};
};
/// By the payee, a node key: receipts whose escrow is the channel (`escrow_of`), in its opening block. Their prices
/// come out of it as rewards, which are drawn, audited and vest like any other; the voucher says that they may.
struct SettleByVoucher {
    static constexpr std::size_t max_receipts = 32;
    core::ChannelId channel;
    core::Amount amount; ///< of the voucher, as in RedeemVoucher; at least what was paid and these receipts
    core::Signature signature{};
    std::vector<core::Bytes> signed_receipts;
};
/// What a receipt names as its escrow that is paid through this channel.
inline core::EscrowId escrow_of(const core::ChannelId& channel) {
    return core::id_cast<core::EscrowId>(channel);
}
inline core::ChannelId channel_of(const core::EscrowId& escrow) {
    return core::id_cast<core::ChannelId>(escrow);
}
/// Ends the channel. By the payee at once, with a last voucher or without one. By the payer at once with what the payee
/// agreed to, else after a time in which the payee can still redeem. A node key gets nothing by it.
struct CloseChannel {
    struct Last {
        core::Amount amount;         ///< paid in all
        core::Signature signature{}; ///< of the other side: the payer's voucher, or the payee's agreement
    };
    core::ChannelId channel;
    std::optional<Last> last;
};

} // namespace hearth::ledger
