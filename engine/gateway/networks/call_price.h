// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What answers of another network cost; pure.
namespace hearth::gateway {

/// What a network asks for a token, as its owner here entered it: for one model, or for all that have no own price.
struct TokenPrice {
    std::string model; ///< as the network calls it; empty = every other one
    core::Amount prompt_token, completion_token;
    bool operator==(const TokenPrice&) const = default;
};

/// For one model.
struct NetworkQuote {
    core::Amount prompt_token, completion_token;
};

struct TokenUsage {
    std::uint64_t prompt = 0, completion = 0;
    std::optional<std::uint64_t> cached = {}; ///< of the prompt's, that were computed before; none = not told
    bool operator==(const TokenUsage&) const = default;
};

/// What is known of a call before it is answered.
struct CallSize {
    std::uint64_t bytes = 0;                       ///< of its body
    std::uint64_t answers = 1;                     ///< that it asks for
    std::optional<std::uint64_t> most_tokens = {}; ///< of one answer; none = nothing bounds it
    bool unbounded = false;                        ///< what is read or written may be more than stands here
    std::uint64_t parts = 0;                       ///< that are no text: images, sounds, files
    std::uint64_t part_bytes = 0;                  ///< of `bytes`, theirs
};

/// Sums that no amount holds are the highest amount.
core::Amount price_of(const NetworkQuote& quote, const TokenUsage& usage);
/// By what questions and answers usually are: four bytes a token, 1024 tokens of what is no text, 256 of an answer
/// where no bound is lower.
core::Amount expected_price(const NetworkQuote& quote, const CallSize& size);
/// Whatever the network makes of it: no text has more tokens than bytes. None: nothing bounds the answer, or what is
/// read.
std::optional<core::Amount> highest_price(const NetworkQuote& quote, const CallSize& size);

/// What an answer that does not say it used, from what passed: its events where it is a stream, else its bytes.
TokenUsage estimated_usage(const CallSize& size, std::uint64_t events, std::uint64_t response_bytes);
/// By what the answer says, unless it says nothing of use: no text costs no tokens at all. Of an answer that is not
/// whole that may be from before its last event. What it does not say is estimated.
TokenUsage counted_usage(const std::optional<TokenUsage>& told, bool whole, const CallSize& size, std::uint64_t events,
                         std::uint64_t response_bytes);
/// Events in bytes of a stream that are whole events.
std::uint64_t events_in(std::string_view bytes);

} // namespace hearth::gateway
