// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/responses_parser.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace hearth::gateway {

namespace {

using namespace std::string_view_literals;

/// What a call that keeps nothing cannot do: the values in the list ask for what is done anyway.
struct Neutral {
    const char* name;
    const char* values; ///< JSON list
    const char* why;
};
constexpr std::array neutral{
    Neutral{"store", "[false]", "Answers cannot be fetched again over this API."},
    Neutral{"background", "[false]", "Answers are waited for."},
    Neutral{"previous_response_id", "[]", "Nothing is kept between calls: send the conversation in 'input'."},
    Neutral{"conversation", "[]", "Nothing is kept between calls: send the conversation in 'input'."},
    Neutral{"prompt", "[]", "No prompts are kept here: use 'instructions' and 'input'."},
    Neutral{"include", "[[]]", "An answer holds its text and its calls of tools."},
    Neutral{"truncation", R"(["disabled"])", "Nothing of the input is left out."},
    Neutral{"reasoning", "[{}]", "Ask in the instructions."},
    Neutral{"max_tool_calls", "[]", "Calls of tools are the caller's to make."},
    Neutral{"top_logprobs", "[0]", "Log-probabilities come with /v1/chat/completions."},
    Neutral{"prompt_cache_retention", R"(["in-memory","in_memory"])", "Beginnings of prompts are kept in memory only."},
    Neutral{"service_tier", R"(["auto","default"])", "There is one tier."},
    Neutral{"stream_options", R"([{},{"include_obfuscation":false}])", "No padding is added."},
};

/// Members that a chat has, too, under these names there.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> same{{
    {"model"sv, "model"sv},
    {"temperature"sv, "temperature"sv},
    {"top_p"sv, "top_p"sv},
    {"stream"sv, "stream"sv},
    {"parallel_tool_calls"sv, "parallel_tool_calls"sv},
    {"max_output_tokens"sv, "max_completion_tokens"sv},
    {"metadata"sv, "metadata"sv},
    {"user"sv, "user"sv},
    {"safety_identifier"sv, "safety_identifier"sv},
    {"prompt_cache_key"sv, "prompt_cache_key"sv},
    {"seed"sv, "seed"sv},
    {"profile"sv, "profile"sv},
    {"provider"sv, "provider"sv},
    {"hearth"sv, "hearth"sv},
}};
constexpr std::array<std::string_view, 5> turned = {"input", "instructions", "tools", "tool_choice", "text"};

/// The same body as one of /v1/chat/completions.
class Turner {
public:
    explicit Turner(const Json& body) : m_body(body), m_fields(body) {}

    std::variant<Json, ApiError> turn() {
        check_members();
        for (const auto& [name, there] : same)
            if (const Json* value = m_fields.find(std::string(name).c_str())) m_chat[std::string(there)] = *value;
        turn_input();
        turn_tools();
        turn_format();
        if (m_fields.error()) return *m_fields.error();
        return std::move(m_chat);
    }

private:
    void refuse(const std::string& where, const std::string& what, const char* code = "invalid_type") {
        m_fields.refuse(bad_request(where, what, code));
    }

    void check_members() {
        const std::vector<std::string> known = known_responses_fields();
        for (const auto& member : m_body.items()) {
            const std::string& name = member.key();
            if (std::find(known.begin(), known.end(), name) == known.end())
                return refuse(name.substr(0, 64),
                              "'" + name.substr(0, 64) + "' is not known to this call; leave it out.",
                              "unknown_parameter");
            const auto fixed =
                std::find_if(neutral.begin(), neutral.end(), [&](const Neutral& one) { return name == one.name; });
            if (fixed == neutral.end() || member.value().is_null()) continue;
            const Json values = Json::parse(fixed->values);
            if (std::find(values.begin(), values.end(), member.value()) == values.end())
                return refuse(name, "This '" + name + "' is not supported; leave it out. " + fixed->why,
                              "unsupported_parameter");
        }
    }

