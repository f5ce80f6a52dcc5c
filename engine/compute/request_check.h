// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/engine.h"

namespace hearth::compute {

/// Errors: invalid_argument for an empty prompt or an id outside the vocabulary.
core::Status check_prompt(const std::vector<std::uint32_t>& ids, std::uint32_t vocab);

/// Errors: invalid_argument, unless there is one for each token of the prompt but the first.
core::Status check_scores(const std::vector<proof::PromptScore>& scores, std::size_t prompt, std::uint32_t vocab);

/// Errors: too_large, naming what was asked for and the context's or the cache's tokens.
core::Status check_length(std::uint64_t prompt, std::uint64_t more, std::uint64_t context, std::uint64_t cache);

/// Everything about a request that can be judged without knowing the others.
core::Status check_request(const SequenceRequest& request, const model::ModelConfig& config,
                           std::uint64_t cache_tokens);

} // namespace hearth::compute
