// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/api_call.h"
#include "gateway/edge/call_fields.h"

namespace hearth::gateway {

/// What holds a chat's answer to a form: `response_format`, `tools`, `tool_choice` and `parallel_tool_calls`. Becomes
/// the grammar of the request, which is signed with it. Reads after the other members, some of which do not go with it.
void read_answer_form(CallFields& fields, ApiCall& call);

} // namespace hearth::gateway
