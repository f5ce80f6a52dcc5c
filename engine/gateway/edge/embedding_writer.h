// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/answer_writer.h"

#include <span>
#include <string>
#include <vector>

namespace hearth::gateway {

/// The answer of /v1/embeddings: one vector for each text, in order, each given as the bits of its fp32 values. As
/// numbers every value is the shortest decimal that reads back the same; as base64 the values stand little-endian.
/// Vectors longer than `call.dimensions` are cut to them; the receipt is of the whole vector.
std::string embeddings_json(const ApiCall& call, std::span<const std::vector<std::uint32_t>> vectors,
                            const Usage& usage);

} // namespace hearth::gateway
