// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/pay/terms.h"

#include <variant>

namespace hearth::gateway::pay {

/// Why a payment is not taken: a word for programs, a sentence with what to do next for people.
struct Refusal {
    int status = 402;
    std::string reason, message;
    unsigned retry_after_s = 0; ///< 0: not said
};

/// A payment as a caller sends it, read and not yet believed.
struct Voucher {
    unsigned version = 2;
    Scheme scheme = Scheme::exact;
    std::string network;
    std::variant<TransferAuthorization, PermitTransfer> signed_part;
    core::Bytes signature;
    std::string accepted; ///< JSON of the offer that it answers; empty in the first version
    std::string text;     ///< JSON of the whole, for whoever settles it

    bool is_permit() const { return std::holds_alternative<PermitTransfer>(signed_part); }
    const Address& payer() const;
    const Address& to() const;
    const Uint256& amount() const;
    const Uint256& nonce() const;
    const Uint256& valid_after() const;
    const Uint256& valid_before() const;
};

inline constexpr std::size_t longest_voucher = 12 * 1024; ///< as base64 in a header

/// Reads the value of PAYMENT-SIGNATURE (version 2) or X-PAYMENT (1). Never throws.
std::variant<Voucher, Refusal> read_voucher(std::string_view header, unsigned version);

} // namespace hearth::gateway::pay
