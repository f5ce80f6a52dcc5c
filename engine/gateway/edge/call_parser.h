// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/api_call.h"
#include "gateway/edge/call_fields.h"

namespace hearth::gateway {

/// The longest conversation or list that is read before the context limit of any model could matter.
inline constexpr std::size_t max_messages = 8192;

/// The members that only one of the two calls has. Errors are left in `fields`.
void read_chat(CallFields& fields, ApiCall& call);
void read_completion(CallFields& fields, ApiCall& call, unsigned max_choices);

/// A string, a list of token ids, or a list of either under the member `name`, at most `most` of them: one request for
/// each, made of the first one. Errors are left in `fields`.
void read_texts(CallFields& fields, const char* name, std::size_t most, const std::string& too_many,
                std::vector<GenerationRequest>& requests);
/// Texts for /v1/embeddings.
std::variant<ApiCall, ApiError> parse_embeddings(const Json& document, const std::string& profile_header);

/// Tensors for /v1/models/{id}:run.
std::variant<ApiCall, ApiError> parse_run(const Json& document, const std::string& profile_header);

/// The model, the profile and on which terms, which every call may name.
void read_target(CallFields& fields, const Json& document, const std::string& profile_header,
                 GenerationRequest& request);

/// The object that a body is, within the limits.
std::variant<Json, ApiError> read_json_body(std::string_view body, const core::JsonLimits& limits);

/// max_tokens of either spelling; `least` is the smallest that is accepted.
std::optional<std::uint32_t> read_token_limit(CallFields& fields, const char* name, std::int64_t least = 1);

} // namespace hearth::gateway
