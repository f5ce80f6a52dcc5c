// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/backend.h"

#include <span>
#include <string>

namespace hearth::gateway {

/// {"content":[{token, logprob, bytes, top_logprobs}],"refusal":null}. A token that is no whole characters is written
/// as OpenAI does, byte by byte: \xe2\x80, and behind "bytes:" in a completion.
void append_chat_logprobs(std::string& out, std::span<const TokenPiece> tokens);

/// {"tokens","token_logprobs","top_logprobs","text_offset"}; offsets count characters. Where two alternatives have the
/// same bytes, the one that was not drawn, else the less likely, is called "token_id:" and its number.
void append_completion_logprobs(std::string& out, std::span<const TokenPiece> tokens);

} // namespace hearth::gateway
