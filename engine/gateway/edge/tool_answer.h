// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/tool_reader.h"

#include <optional>

namespace hearth::gateway {

/// A call of a tool as callers see it.
struct ToolCall {
    std::string id, name, arguments;
};

/// One choice's answer where tools may be called: its text, its calls, and what a stream tells of them.
class ToolAnswer {
public:
    /// What the next event of a stream says: the inside of its delta, or nothing.
    std::optional<std::string> take(const ToolReader::Piece& piece);

    ToolReader reader;
    std::string text;
    std::vector<ToolCall> calls;
};

/// ,"tool_calls":[…] of a whole message, or nothing without calls.
void append_tool_calls(std::string& out, const std::vector<ToolCall>& calls);

/// One value and nothing else. What follows a number beyond a double goes unread.
bool is_json(std::string_view text);

/// Whether the arguments of every call are the JSON of an object; the last one may be cut off unless `whole`.
bool arguments_fit(const std::vector<ToolCall>& calls, bool whole);

} // namespace hearth::gateway
