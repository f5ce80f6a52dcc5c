// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/call_fields.h"

#include <string>
#include <variant>

namespace hearth::gateway {

/// A JSON schema as grammars embed it: without what only describes, with the spacing of answers fixed, so that they
/// come to an end. Refused, naming the place below `param`: keywords beyond those of resources/schema/openai.md, what
/// is too large, references that lead nowhere, and a schema that no finite answer fulfils.
std::variant<std::string, ApiError> schema_text(const Json& schema, const std::string& param);

} // namespace hearth::gateway
