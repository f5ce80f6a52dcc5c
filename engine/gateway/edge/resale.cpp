// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/resale.h"

#include "gateway/edge/blame.h"
#include "gateway/edge/http_text.h"

#include <algorithm>

namespace hearth::gateway::resale {
namespace {

/// Of a million tokens at so much each, in 10⁻⁹ EMB; rounded up. What is too large is more than any call can cost.
core::Uint128 million_in_asset(core::Amount token, core::Uint128 emb) {
    constexpr core::Uint128 thousand = 1000; // a million tokens, a thousand million parts of an EMB
    core::Uint128 product = 0;
    if (__builtin_mul_overflow(core::Uint128{token.units()}, emb, &product)) return ~core::Uint128{0};
    return product / thousand + (product % thousand == 0 ? 0 : 1);
}

/// None: nothing bounds it.
std::optional<TokenUsage> most_used(const CallSize& size) {
    if (size.unbounded || size.parts > 0 || !size.most_tokens) return std::nullopt;
    std::uint64_t written = 0;
    if (__builtin_mul_overflow(*size.most_tokens, size.answers, &written)) written = UINT64_MAX;
    return TokenUsage{size.bytes, written};
}

ApiError without_price(const ForeignOffer& offer) {
    return bad_request(
        "model",
        "The model '" + header_safe(offer.place.model) + "' is offered by the network '" + offer.place.network +
            "', whose price is not known here, so that it is not sold by the call. Ask with an API key of "
            "this gateway, or for another model.",
        "model_not_sold");
}

ApiError without_bound(CallKind kind) {
    const std::string member = blamed_member(core::say("call_without_bound"), kind);
    return bad_request(
        member,
        "What this call may cost at another network nothing bounds, so that no payment covers it. Name '" + member +
            "' as a positive number, and send text alone.",
        "payment_without_bound");
}

} // namespace

bool sells_networks(const Services& services) {
    return services.options.till && services.options.till->terms().emb.has_value();
}

pay::Tariff tariff(const pay::Terms& terms, const NetworkQuote& quote) {
    return {std::max(terms.tariff.prompt_million, million_in_asset(quote.prompt_token, *terms.emb)),
            std::max(terms.tariff.completion_million, million_in_asset(quote.completion_token, *terms.emb))};
}

std::optional<ApiError> keep_covered(std::vector<ForeignOffer>& offers, const CallSize& size, const Meter& meter,
                                     const pay::Terms& terms, CallKind kind) {
    std::optional<ApiError> first;
    const std::optional<TokenUsage> most = most_used(size);
    std::erase_if(offers, [&](const ForeignOffer& offer) {
        const auto out = [&](ApiError why) {
            if (!first) first = std::move(why);
            return true;
        };
        if (!offer.quote) return out(without_price(offer));
        if (!most) return out(without_bound(kind));
        const core::Uint128 needed = tariff(terms, *offer.quote).cost(most->prompt, most->completion);
        return needed > meter.most && out(payment_too_small(meter, needed));
    });
    return first;
}

void read(Meter& meter, const TokenUsage& used, const CallSize& size) {
    const TokenUsage most = most_used(size).value_or(TokenUsage{UINT64_MAX, UINT64_MAX});
    meter.prompt_tokens = std::min(used.prompt, most.prompt);
    meter.completion_tokens = std::min(used.completion, most.completion);
}

} // namespace hearth::gateway::resale
