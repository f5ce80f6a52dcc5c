// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/config.h"
#include "model/json_text.h"

namespace hearth::model {

/// The decoder's shape as config.json gives it, with the defaults that Transformers has for the architecture.
/// Stop tokens are not filled in. Errors: unsupported (naming architecture or variant), corrupt.
core::Result<ModelConfig> hf_config(const JsonObject& config);
/// Rotary embedding from `rope_parameters` (Transformers 5) or `rope_theta` and `rope_scaling`.
core::Result<Rope> hf_rope(const JsonObject& config, std::uint32_t context);
/// `eos_token_id`: one id, several or none.
core::Result<std::vector<std::uint32_t>> hf_stop_ids(const JsonObject& config);

/// As Source::check_complete().
core::Status hf_config_complete(const JsonObject& config, const ModelConfig& read);

} // namespace hearth::model
