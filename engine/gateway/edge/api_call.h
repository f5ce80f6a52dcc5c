// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/json_guard.h"
#include "gateway/edge/api_error.h"
#include "gateway/edge/backend.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hearth::gateway {

/// What an answer is held to: nothing, a value of JSON, text or calls of tools.
enum class AnswerForm { free, json, tools };

enum class CallKind { chat, completion, responses, embeddings, run };

/// A request of the OpenAI surface, checked: `choices` answers for each of `prompts`.
struct ApiCall {
    CallKind kind = CallKind::chat;
    std::vector<GenerationRequest> prompts; ///< chat: one
    unsigned choices = 1;
    bool stream = false;
    bool include_usage = false;
    bool logprobs = false;
    bool base64 = false;                     ///< embeddings, runs: values as bytes, not as numbers
    std::optional<std::uint32_t> dimensions; ///< embeddings: that the caller counts on
    bool unit_vectors = false;               ///< embeddings: what is cut to them is made 1 long again
    AnswerForm form = AnswerForm::free;
    std::vector<std::string> echo; ///< per prompt, what the answer starts with; empty = no echo
    std::string repeated;          ///< responses: what the answer repeats of the request, a JSON object
    std::string shown_model;       ///< what the answer calls the model
    core::Hash body_hash;          ///< SHA-256 of the body as it came
    bool for_opengradient = false; ///< the answer has what that network's clients read, too
};

/// Of a body, whose length is bounded where it is read.
inline core::JsonLimits body_limits(unsigned max_depth = 32) {
    return {.max_bytes = SIZE_MAX, .max_depth = max_depth, .max_values = 400'000, .max_members = 1024};
}

struct CallLimits {
    core::JsonLimits json = body_limits();
    unsigned max_choices = 8;
};

/// Reads and checks the body of /v1/chat/completions, /v1/completions, /v1/responses, /v1/embeddings or
/// /v1/models/{id}:run, which names no model.
/// `profile_header` is the value of X-Hearth-Profile or empty. Never throws.
std::variant<ApiCall, ApiError> parse_call(CallKind kind, std::string_view body, const std::string& profile_header,
                                           const CallLimits& limits);
/// The same of a body that was read already, within the limits.
std::variant<ApiCall, ApiError> parse_document(CallKind kind, const nlohmann::ordered_json& document,
                                               const std::string& profile_header, const CallLimits& limits);

/// By its name or id, else by another name of these very weights (ModelNames::same_here(); null: by none), of those
/// that the caller names; without one the first that makes texts, else the first. Null if there is none.
const ModelCard* find_card(const std::vector<ModelCard>& cards, const std::string& model, const ModelNames* names,
                           const std::vector<std::string>& quantizations = {});
/// The rounding that `model` says where it is another name of the card, whose profiles may have several; else empty.
std::string rounding_said(const ModelCard& card, const std::string& model, const ModelNames* names);
/// Texts for vectors that name no model go to the only one that makes them; refused where there are several, or none.
std::optional<ApiError> name_model(ApiCall& call, const std::vector<ModelCard>& cards);
/// Matches the model with the cards: fills `shown_model`, calls the model as it is called here, in the weights that its
/// name said, and refuses what the model cannot do: tools, texts of one that makes vectors, vectors of one that makes
/// texts, and tensors.
std::optional<ApiError> settle_model(ApiCall& call, const std::vector<ModelCard>& cards,
                                     const ModelNames* names = nullptr);

} // namespace hearth::gateway
