// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/decoder.h"
#include "compute/engine.h"

namespace hearth::compute {

/// Prefill of prompt and output through `pages`, enough for both; every output token is drawn again from the
/// logits before it. Ids must be inside the vocabulary.
core::Result<ReplayOutcome> replay_output(Decoder& decoder, std::uint32_t vocab,
                                          const std::vector<std::uint8_t*>& pages,
                                          const std::vector<std::uint32_t>& prompt_ids,
                                          const std::vector<std::uint32_t>& output_ids,
                                          const proof::DecodeParams& params, const core::Hash& key);

/// Logits after the last of `ids`, of which `pages` hold the first `known` already; known < ids.size().
core::Result<std::vector<float>> last_logits(Decoder& decoder, const std::vector<std::uint8_t*>& pages,
                                             const std::vector<std::uint32_t>& ids, std::size_t known);

} // namespace hearth::compute
