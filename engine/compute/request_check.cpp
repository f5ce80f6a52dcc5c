// SPDX-License-Identifier: Apache-2.0
#include "compute/request_check.h"

#include "proof/scores.h"

#include <algorithm>
#include <string>

namespace hearth::compute {

namespace {

using core::Code;
using core::fail;

constexpr std::size_t max_stop_strings = 16;
constexpr std::size_t max_stop_bytes = 1024;
constexpr std::uint32_t max_top_logprobs = 20;

} // namespace

core::Status check_prompt(const std::vector<std::uint32_t>& ids, std::uint32_t vocab) {
    if (ids.empty()) return fail(Code::invalid_argument, "The prompt is empty.", "Send at least one token.");
    for (const std::uint32_t id : ids)
        if (id >= vocab)
            return fail(Code::invalid_argument, "Token " + std::to_string(id) + " is not in the vocabulary of " +
                                                    std::to_string(vocab) + " tokens.");
    return {};
}

core::Status check_scores(const std::vector<proof::PromptScore>& scores, std::size_t prompt, std::uint32_t vocab) {
    const bool inside = std::all_of(scores.begin(), scores.end(), [&](const proof::PromptScore& score) {
        return std::all_of(score.top.begin(), score.top.end(), [&](const auto& other) { return other.id < vocab; });
    });
    if (inside && scores.size() + 1 == prompt) return {};
    return fail(Code::invalid_argument, "The scores do not belong to this prompt: there are " +
                                            std::to_string(scores.size()) + " for " + std::to_string(prompt) +
                                            " tokens.");
}

core::Status check_length(std::uint64_t prompt, std::uint64_t more, std::uint64_t context, std::uint64_t cache) {
    if (prompt + more > context)
        return fail(Code::too_large,
                    "This model's context is " + std::to_string(context) + " tokens, but " +
                        std::to_string(prompt + more) + " were asked for (" + std::to_string(prompt) +
                        " in the prompt, " + std::to_string(more) + " for the answer).",
                    "Shorten the prompt or ask for fewer tokens.");
    if (prompt + more > cache)
        return fail(Code::too_large,
                    "The cache holds " + std::to_string(cache) + " tokens, but " + std::to_string(prompt + more) +
                        " were asked for.",
                    "Shorten the prompt, ask for fewer tokens or give the model a larger cache.");
    return {};
}

core::Status check_request(const SequenceRequest& request, const model::ModelConfig& config,
                           std::uint64_t cache_tokens) {
    HEARTH_CHECK(check_prompt(request.prompt_ids, config.vocab));
    if (request.params.max_tokens == 0 && !request.score_prompt)
        return fail(Code::invalid_argument, "An answer of at most 0 tokens was asked for.", "Ask for at least one.");
    HEARTH_CHECK(check_length(request.prompt_ids.size(), request.params.max_tokens, config.context, cache_tokens));
    if (request.known_ids.size() > request.params.max_tokens)
        return fail(Code::invalid_argument, "More tokens are known already than were asked for.");
    if (!request.known_ids.empty()) HEARTH_CHECK(check_prompt(request.known_ids, config.vocab));
    if (request.stop_strings.size() > max_stop_strings)
        return fail(Code::invalid_argument, "There are " + std::to_string(request.stop_strings.size()) +
                                                " stop strings; at most " + std::to_string(max_stop_strings) +
                                                " are allowed.");
    for (const std::string& stop : request.stop_strings)
        if (stop.empty() || stop.size() > max_stop_bytes)
            return fail(Code::invalid_argument, "A stop string has 1 to " + std::to_string(max_stop_bytes) +
                                                    " bytes, not " + std::to_string(stop.size()) + ".");
    if (request.top_logprobs.value_or(0) > max_top_logprobs)
        return fail(Code::invalid_argument, "At most " + std::to_string(max_top_logprobs) +
                                                " alternatives per token can be listed, not " +
                                                std::to_string(*request.top_logprobs) + ".");
    return {};
}

} // namespace hearth::compute
