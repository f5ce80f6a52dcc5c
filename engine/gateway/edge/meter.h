// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/api_call.h"
#include "gateway/pay/payment.h"

#include <optional>

namespace hearth::gateway {

/// What a paid call used of its payment. I/O thread only, but for what was set before the call began.
struct Meter {
    pay::Tariff tariff;     ///< of whoever answers
    core::Uint128 most = 0; ///< that the call may cost
    std::string payment;    ///< X-Payment-Id
    std::uint64_t prompt_tokens = 0, completion_tokens = 0;
    bool worked = false; ///< somebody computed for it
    bool failed = false; ///< no whole answer came of it, by no fault of the caller
};

/// 402; `needed`: what the call may cost.
ApiError payment_too_small(const Meter& meter, core::Uint128 needed);

/// Keeps a call within its payment: where it names no max_tokens it gets those that are covered. Refused (402) where
/// the payment does not cover what is asked. `body_bytes`: of the request; all prompts together have no more tokens
/// than it has bytes, but for what the model adds to each. `context`: of the model; 0 = not known.
std::optional<ApiError> fit_to_payment(ApiCall& call, const Meter& meter, std::size_t body_bytes,
                                       std::uint32_t context);

} // namespace hearth::gateway
