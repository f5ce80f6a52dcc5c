// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/responses_writer.h"

#include "gateway/edge/http_text.h"
#include "gateway/edge/json_text.h"

namespace hearth::gateway {

namespace {

std::string json_quoted(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

const char* status_of(const std::string& finish_reason) {
    return finish_reason == "length" ? "incomplete" : "completed";
}

std::string details_of(const std::string& finish_reason) {
    return finish_reason == "length" ? R"({"reason":"max_output_tokens"})" : "null";
}

} // namespace

ResponsesWriter::ResponsesWriter(const ApiCall& call, std::string id, std::int64_t created_s)
    : m_id(std::move(id)), m_repeated(call.repeated.substr(1)) {
    m_head = R"({"id":)" + json_quoted(m_id) + R"(,"object":"response","created_at":)" + std::to_string(created_s) +
             R"(,"model":)" + json_quoted(call.shown_model);
}

std::string ResponsesWriter::response(const char* status, const std::string& details, const Usage* usage) const {
    std::string out =
        m_head + R"(,"status":")" + status + R"(","error":null,"incomplete_details":)" + details + R"(,"output":[)";
    for (std::size_t i = 0; i < m_output.size(); ++i)
        out += (i ? "," : "") + m_output[i];
    out += R"(],"usage":)";
    if (usage)
        out += R"({"input_tokens":)" + std::to_string(usage->prompt_tokens) + R"(,"output_tokens":)" +
               std::to_string(usage->completion_tokens) + R"(,"total_tokens":)" +
               std::to_string(usage->prompt_tokens + usage->completion_tokens) +
               (usage->cached_tokens
                    ? R"(,"input_tokens_details":{"cached_tokens":)" + std::to_string(*usage->cached_tokens) + "}}"
                    : "}");
    else
        out += "null";
    return out + "," + m_repeated;
}

void ResponsesWriter::event(std::string& out, const char* type, const std::string& members) {
    out += "event: ";
    out += type;
    out += R"(
data: {"type":")";
    out += type;
    out += R"(","sequence_number":)" + std::to_string(m_sequence++) + "," + members + "}\n\n";
}

std::string ResponsesWriter::part_json(const std::string& text) {
    return R"({"type":"output_text","text":)" + json_quoted(text) + R"(,"annotations":[]})";
}

std::string ResponsesWriter::item_json(const Item& item, const char* status) {
    const std::string head = R"({"id":)" + json_quoted(item.id) + R"(,"status":")" + status + '"';
    if (item.call)
        return head + R"(,"type":"function_call","call_id":)" + json_quoted(item.call->id) + R"(,"name":)" +
               json_quoted(item.call->name) + R"(,"arguments":)" + json_quoted(item.text) + '}';
    const bool begins = item.text.empty() && std::string_view(status) == "in_progress";
    return head + R"(,"type":"message","role":"assistant","content":[)" + (begins ? "" : part_json(item.text)) + "]}";
}

/// Where the item that goes on stands.
std::string ResponsesWriter::place() const {
    std::string out =
        R"("item_id":)" + json_quoted(m_items.back().id) + R"(,"output_index":)" + std::to_string(m_items.size() - 1);
    return m_items.back().call ? out : out + R"(,"content_index":0)";
}

void ResponsesWriter::open(std::string& out) {
    event(out, "response.created", R"("response":)" + response("in_progress", "null", nullptr));
    event(out, "response.in_progress", R"("response":)" + response("in_progress", "null", nullptr));
}

void ResponsesWriter::begin_message(std::string& out) {
    m_items.push_back({fresh_id("msg_"), {}, std::nullopt});
    m_is_open = true;
    event(out, "response.output_item.added",
          R"("output_index":)" + std::to_string(m_items.size() - 1) + R"(,"item":)" +
              item_json(m_items.back(), "in_progress"));
    event(out, "response.content_part.added", place() + R"(,"part":)" + part_json({}));
}

void ResponsesWriter::begin_call(std::string& out, const ToolCall& call) {
    m_items.push_back({fresh_id("fc_"), {}, call});
    m_is_open = true;
    event(out, "response.output_item.added",
          R"("output_index":)" + std::to_string(m_items.size() - 1) + R"(,"item":)" +
              item_json(m_items.back(), "in_progress"));
}

void ResponsesWriter::end_item(std::string& out, bool whole) {
    if (!std::exchange(m_is_open, false)) return;
    const Item& item = m_items.back();
    if (item.call) {
        event(out, "response.function_call_arguments.done", place() + R"(,"arguments":)" + json_quoted(item.text));
    } else {
        event(out, "response.output_text.done", place() + R"(,"text":)" + json_quoted(item.text) + R"(,"logprobs":[])");
        event(out, "response.content_part.done", place() + R"(,"part":)" + part_json(item.text));
    }
    m_output.push_back(item_json(item, whole ? "completed" : "incomplete"));
    event(out, "response.output_item.done",
          R"("output_index":)" + std::to_string(m_items.size() - 1) + R"(,"item":)" + m_output.back());
}

void ResponsesWriter::text(std::string& out, const std::string& text) {
    if (text.empty()) return;
    if (!m_is_open) begin_message(out);
    m_items.back().text += text;
    event(out, "response.output_text.delta", place() + R"(,"delta":)" + json_quoted(text) + R"(,"logprobs":[])");
}

void ResponsesWriter::call(std::string& out, const ToolCall& call) {
    end_item(out, true);
    begin_call(out, call);
}

void ResponsesWriter::arguments(std::string& out, const std::string& text) {
    m_items.back().text += text;
    event(out, "response.function_call_arguments.delta", place() + R"(,"delta":)" + json_quoted(text));
}

void ResponsesWriter::complete(std::string& out, const std::string& finish_reason, const Usage& usage) {
    const bool whole = finish_reason != "length";
    if (m_items.empty()) begin_message(out); // an answer of no text is a message, too
    end_item(out, whole);
    event(out, whole ? "response.completed" : "response.incomplete",
          R"("response":)" + response(status_of(finish_reason), details_of(finish_reason), &usage));
}

void ResponsesWriter::fail(std::string& out, const ApiError& error) {
    out += error_event(error, EventForm::typed, m_sequence++);
}

std::string ResponsesWriter::whole(const ChoiceAnswer& answer, const Usage& usage) {
    const bool cut = answer.finish_reason == "length";
    if (!answer.text.empty() || answer.calls.empty())
        m_output.push_back(item_json({fresh_id("msg_"), answer.text, std::nullopt},
                                     cut && answer.calls.empty() ? "incomplete" : "completed"));
    for (std::size_t i = 0; i < answer.calls.size(); ++i)
        m_output.push_back(item_json({fresh_id("fc_"), answer.calls[i].arguments, answer.calls[i]},
                                     cut && i + 1 == answer.calls.size() ? "incomplete" : "completed"));
    return response(status_of(answer.finish_reason), details_of(answer.finish_reason), &usage);
}

} // namespace hearth::gateway