    void turn_input() {
        m_chat["messages"] = Json::array();
        if (const auto instructions = m_fields.text("instructions", std::size_t{1} << 20))
            add({{"role", "system"}, {"content", *instructions}});
        const Json* input = m_fields.find("input");
        if (!input)
            return refuse("input", "'input' is missing: a text or a list of items.", "missing_required_parameter");
        if (input->is_string()) return add({{"role", "user"}, {"content", *input}});
        if (!input->is_array() || input->empty()) return refuse("input", "'input' must be a text or a list of items.");
        for (std::size_t i = 0; i < input->size() && !m_fields.error(); ++i)
            turn_item((*input)[i], "input[" + std::to_string(i) + "]");
    }

    void add(Json message) { m_chat["messages"].push_back(std::move(message)); }

    void turn_item(const Json& item, const std::string& where) {
        if (!item.is_object()) return refuse(where, "An item of 'input' must be an object.");
        const Json type = item.value("type", Json("message"));
        if (type == "message") return turn_message(item, where);
        if (type == "function_call") return turn_call(item, where);
        if (type == "function_call_output") return turn_output(item, where);
        refuse(where + ".type", "Items of 'input' are messages, function_call and function_call_output.",
               "unsupported_parameter");
    }

    bool only_has(const Json& item, std::initializer_list<std::string_view> names, const std::string& where) {
        for (const auto& [name, value] : item.items()) {
            const bool known = std::find(names.begin(), names.end(), name) != names.end();
            if (known || value.is_null() || (value.is_array() && value.empty())) continue;
            refuse(where + "." + name.substr(0, 64), "'" + name.substr(0, 64) + "' is not known here; leave it out.",
                   "unknown_parameter");
            return false;
        }
        return true;
    }

    void turn_message(const Json& item, const std::string& where) {
        if (!only_has(item, {"type", "role", "content", "id", "status"}, where)) return;
        Json message = {{"role", item.value("role", Json())}};
        const Json content = item.value("content", Json());
        if (!content.is_array()) {
            message["content"] = content;
            return add(std::move(message));
        }
        message["content"] = Json::array();
        for (std::size_t i = 0; i < content.size(); ++i) {
            const std::string part_at = where + ".content[" + std::to_string(i) + "]";
            const Json& part = content[i];
            const Json type = part.is_object() ? part.value("type", Json()) : Json();
            if (type != "input_text" && type != "output_text")
                return refuse(part_at + ".type", "Parts of a message are 'input_text' and 'output_text' only.",
                              "unsupported_content");
            if (!only_has(part, {"type", "text"}, part_at)) return;
            message["content"].push_back({{"type", "text"}, {"text", part.value("text", Json())}});
        }
        add(std::move(message));
    }

    void turn_call(const Json& item, const std::string& where) {
        if (!only_has(item, {"type", "id", "status", "call_id", "name", "arguments"}, where)) return;
        if (!item.value("call_id", Json()).is_string() || !item.value("name", Json()).is_string() ||
            !item.value("arguments", Json()).is_string())
            return refuse(where, "A function_call has the texts 'call_id', 'name' and 'arguments'.");
        const Json call = {{"id", item.at("call_id")},
                           {"type", "function"},
                           {"function", {{"name", item.at("name")}, {"arguments", item.at("arguments")}}}};
        Json& messages = m_chat["messages"];
        // Calls of one answer belong to one message.
        if (!messages.empty() && messages.back().at("role") == "assistant") {
            messages.back()["tool_calls"].push_back(call);
            return;
        }
        add({{"role", "assistant"}, {"content", nullptr}, {"tool_calls", Json::array({call})}});
    }

    void turn_output(const Json& item, const std::string& where) {
        if (!only_has(item, {"type", "id", "status", "call_id", "output"}, where)) return;
        if (!item.value("call_id", Json()).is_string() || !item.value("output", Json()).is_string())
            return refuse(where, "A function_call_output has the texts 'call_id' and 'output'.");
        add({{"role", "tool"}, {"tool_call_id", item.at("call_id")}, {"content", item.at("output")}});
    }

