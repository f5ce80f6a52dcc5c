// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/answer_writer.h"

#include <span>
#include <string>

namespace hearth::gateway {

/// The answer of /v1/models/{id}:run: every tensor under its name with `dtype`, `shape` and `data`, a flat list row by
/// row, or `base64`, its bytes little-endian. `words`: proof::pack_tensors(); whoever made them was checked.
std::string run_json(const ApiCall& call, std::span<const std::uint32_t> words, const Usage& usage);

} // namespace hearth::gateway
