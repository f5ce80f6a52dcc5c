// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/answer_form.h"
#include "gateway/edge/call_parser.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace hearth::gateway {

namespace {

constexpr std::int64_t max_top_logprobs = 20;
constexpr std::size_t max_template_kwargs = 64;

/// Templates know "system"; "developer" is OpenAI's newer word for it.
std::string_view template_role(std::string_view role) {
    if (role == "developer") return "system";
    constexpr std::array<std::string_view, 4> known = {"system", "user", "assistant", "tool"};
    for (const std::string_view name : known)
        if (role == name) return name;
    return {};
}

struct MessageError {
    std::string where, what, code;
};

std::optional<MessageError> append_part(const Json& part, std::string& text) {
    const auto type = part.is_object() ? part.find("type") : part.end();
    if (!part.is_object() || type == part.end() || !type->is_string())
        return MessageError{"", "A content part must be an object with a 'type'.", "invalid_type"};
    const auto& kind = type->get_ref<const std::string&>();
    if (kind != "text")
        return MessageError{".type",
                            "Content parts of type '" + kind.substr(0, 64) +
                                "' are not supported by this model; only 'text' is.",
                            "unsupported_content"};
    const auto value = part.find("text");
    if (value == part.end() || !value->is_string())
        return MessageError{".text", "A content part of type 'text' needs a string 'text'.", "invalid_type"};
    for (const auto& [name, unused] : part.items())
        if (name != "type" && name != "text" && !unused.is_null())
            return MessageError{"." + name.substr(0, 64), "A content part of type 'text' has only 'text'.",
                                "unknown_parameter"};
    if (!text.empty()) text += '\n';
    text += value->get_ref<const std::string&>();
    return std::nullopt;
}

std::optional<MessageError> read_content(const Json& message, bool may_be_null, Json& out) {
    const auto content = message.find("content");
    if (content == message.end() || content->is_null()) {
        if (!may_be_null)
            return MessageError{".content", "The message has no 'content'.", "missing_required_parameter"};
        out["content"] = "";
        return std::nullopt;
    }
    if (content->is_string()) {
        out["content"] = *content;
        return std::nullopt;
    }
    if (!content->is_array())
        return MessageError{".content", "'content' must be a string or a list of parts.", "invalid_type"};
    std::string text;
    for (std::size_t i = 0; i < content->size(); ++i) {
        if (auto error = append_part((*content)[i], text)) {
            error->where = ".content[" + std::to_string(i) + "]" + error->where;
            return error;
        }
    }
    out["content"] = std::move(text);
    return std::nullopt;
}

/// Templates write the arguments as an object, clients send its text.
std::optional<MessageError> read_tool_calls(const Json& message, Json& out) {
    const auto calls = message.find("tool_calls");
    if (calls == message.end() || calls->is_null()) return std::nullopt;
    const MessageError wrong{".tool_calls", "'tool_calls' must be a list of {id, type, function {name, arguments}}.",
                             "invalid_type"};
    if (!calls->is_array()) return wrong;
    Json read = *calls;
    for (Json& call : read) {
        if (!call.is_object() || !call.contains("function")) return wrong;
        Json& function = call.at("function");
        if (!function.is_object() || !function.contains("name") || !function.at("name").is_string()) return wrong;
        if (!function.contains("arguments") || !function.at("arguments").is_string()) continue;
        auto arguments = core::parse_json<Json>(function.at("arguments").get<std::string>(), body_limits());
        if (!std::holds_alternative<Json>(arguments) || !std::get<Json>(arguments).is_object())
            return MessageError{".tool_calls", "The 'arguments' of a call must be the JSON text of an object.",
                                "invalid_value"};
        function["arguments"] = std::move(std::get<Json>(arguments));
    }
    if (!read.empty()) out["tool_calls"] = std::move(read);
    return std::nullopt;
}

/// Members that say something and that nobody would read. Clients send answers back as they came, empty members
/// included.
std::optional<MessageError> refuse_unread(const Json& message, std::string_view role) {
    for (const auto& [name, value] : message.items()) {
        const bool of_assistant = name == "tool_calls" || name == "reasoning_content";
        const bool known = name == "role" || name == "content" || name == "name" || name == "tool_call_id" ||
                           (of_assistant && role == "assistant");
        if (known || value.is_null() || (value.is_array() && value.empty())) continue;
        return MessageError{"." + name.substr(0, 64),
                            "A message with the role '" + std::string(role) + "' has no '" + name.substr(0, 64) +
                                "' that this node understands.",
                            "unknown_parameter"};
    }
    return std::nullopt;
}

std::optional<MessageError> read_message(const Json& message, Json& out) {
    if (!message.is_object()) return MessageError{"", "A message must be an object.", "invalid_type"};
    const auto role = message.find("role");
    const std::string_view name =
        role != message.end() && role->is_string() ? template_role(role->get_ref<const std::string&>()) : "";
    if (name.empty())
        return MessageError{".role", "'role' must be one of developer, system, user, assistant and tool.",
                            "invalid_value"};
    out["role"] = name;
    if (auto error = refuse_unread(message, name)) return error;
    if (name == "assistant") {
        if (auto error = read_tool_calls(message, out)) return error;
    }
    if (auto error = read_content(message, out.contains("tool_calls"), out)) return error;
    for (const char* extra : {"name", "tool_call_id", "reasoning_content"}) {
        const auto value = message.find(extra);
        if (value == message.end() || value->is_null()) continue;
        if (!value->is_string())
            return MessageError{"." + std::string(extra), "'" + std::string(extra) + "' must be a string.",
                                "invalid_type"};
        out[extra] = *value;
    }
    return std::nullopt;
}

/// Nobody said anything and no tool was called: an answer would cost and answer nothing.
bool asks_nothing(const Json& conversation) {
    return std::all_of(conversation.begin(), conversation.end(), [](const Json& message) {
        return !message.contains("tool_calls") && message.at("content").get_ref<const std::string&>().find_first_not_of(
                                                      " \t\r\n\v\f") == std::string::npos;
    });
}

void read_messages(CallFields& fields, GenerationRequest& request) {
    const Json* messages = fields.find("messages");
    if (!messages || !messages->is_array() || messages->empty() || messages->size() > max_messages)
        return fields.refuse(
            bad_request("messages", "'messages' must be a list of 1 to " + std::to_string(max_messages) + " messages.",
                        messages ? "invalid_type" : "missing_required_parameter"));
    Json conversation = Json::array();
    for (std::size_t i = 0; i < messages->size(); ++i) {
        Json checked = Json::object();
        if (const auto error = read_message((*messages)[i], checked))
            return fields.refuse(
                bad_request("messages[" + std::to_string(i) + "]" + error->where, error->what, error->code));
        conversation.push_back(std::move(checked));
    }
    if (asks_nothing(conversation))
        return fields.refuse(bad_request(
            "messages", "Every message of 'messages' is empty; there is nothing to answer.", "invalid_value"));
    request.messages_json = conversation.dump();
}

/// Variables of the model's chat template. What the node sets itself is not the caller's.
void read_template_kwargs(CallFields& fields, GenerationRequest& request) {
    const Json* kwargs = fields.find("chat_template_kwargs");
    if (!kwargs) return;
    if (!kwargs->is_object() || kwargs->size() > max_template_kwargs)
        return fields.refuse(bad_request("chat_template_kwargs",
                                         "'chat_template_kwargs' must be an object of at most " +
                                             std::to_string(max_template_kwargs) + " variables.",
                                         "invalid_type"));
    constexpr std::array<std::string_view, 9> taken = {
        "messages",  "tools",     "documents",    "add_generation_prompt", "bos_token",
        "eos_token", "namespace", "strftime_now", "raise_exception"};
    for (const auto& [name, value] : kwargs->items())
        if (std::find(taken.begin(), taken.end(), name) != taken.end())
            return fields.refuse(bad_request("chat_template_kwargs." + name,
                                             "The node sets '" + name + "' of the chat template itself.",
                                             "invalid_value"));
    if (!kwargs->empty()) request.template_kwargs_json = kwargs->dump();
}

void read_logprobs(CallFields& fields, ApiCall& call) {
    call.logprobs = fields.flag("logprobs");
    const auto top = fields.integer("top_logprobs", 0, max_top_logprobs);
    if (top && !call.logprobs)
        return fields.refuse(bad_request("top_logprobs", "'top_logprobs' needs 'logprobs': true."));
    if (call.logprobs) call.prompts.front().top_logprobs = static_cast<std::uint32_t>(top.value_or(0));
}

} // namespace

void read_chat(CallFields& fields, ApiCall& call) {
    GenerationRequest& request = call.prompts.front();
    read_messages(fields, request);
    read_template_kwargs(fields, request);
    read_logprobs(fields, call);
    read_answer_form(fields, call);
    const auto older = read_token_limit(fields, "max_tokens");
    const auto newer = read_token_limit(fields, "max_completion_tokens");
    request.max_tokens = newer ? newer : older;
}

} // namespace hearth::gateway
