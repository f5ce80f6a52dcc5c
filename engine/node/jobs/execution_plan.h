// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/records.h"
#include "link/job_message.h"
#include "node/models/model_store.h"

namespace hearth::node {

/// A question that this node can answer.
struct ExecutionPlan {
    std::string job_id; ///< 32 hex digits; also the evidence id
    StoredModel model;
    link::Ask ask;
    proof::DecodeParams decode;               ///< max_tokens is set once the prompt is counted
    std::optional<core::PublicKey> peer = {}; ///< who asks over a link

    /// With whom a worker's turns are shared: what a peer says of its own callers counts for it alone.
    core::Hash asker() const;
};

/// Errors: invalid_argument (profile, token ids).
core::Result<ExecutionPlan> plan_execution(const std::string& job_id, link::Ask ask, StoredModel model);

/// Whether a text for a vector, or tensors, fit into the context and the worker's cache: nothing of an answer follows
/// them. Errors: too_large, naming both sizes.
core::Status check_whole(const link::Ask& ask, std::size_t tokens, std::uint32_t context, std::uint32_t cache);

/// Output tokens that the prompt leaves room for in the context and in the `cache` tokens that the worker
/// takes. Errors: too_large, naming both numbers; invalid_argument without a prompt.
core::Result<std::uint32_t> output_budget(std::uint32_t prompt_tokens, const std::optional<std::uint32_t>& wanted,
                                          std::uint32_t context, std::uint32_t cache);

/// Whether the shortest answer to it has a price.
bool always_costs(const proof::Request& request, std::size_t prompt_tokens, const ledger::Tariff& tariff);

/// "2026-01-31T14:03:05", UTC: what a chat template that asks for the time is told. It takes effect in the prompt's
/// token ids alone, to which the request commits; a replay starts from them and renders nothing.
std::string date_text(core::Nanoseconds now);

/// Whether the request is what was quoted for, and can be answered now by a model of that vocabulary. Errors:
/// invalid_argument naming the field.
core::Status check_assigned(const link::Assign& assign, const link::Quote& quote, const link::Ask& ask,
                            std::uint32_t vocabulary, core::Nanoseconds now);

} // namespace hearth::node
