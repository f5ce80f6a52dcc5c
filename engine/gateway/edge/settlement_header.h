// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/api_error.h"
#include "gateway/edge/http_message.h"

#include <optional>

/// X-SETTLEMENT-TYPE, with which clients of OpenGradient say what becomes of an answer's record.
namespace hearth::gateway {

/// The request was made by such a client: its answers have that network's shape beside OpenAI's.
bool names_settlement(const HttpRequest& request);

/// This home puts hashes of all its answers under one root an epoch, which that network calls a batch, and does neither
/// less nor more: what asks for that is refused.
std::optional<ApiError> check_settlement(const HttpRequest& request);

} // namespace hearth::gateway
