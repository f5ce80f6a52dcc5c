// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/backend.h"
#include "node/models/model_store.h"
#include "proof/receipt.h"

namespace hearth::node {

/// A request made definite before the worker sees it: model, profile, decoding in fixed point, seed.
struct JobPlan {
    std::string job_id; ///< 32 hex digits; also the evidence id
    StoredModel model;
    std::string profile;
    gateway::GenerationRequest request;
    proof::DecodeParams decode; ///< max_tokens is set once the prompt is counted
    std::optional<std::uint64_t> seed;
};

/// Errors: invalid_argument naming the parameter and its bounds.
core::Result<JobPlan> make_plan(const gateway::GenerationRequest& request, StoredModel model,
                                const std::string& default_profile);

/// Output tokens that the prompt leaves room for in the context and in the `cache` tokens that the worker
/// takes. Errors: too_large, naming both numbers; invalid_argument without a prompt.
core::Result<std::uint32_t> output_budget(std::uint32_t prompt_tokens, const std::optional<std::uint32_t>& wanted,
                                          std::uint32_t context, std::uint32_t cache);

/// The seed of choice `choice` under one caller's seed: the first choice keeps it.
std::uint64_t choice_seed(std::uint64_t seed, std::uint32_t choice);

/// "stop", "length" or "cancelled".
const char* finish_reason(proof::StopReason reason);

/// "2026-01-31T14:03:05", UTC: what a chat template that asks for the time is told. It takes effect in the prompt's
/// token ids alone, to which the request commits; a replay starts from them and renders nothing.
std::string date_text(core::Nanoseconds now);

} // namespace hearth::node
