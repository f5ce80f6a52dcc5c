// SPDX-License-Identifier: Apache-2.0
#include "text/chat_template.h"

#include <cstdint>
#include <cstdlib>

using namespace hearth;

namespace {

constexpr const char* conversation =
    R"([{"role":"system","content":"Be brief."},{"role":"user","content":"Hello <b>{{ 7 }}</b>"},)"
    R"({"role":"assistant","content":null,"tool_calls":[{"type":"function","function":{"name":"f","arguments":{"a":1}}}]},)"
    R"({"role":"tool","content":"3"}])";
constexpr const char* tools = R"([{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}])";

} // namespace

/// A template of a stranger's model folder: refused or rendered, and what it renders depends on its arguments alone.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view source(reinterpret_cast<const char*>(data), size);
    const auto parsed = text::ChatTemplate::parse(source);
    if (!parsed) {
        if (parsed.error().message.empty()) std::abort();
        return 0;
    }
    (void)parsed->mentions("tools");
    text::ChatTemplate::Input input{conversation, tools,       R"({"enable_thinking":true})", "<s>", "</s>",
                                    true,         "2024-07-26"};
    const auto first = parsed->render(input), second = parsed->render(input);
    if (bool(first) != bool(second) || (first && *first != *second)) std::abort();
    if (!first && (first.error().message.empty() || first.error().code == core::Code::internal)) std::abort();
    return 0;
}
