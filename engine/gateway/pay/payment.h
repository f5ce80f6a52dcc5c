// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/pay/voucher.h"

namespace hearth::gateway::pay {

/// A payment that was signed for exactly what is asked here. Whether its nonce is fresh and its payer has the money,
/// book and facilitator say.
struct Payment {
    core::Hash id; ///< of chain, contract, payer and nonce: who pays twice with one signature has one id
    unsigned version = 2;
    Scheme scheme = Scheme::exact;
    std::string payer;        ///< "0x…"
    core::Uint128 amount = 0; ///< that was signed
    std::int64_t expires_s = 0;
    std::string voucher;      ///< JSON as it came
    std::string requirements; ///< JSON of the offer that it answers
};

/// Every check that needs no other machine. `resource`: URL of what is paid for.
std::variant<Payment, Refusal> examine(const Voucher& voucher, const Terms& terms, const std::string& resource,
                                       std::int64_t now_s);

} // namespace hearth::gateway::pay
