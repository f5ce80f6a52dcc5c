// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace hearth::gateway {

/// A function that a model may call; `parameters` as schema_text() gives it.
struct ToolForm {
    std::string name;
    std::string parameters;
};

/// How models write a call; which of the two is their template's to teach them:
///   <tool_call>⏎{"name": "NAME", "arguments": {…}}⏎</tool_call>      after any text, several in lines of their own
///   {"name": "NAME", "parameters": {…}}                              alone, and only one
namespace tool_marks {
inline constexpr char open[] = "<tool_call>";
inline constexpr char close[] = "</tool_call>";
inline constexpr char name[] = "{\"name\": \"";
inline constexpr char arguments[] = "\", \"arguments\": ";
inline constexpr char parameters[] = "\", \"parameters\": ";
} // namespace tool_marks

/// The grammar of an answer that calls some of `tools`, at most one if not `parallel`. Unless it `must`, text alone
/// will do; text holds no "<tool_call>" and does not begin like a call.
std::string tool_grammar(const std::vector<ToolForm>& tools, bool must, bool parallel);
/// The grammar of an answer that is a value of the schema.
std::string schema_grammar(const std::string& schema);

} // namespace hearth::gateway
