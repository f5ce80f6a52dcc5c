// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/tool_answer.h"

#include "gateway/edge/http_text.h"
#include "gateway/edge/json_text.h"

#include <nlohmann/json.hpp>

namespace hearth::gateway {

namespace {

void append_function(std::string& out, const ToolCall& call) {
    out += R"("id":)";
    append_json_string(out, call.id);
    out += R"(,"type":"function","function":{"name":)";
    append_json_string(out, call.name);
    out += R"(,"arguments":)";
    append_json_string(out, call.arguments);
    out += "}}";
}

} // namespace

std::optional<std::string> ToolAnswer::take(const ToolReader::Piece& piece) {
    using What = ToolReader::Piece::What;
    std::string delta;
    if (piece.what == What::text) {
        // The line break before a call belongs to the call.
        if (text.empty() && piece.text.find_first_not_of(" \t\r\n") == std::string::npos) return std::nullopt;
        text += piece.text;
        delta = R"("content":)";
        append_json_string(delta, piece.text);
        return delta;
    }
    if (piece.what == What::call) calls.push_back({fresh_id("call_"), piece.text, {}});
    delta = R"("tool_calls":[{"index":)";
    append_json_integer(delta, std::ssize(calls) - 1);
    delta += ',';
    if (piece.what == What::call) {
        append_function(delta, calls.back());
        return delta + ']';
    }
    calls.back().arguments += piece.text;
    delta += R"("function":{"arguments":)";
    append_json_string(delta, piece.text);
    return delta + "}}]";
}

void append_tool_calls(std::string& out, const std::vector<ToolCall>& calls) {
    if (calls.empty()) return;
    out += R"(,"tool_calls":[)";
    for (std::size_t i = 0; i < calls.size(); ++i) {
        out += i ? ",{" : "{";
        append_function(out, calls[i]);
    }
    out += ']';
}

bool is_json(std::string_view text) {
    try {
        return !nlohmann::json::parse(text).is_discarded();
    } catch (const nlohmann::json::out_of_range&) {
        return true; // JSON knows no largest number
    } catch (const nlohmann::json::exception&) {
        return false;
    }
}

bool arguments_fit(const std::vector<ToolCall>& calls, bool whole) {
    for (std::size_t i = 0; i < calls.size(); ++i) {
        if (!whole && i + 1 == calls.size()) continue;
        const auto& arguments = calls[i].arguments;
        if (!arguments.starts_with('{') || !is_json(arguments)) return false;
    }
    return true;
}

} // namespace hearth::gateway
