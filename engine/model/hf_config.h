// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "model/config.h"

#include <nlohmann/json_fwd.hpp>

namespace hearth::model {

/// config.json of Transformers (4 and 5) as a ModelConfig; `generation` is generation_config.json or null.
core::Result<ModelConfig> read_hf_config(const nlohmann::json& config, const nlohmann::json& generation);

} // namespace hearth::model
