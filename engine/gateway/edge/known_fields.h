// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/api_call.h"
#include "gateway/edge/call_fields.h"

#include <string>
#include <vector>

namespace hearth::gateway {

/// Refuses every member of a body that would have no effect: the unknown ones, and those that ask for what this node
/// does not do. Labels pass. What is left is read by the parsers. The table for people, which a test compares with this
/// one: resources/schema/openai.md.
void refuse_what_has_no_effect(CallFields& fields, const Json& body, CallKind kind);

/// Names of all members that a call may have, in no order.
std::vector<std::string> known_fields(CallKind kind);

} // namespace hearth::gateway
