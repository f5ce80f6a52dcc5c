// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/backend.h"

#include <span>
#include <string>

namespace hearth::gateway {

/// {"content":[{token, logprob, bytes, top_logprobs}],"refusal":null}; tokens without a logprob are left out.
void append_chat_logprobs(std::string& out, std::span<const TokenPiece> tokens);

/// {"tokens","token_logprobs","top_logprobs","text_offset"}; offsets count characters, `before` of them
/// in front of the answer.
void append_completion_logprobs(std::string& out, std::span<const TokenPiece> tokens, std::size_t before);

} // namespace hearth::gateway
