// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/answer_rule.h"
#include "compute/engine.h"
#include "exact/cpu/thread_team.h"
#include "inference/model_runner.h"

namespace hearth::compute {

/// Hears of the position of the first of some ids, their number and the logits after each; meanwhile the runner's
/// final rows are those.
using VisitLogits = std::function<void(std::size_t, std::size_t, std::span<const float>)>;
/// Prefill of `ids` through `pages`; visits every position from `wanted` on.
core::Status each_logits(inference::ModelRunner& runner, const std::vector<std::uint32_t>& pages,
                         std::span<const std::uint32_t> ids, std::size_t wanted, const VisitLogits& visit);

/// Prefill of prompt and output through `pages`, enough for both; every output token is drawn again from the
/// logits before it, of those that `rule` allows if there is one, on all threads of `team`, and every one of `scores`
/// is compared. Ids must be inside the vocabulary.
core::Result<ReplayOutcome>
replay_output(inference::ModelRunner& runner, exact::ThreadTeam& team, const std::vector<std::uint32_t>& pages,
              const std::vector<std::uint32_t>& prompt_ids, const std::vector<std::uint32_t>& output_ids,
              const proof::DecodeParams& params, const core::Hash& key, const std::optional<core::Hash>& chain_start,
              const std::vector<proof::PromptScore>* scores, AnswerRule* rule = nullptr);

/// Logits after the last of `ids`, of which `pages` hold the first `known` already; known < ids.size().
core::Result<std::vector<float>> last_logits(inference::ModelRunner& runner, const std::vector<std::uint32_t>& pages,
                                             const std::vector<std::uint32_t>& ids, std::size_t known);

} // namespace hearth::compute
