// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/api_call.h"
#include "gateway/edge/call_fields.h"

#include <string>
#include <variant>
#include <vector>

namespace hearth::gateway {

/// Reads and checks the body of /v1/responses, the part of it that keeps nothing between calls; the rest is refused by
/// name. The table for people: resources/schema/openai.md.
std::variant<ApiCall, ApiError> parse_responses(const Json& document, const std::string& profile_header,
                                                const CallLimits& limits);

/// Names of all members that such a body may have, in no order.
std::vector<std::string> known_responses_fields();

} // namespace hearth::gateway
