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
    if (ids.empty()) return fail(Code::invalid_argument, core::say("prompt_empty"), core::say("send_least_one_token"));
    for (const std::uint32_t id : ids)
        if (id >= vocab)
            return fail(Code::invalid_argument,
                        core::say("token_not_vocabulary_tokens", {std::to_string(id), std::to_string(vocab)}));
    return {};
}

core::Status check_scores(const std::vector<proof::PromptScore>& scores, std::size_t prompt, std::uint32_t vocab) {
    const bool inside = std::all_of(scores.begin(), scores.end(), [&](const proof::PromptScore& score) {
        return std::all_of(score.top.begin(), score.top.end(), [&](const auto& other) { return other.id < vocab; });
    });
    if (inside && scores.size() + 1 == prompt) return {};
    return fail(Code::invalid_argument,
                core::say("scores_do_not_belong", {std::to_string(scores.size()), std::to_string(prompt)}));
}

core::Status check_length(std::uint64_t prompt, std::uint64_t more, std::uint64_t context, std::uint64_t cache) {
    if (prompt + more > context)
        return fail(Code::too_large,
                    core::say("model_context_tokens_but", {std::to_string(context), std::to_string(prompt + more),
                                                           std::to_string(prompt), std::to_string(more)}),
                    core::say("shorten_prompt_ask_fewer_tokens"));
    if (prompt + more > cache)
        return fail(Code::too_large,
                    core::say("cache_holds_tokens_but", {std::to_string(cache), std::to_string(prompt + more)}),
                    core::say("shorten_prompt_ask"));
    return {};
}

core::Status check_request(const SequenceRequest& request, const model::ModelConfig& config,
                           std::uint64_t cache_tokens) {
    HEARTH_CHECK(check_prompt(request.prompt_ids, config.vocab));
    if (request.params.max_tokens == 0 && !request.score_prompt)
        return fail(Code::invalid_argument, core::say("answer_most_tokens_asked"), core::say("ask_least_one"));
    HEARTH_CHECK(check_length(request.prompt_ids.size(), request.params.max_tokens, config.context, cache_tokens));
    if (request.known_ids.size() > request.params.max_tokens)
        return fail(Code::invalid_argument, core::say("more_tokens_known_already"));
    if (!request.known_ids.empty()) HEARTH_CHECK(check_prompt(request.known_ids, config.vocab));
    if (request.stop_strings.size() > max_stop_strings)
        return fail(Code::invalid_argument,
                    core::say("stop_strings_most_allowed",
                              {std::to_string(request.stop_strings.size()), std::to_string(max_stop_strings)}));
    for (const std::string& stop : request.stop_strings)
        if (stop.empty() || stop.size() > max_stop_bytes)
            return fail(Code::invalid_argument, core::say("stop_string_bytes_not", {std::to_string(max_stop_bytes),
                                                                                    std::to_string(stop.size())}));
    if (!request.constraint.empty() && (request.ignore_eos || !request.stop_strings.empty()))
        return fail(Code::invalid_argument, core::say("constraint_ends_itself"), core::say("leave_out_other_ends"));
    if (request.top_logprobs.value_or(0) > max_top_logprobs)
        return fail(Code::invalid_argument,
                    core::say("most_alternatives_per_token",
                              {std::to_string(max_top_logprobs), std::to_string(*request.top_logprobs)}));
    return {};
}

} // namespace hearth::compute
