// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/meter.h"

#include <algorithm>

namespace hearth::gateway {
namespace {

/// What stands around a prompt: of a conversation the model's template, else its marks of beginning and end.
std::uint64_t added_tokens(CallKind kind) {
    return kind == CallKind::chat || kind == CallKind::responses ? 512 : 16;
}

} // namespace

ApiError payment_too_small(const Meter& meter, core::Uint128 needed) {
    ApiError error =
        http_error(402, "payment_too_small",
                   "The payment covers " + pay::Uint256::of(meter.most).text() +
                       " of the asset's smallest unit, and this call may cost " + pay::Uint256::of(needed).text() +
                       ". Ask for less: a shorter prompt, a lower max_tokens, fewer choices.");
    error.type = "insufficient_quota";
    return error;
}

std::optional<ApiError> fit_to_payment(ApiCall& call, const Meter& meter, std::size_t body_bytes,
                                       std::uint32_t context) {
    const std::uint64_t answers = std::max<std::uint64_t>(call.prompts.size() * call.choices, 1);
    const std::uint64_t added = added_tokens(call.kind);
    const std::uint64_t prompt = body_bytes + added * call.prompts.size(); // the choices of a prompt share it
    const core::Uint128 read = meter.tariff.cost(prompt, 0);
    for (GenerationRequest& request : call.prompts) {
        if (request.max_tokens) {
            const core::Uint128 needed = meter.tariff.cost(prompt, *request.max_tokens * answers);
            if (needed > meter.most) return payment_too_small(meter, needed);
            continue;
        }
        if (meter.tariff.completion_million == 0 && read <= meter.most) continue;
        const core::Uint128 one = meter.tariff.cost(prompt, answers);
        if (one > meter.most) return payment_too_small(meter, one);
        const core::Uint128 covered =
            (meter.most - read) * 1'000'000 / std::max<core::Uint128>(meter.tariff.completion_million, 1) / answers;
        if (context != 0 && covered >= context) continue;
        // What is named has to fit into the context, beside a prompt that is not counted yet.
        const std::uint64_t of_prompt = std::min<std::uint64_t>(body_bytes + added, context / 2);
        const core::Uint128 room = context != 0 ? context - of_prompt : UINT32_MAX;
        request.max_tokens = static_cast<std::uint32_t>(std::max<core::Uint128>(std::min(covered, room), 1));
    }
    return std::nullopt;
}

} // namespace hearth::gateway
