// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

/// Payment channels; see values.h. Amounts in 10⁻⁹ EMB.
namespace hearth::control {

/// A channel in which an account of this home pays or is paid.
struct ChannelView {
    std::string id, payer, payee;
    bool pays = false;        ///< this home is the payer
    bool gets = false;        ///< this home is the payee
    std::string deposit;      ///< all that was put in
    std::string paid;         ///< of it, what vouchers have brought to the payee
    std::uint64_t height = 0; ///< of the block that opened it
    std::uint64_t expires_epoch = 0;
    std::optional<std::uint64_t> closes;     ///< the payer closes it: last block in which a voucher counts
    std::optional<std::string> vouched = {}; ///< what this home's vouchers say in all; none: not looked up
};
/// What an act about a channel needs beside an amount.
struct ChannelWish {
    std::optional<std::string> channel;         ///< its id; not where one is opened
    std::optional<std::string> payee;           ///< open_channel: account
    std::optional<std::uint64_t> expires_epoch; ///< open_channel
    std::optional<std::string> voucher;         ///< redeem, close_channel by the payee: voucher.cddl, in hex digits
    std::optional<std::string> agreement;       ///< close_channel by the payer: the payee's signature, in hex digits
};

} // namespace hearth::control
