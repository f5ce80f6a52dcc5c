// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/call_parser.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::gateway {

namespace {

constexpr std::uint32_t default_max_tokens = 16; ///< of this call, as OpenAI documents it
constexpr std::int64_t max_logprobs = 5;

/// What is wrong with a prompt; nothing: it is read into `request`.
std::optional<ApiError> read_one(const char* name, const Json& prompt, GenerationRequest& request) {
    const std::string quoted = "'" + std::string(name) + "'";
    if (prompt.is_string()) {
        request.prompt = prompt.get<std::string>();
        return std::nullopt;
    }
    if (!prompt.is_array() || prompt.empty() || !prompt.front().is_number())
        return bad_request(name,
                           quoted + " must be a string, a list of token ids, or a list of either; none of them "
                                    "may be an empty list.",
                           "invalid_type");
    for (const Json& id : prompt) {
        if (!id.is_number_unsigned() || id.get<std::uint64_t>() > UINT32_MAX)
            return bad_request(name,
                               quoted + " holds " + (id.is_number() ? id.dump() : std::string("something")) +
                                   ", which is no token id: those are whole numbers from 0 to one less than the "
                                   "model's vocabulary.",
                               id.is_number() ? "invalid_value" : "invalid_type");
        request.prompt_ids.push_back(id.get<std::uint32_t>());
    }
    return std::nullopt;
}

/// A text is known already. What token ids say, and what they are worth, only the model knows.
void read_echo(CallFields& fields, ApiCall& call) {
    const bool echo = fields.flag("echo");
    const bool text_alone =
        !call.logprobs && std::all_of(call.prompts.begin(), call.prompts.end(),
                                      [](const GenerationRequest& r) { return r.prompt.has_value(); });
    if (call.prompts.front().max_tokens == 0U && (!echo || text_alone))
        return fields.refuse(
            bad_request("max_tokens", "'max_tokens' may only be 0 with 'echo': true and 'logprobs'.", "invalid_value"));
    if (!echo) return;
    for (GenerationRequest& request : call.prompts) {
        if (text_alone) {
            call.echo.push_back(*request.prompt);
            continue;
        }
        request.score_prompt = true;
        if (!request.top_logprobs) request.top_logprobs = 0;
    }
}

} // namespace

void read_texts(CallFields& fields, const char* name, std::size_t most, const std::string& too_many,
                std::vector<GenerationRequest>& requests) {
    const std::string quoted = "'" + std::string(name) + "'";
    const Json* text = fields.find(name);
    if (!text)
        return fields.refuse(bad_request(name, "The request has no " + quoted + ".", "missing_required_parameter"));
    const bool several = text->is_array() && !text->empty() && !text->front().is_number();
    const std::size_t count = several ? text->size() : 1;
    if (count > most) return fields.refuse(bad_request(name, too_many, "invalid_value"));
    requests.resize(count, requests.front());
    for (std::size_t i = 0; i < count; ++i)
        if (auto wrong = read_one(name, several ? (*text)[i] : *text, requests[i]))
            return fields.refuse(std::move(*wrong));
}

void read_completion(CallFields& fields, ApiCall& call, unsigned max_choices) {
    GenerationRequest& request = call.prompts.front();
    request.max_tokens = read_token_limit(fields, "max_tokens", 0).value_or(default_max_tokens);
    if (const auto logprobs = fields.integer("logprobs", 0, max_logprobs)) {
        call.logprobs = true;
        request.top_logprobs = static_cast<std::uint32_t>(*logprobs);
    }
    const auto best_of = fields.integer("best_of", 1, max_choices);
    if (best_of && *best_of != call.choices)
        fields.refuse(bad_request("best_of", "'best_of' other than 'n' is not supported.", "unsupported_parameter"));
    read_texts(fields, "prompt", max_choices / call.choices,
               "Prompts times 'n' must be at most " + std::to_string(max_choices) + ".", call.prompts);
    read_echo(fields, call);
}

} // namespace hearth::gateway
