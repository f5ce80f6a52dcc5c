// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/tool_grammar.h"

#include "gateway/edge/json_text.h"

namespace hearth::gateway {

namespace {

/// A literal of Lark is written like a string of JSON.
std::string literal(const std::string& text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

} // namespace

std::string schema_grammar(const std::string& schema) {
    return "start: %json " + schema + "\n";
}

std::string tool_grammar(const std::vector<ToolForm>& tools, bool must, bool parallel) {
    const std::string open = literal(tool_marks::open);
    const std::string more = parallel ? " (\"\\n\" " + open + " call)*" : "";
    std::string out, call = "call:", alone = "alone:", schemas;
    if (must)
        out = "start: " + open + " call" + more + " | alone\n";
    else
        out = "start: TEXT? | before call" + more +
              " | alone\n"
              "TEXT: /(?s:.+)/ & ~/(?s:.*)<tool_call>(?s:.*)/ & ~/\\{\"name\": \"(?s:.*)/\n"
              "before[lazy]: BEFORE\n"
              "BEFORE: /(?s:.*)<tool_call>/ & ~/\\{\"name\": \"(?s:.*)/\n";
    for (std::size_t i = 0; i < tools.size(); ++i) {
        const std::string arguments = "arguments_" + std::to_string(i), begin = tool_marks::name + tools[i].name;
        const char* const separator = i == 0 ? " " : " | ";
        call += separator + literal("\n" + begin + tool_marks::arguments) + " " + arguments + " " +
                literal(std::string("}\n") + tool_marks::close);
        alone += separator + literal(begin + tool_marks::parameters) + " " + arguments + " \"}\"";
        schemas += arguments + ": %json " + tools[i].parameters + "\n";
    }
    return out + call + "\n" + alone + "\n" + schemas;
}

} // namespace hearth::gateway
