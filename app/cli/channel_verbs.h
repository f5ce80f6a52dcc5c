// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.h"

#include <cstdint>
#include <string>

/// Payment channels: what goes to the ledger, and what needs none.
namespace hearth::cli {

/// Amounts in EMB. `epochs`: for so many from now it can be used.
int open_channel(Context& context, const std::string& payee, const std::string& amount, std::uint64_t epochs);
int top_up_channel(Context& context, const std::string& channel, const std::string& amount);
int redeem_voucher(Context& context, const std::string& file);
struct ClosingWish {
    std::string voucher;           ///< file; as the payee
    std::string agreement, amount; ///< as the payer: the payee's signature, and to what
};
int close_channel(Context& context, const std::string& channel, const ClosingWish& wish);
/// Empty: all of this home.
int show_channels(Context& context, const std::string& channel);

/// What this home's key signs; without a service where the chain is named.
struct SigningWish {
    std::string chain;   ///< empty: the service is asked
    std::string account; ///< "caller" or "operator"
    std::string out;
    bool force = false;
};
int make_voucher(Context& context, const std::string& channel, const std::string& amount, const SigningWish& wish);
/// As the payee: prints the signature with which the payer closes the channel at once, until more than `paid` is paid;
/// empty: what it has paid now, which the service is asked.
int agree_to_close(Context& context, const std::string& channel, const std::string& amount, const std::string& paid,
                   const SigningWish& wish);
/// Whether it would be paid; with the payer's key without a service, and then only whether the payer signed it.
int check_voucher_file(Context& context, const std::string& file, const std::string& payer);

} // namespace hearth::cli
