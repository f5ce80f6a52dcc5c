// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/light/light_block.h"

#include <nlohmann/json_fwd.hpp>

namespace hearth::ledger {

/// What the engine's RPC answers to "commit" and to "validators", the latter in pages. Nothing in it is believed:
/// whoever uses the block checks it. Errors: corrupt (another form).
core::Result<LightBlock> read_light_block(const nlohmann::json& commit, const std::vector<nlohmann::json>& validators);

/// "2026-11-29T18:56:09.860459029Z". Errors: corrupt.
core::Result<core::Nanoseconds> read_time(std::string_view text);

} // namespace hearth::ledger
