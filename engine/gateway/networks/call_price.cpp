// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/call_price.h"

#include <algorithm>

namespace hearth::gateway {
namespace {

constexpr std::uint64_t bytes_a_token = 4, usual_answer_tokens = 256, usual_part_tokens = 1024;

std::uint64_t times(std::uint64_t one, std::uint64_t other) {
    const core::Uint128 product = static_cast<core::Uint128>(one) * other;
    return product > UINT64_MAX ? UINT64_MAX : static_cast<std::uint64_t>(product);
}

std::uint64_t usually_read(const CallSize& size) {
    return (size.bytes - std::min(size.part_bytes, size.bytes)) / bytes_a_token + times(size.parts, usual_part_tokens);
}

} // namespace

core::Amount price_of(const NetworkQuote& quote, const TokenUsage& usage) {
    const std::uint64_t read = times(quote.prompt_token.units(), usage.prompt),
                        written = times(quote.completion_token.units(), usage.completion);
    return core::Amount::from_units(read > UINT64_MAX - written ? UINT64_MAX : read + written);
}

core::Amount expected_price(const NetworkQuote& quote, const CallSize& size) {
    const std::uint64_t tokens = std::min(size.most_tokens.value_or(usual_answer_tokens), usual_answer_tokens);
    return price_of(quote, {usually_read(size), times(tokens, size.answers)});
}

std::optional<core::Amount> highest_price(const NetworkQuote& quote, const CallSize& size) {
    const core::Amount nothing;
    if (quote.prompt_token == nothing && quote.completion_token == nothing) return nothing;
    if (size.unbounded || size.parts > 0) return std::nullopt;
    if (!size.most_tokens && quote.completion_token != core::Amount()) return std::nullopt;
    return price_of(quote, {size.bytes, times(size.most_tokens.value_or(0), size.answers)});
}

TokenUsage estimated_usage(const CallSize& size, std::uint64_t events, std::uint64_t response_bytes) {
    return {usually_read(size), events > 0 ? events : response_bytes / bytes_a_token};
}

TokenUsage counted_usage(const std::optional<TokenUsage>& told, bool whole, const CallSize& size, std::uint64_t events,
                         std::uint64_t response_bytes) {
    if (!told || (told->prompt == 0 && told->completion == 0)) return estimated_usage(size, events, response_bytes);
    return {told->prompt, whole ? told->completion : std::max(told->completion, events)};
}

std::uint64_t events_in(std::string_view bytes) {
    std::uint64_t events = 0;
    for (std::size_t at = 0; (at = bytes.find("data:", at)) != std::string_view::npos; at += 5)
        events += at == 0 || bytes[at - 1] == '\n' || bytes[at - 1] == '\r' ? 1 : 0;
    return events;
}

} // namespace hearth::gateway
