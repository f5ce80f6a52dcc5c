// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/answer_writer.h"
#include "gateway/edge/api_error.h"

namespace hearth::gateway {

/// Writes one answer of /v1/responses, whole or as its typed, numbered events; no [DONE] follows them.
class ResponsesWriter {
public:
    ResponsesWriter(const ApiCall& call, std::string id, std::int64_t created_s);

    void open(std::string& out);
    void text(std::string& out, const std::string& text);
    void call(std::string& out, const ToolCall& call);
    void arguments(std::string& out, const std::string& text);
    /// `finish_reason` as in a chat.
    void complete(std::string& out, const std::string& finish_reason, const Usage& usage);
    void fail(std::string& out, const ApiError& error);

    std::string whole(const ChoiceAnswer& answer, const Usage& usage);

private:
    struct Item {
        std::string id, text; ///< of a message its text, of a call its arguments
        std::optional<ToolCall> call;
    };

    void event(std::string& out, const char* type, const std::string& members);
    void begin_message(std::string& out);
    void begin_call(std::string& out, const ToolCall& call);
    void end_item(std::string& out, bool whole);
    std::string place() const;
    static std::string item_json(const Item& item, const char* status);
    static std::string part_json(const std::string& text);
    /// The response object; `usage` null = not known yet.
    std::string response(const char* status, const std::string& details, const Usage* usage) const;

    const std::string m_id, m_repeated;
    std::string m_head;
    std::vector<Item> m_items;
    std::vector<std::string> m_output; ///< items that are complete, or cut off
    bool m_is_open = false;            ///< the last of m_items goes on
    std::uint64_t m_sequence = 0;
};

} // namespace hearth::gateway