    void turn_tools() {
        if (const Json* choice = m_fields.find("tool_choice")) {
            const bool named = choice->is_object() && choice->value("type", Json()) == "function";
            m_chat["tool_choice"] =
                named ? Json{{"type", "function"}, {"function", {{"name", choice->value("name", Json())}}}} : *choice;
        }
        const Json* tools = m_fields.find("tools");
        if (!tools) return;
        if (!tools->is_array()) return refuse("tools", "'tools' must be a list.");
        m_chat["tools"] = Json::array();
        for (std::size_t i = 0; i < tools->size(); ++i) {
            Json function = (*tools)[i];
            if (!function.is_object() || function.value("type", Json()) != "function")
                return refuse("tools[" + std::to_string(i) + "].type",
                              "Only tools of the type 'function' are supported.", "unsupported_parameter");
            function.erase("type");
            m_chat["tools"].push_back({{"type", "function"}, {"function", std::move(function)}});
        }
    }

    void turn_format() {
        const Json* text = m_fields.find("text");
        if (!text) return;
        if (!text->is_object()) return refuse("text", "'text' must be an object with a 'format'.");
        for (const auto& [name, value] : text->items())
            if (name != "format" && !value.is_null() && !(name == "verbosity" && value == "medium"))
                return refuse("text." + name.substr(0, 64), "'text' has only a 'format' here.",
                              "unsupported_parameter");
        const Json format = text->value("format", Json());
        if (format.is_null()) return;
        if (!format.is_object() || format.value("type", Json()) != "json_schema") {
            m_chat["response_format"] = format;
            return;
        }
        Json named = format;
        named.erase("type");
        m_chat["response_format"] = {{"type", "json_schema"}, {"json_schema", std::move(named)}};
    }

    const Json& m_body;
    CallFields m_fields;
    Json m_chat = Json::object();
};

/// The member of this call that a member of a chat was made from.
void name_as_here(ApiError& error) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> names{
        {{"messages"sv, "input"sv},
         {"response_format.json_schema"sv, "text.format"sv},
         {"response_format"sv, "text.format"sv},
         {"max_completion_tokens"sv, "max_output_tokens"sv}}};
    const std::size_t inner = error.param.starts_with("tools[") ? error.param.find(".function") : std::string::npos;
    if (inner != std::string::npos) error.param.erase(inner, std::string_view(".function").size());
    for (const auto& [there, here] : names) {
        if (!error.param.starts_with(there)) continue;
        const bool is_item = there == "messages"; // its number counts messages, not items
        error.param = std::string(here) + (is_item ? std::string() : error.param.substr(there.size()));
        return;
    }
}

/// What an answer repeats of its request.
std::string echo_of(const Json& body) {
    const auto given = [&](const char* name, Json otherwise) {
        const auto found = body.find(name);
        return found == body.end() || found->is_null() ? otherwise : *found;
    };
    const Json plain = {{"format", {{"type", "text"}}}};
    return Json{{"instructions", given("instructions", nullptr)},
                {"max_output_tokens", given("max_output_tokens", nullptr)},
                {"metadata", given("metadata", Json::object())},
                {"parallel_tool_calls", given("parallel_tool_calls", true)},
                {"previous_response_id", nullptr},
                {"store", false},
                {"temperature", given("temperature", 1.0)},
                {"text", given("text", plain)},
                {"tool_choice", given("tool_choice", "auto")},
                {"tools", given("tools", Json::array())},
                {"top_p", given("top_p", 1.0)},
                {"truncation", "disabled"}}
        .dump();
}

} // namespace

std::vector<std::string> known_responses_fields() {
    std::vector<std::string> names(turned.begin(), turned.end());
    for (const Neutral& one : neutral)
        names.emplace_back(one.name);
    for (const auto& [name, unused] : same)
        names.emplace_back(name);
    return names;
}

std::variant<ApiCall, ApiError> parse_responses(const Json& document, const std::string& profile_header,
                                                const CallLimits& limits) {
    auto chat = Turner(document).turn();
    if (auto* error = std::get_if<ApiError>(&chat)) return std::move(*error);
    auto parsed = parse_document(CallKind::chat, std::get<Json>(chat), profile_header, limits);
    if (auto* error = std::get_if<ApiError>(&parsed)) {
        name_as_here(*error);
        return parsed;
    }
    ApiCall& call = std::get<ApiCall>(parsed);
    call.kind = CallKind::responses;
    call.repeated = echo_of(document);
    return parsed;
}

} // namespace hearth::gateway
