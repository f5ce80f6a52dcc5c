// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/answer_form.h"

#include "gateway/edge/schema_text.h"
#include "gateway/edge/tool_grammar.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::gateway {

namespace {

constexpr std::size_t max_tools = 128, max_name = 64, max_grammar = std::size_t{256} << 10;

bool is_name(const Json& value) {
    if (!value.is_string()) return false;
    const auto& name = value.get_ref<const std::string&>();
    return !name.empty() && name.size() <= max_name && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

bool only_has(const Json& object, std::initializer_list<const char*> names) {
    return std::all_of(object.items().begin(), object.items().end(), [&](const auto& member) {
        return member.value().is_null() ||
               std::any_of(names.begin(), names.end(), [&](const char* name) { return member.key() == name; });
    });
}

/// An answer that ends elsewhere than the form does would not keep to it.
void refuse_other_ends(CallFields& fields, const GenerationRequest& request, const char* with) {
    if (!request.stop.empty())
        fields.refuse(bad_request("stop",
                                  std::string("'stop' cannot be combined with '") + with +
                                      "': the answer would end before it is whole.",
                                  "unsupported_parameter"));
    if (request.ignore_eos)
        fields.refuse(bad_request("ignore_eos", std::string("'ignore_eos' cannot be combined with '") + with + "'.",
                                  "unsupported_parameter"));
}

void hold_to(CallFields& fields, GenerationRequest& request, std::string grammar, const char* param) {
    if (grammar.size() > max_grammar)
        fields.refuse(bad_request(param, "The schemas together are longer than 256 KiB.", "schema_too_large"));
    request.constraint = std::move(grammar);
}

void read_response_format(CallFields& fields, ApiCall& call) {
    const Json* format = fields.find("response_format");
    if (!format) return;
    const Json type = format->is_object() ? format->value("type", Json()) : Json();
    if (type == "text" && only_has(*format, {"type"})) return;
    Json schema = {{"type", "object"}};
    if (type == "json_schema") {
        const Json named = format->value("json_schema", Json());
        if (!only_has(*format, {"type", "json_schema"}) || !named.is_object() ||
            !only_has(named, {"name", "description", "schema", "strict"}) || !is_name(named.value("name", Json())) ||
            !named.contains("schema"))
            return fields.refuse(bad_request("response_format.json_schema",
                                             "'json_schema' must have a 'name' of letters, digits, '_' and '-' and a "
                                             "'schema', and may have 'description' and 'strict'.",
                                             "invalid_value"));
        schema = named.at("schema");
    } else if (type != "json_object" || !only_has(*format, {"type"})) {
        return fields.refuse(bad_request("response_format",
                                         "'response_format' must have the 'type' 'text', 'json_object' or "
                                         "'json_schema'.",
                                         "invalid_value"));
    }
    GenerationRequest& request = call.prompts.front();
    auto text = schema_text(schema, "response_format.json_schema.schema");
    if (auto* error = std::get_if<ApiError>(&text)) return fields.refuse(std::move(*error));
    refuse_other_ends(fields, request, "response_format");
    hold_to(fields, request, schema_grammar(std::get<std::string>(text)), "response_format");
    call.form = AnswerForm::json;
}

std::optional<ToolForm> read_tool(CallFields& fields, const Json& tool, const std::string& where) {
    const Json function =
        tool.is_object() && tool.value("type", Json()) == "function" ? tool.value("function", Json()) : Json();
    if (!function.is_object() || !only_has(tool, {"type", "function"}) || !is_name(function.value("name", Json())) ||
        !only_has(function, {"name", "description", "parameters", "strict"})) {
        fields.refuse(
            bad_request(where,
                        "A tool must be {\"type\": \"function\", \"function\": {…}} with a 'name' of letters, "
                        "digits, '_' and '-', and may have 'description', 'parameters' and 'strict'.",
                        "invalid_value"));
        return std::nullopt;
    }
    const Json none = {{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}};
    const auto given = function.find("parameters");
    const bool takes_some = given != function.end() && !given->is_null() && !given->empty();
    if (takes_some && (!given->is_object() || given->value("type", Json("object")) != "object")) {
        fields.refuse(bad_request(where + ".function.parameters", "'parameters' must be the schema of an object.",
                                  "invalid_schema"));
        return std::nullopt;
    }
    Json schema = takes_some ? *given : none;
    schema["type"] = "object";
    auto text = schema_text(schema, where + ".function.parameters");
    if (auto* error = std::get_if<ApiError>(&text)) {
        fields.refuse(std::move(*error));
        return std::nullopt;
    }
    return ToolForm{function.at("name").get<std::string>(), std::move(std::get<std::string>(text))};
}

std::vector<ToolForm> read_tool_list(CallFields& fields, const Json& tools) {
    std::vector<ToolForm> forms;
    if (!tools.is_array() || tools.size() > max_tools) {
        fields.refuse(bad_request("tools", "'tools' must be a list of at most 128 functions.", "invalid_type"));
        return forms;
    }
    for (std::size_t i = 0; i < tools.size(); ++i) {
        const std::string where = "tools[" + std::to_string(i) + "]";
        auto form = read_tool(fields, tools[i], where);
        if (!form) return {};
        if (std::any_of(forms.begin(), forms.end(), [&](const ToolForm& other) { return other.name == form->name; }))
            fields.refuse(bad_request(where + ".function.name", "Two tools have the same name.", "invalid_value"));
        forms.push_back(std::move(*form));
    }
    return forms;
}

struct ToolChoice {
    bool none = false, must = false;
    std::string name; ///< of the only one that may be called; empty = any
};

ToolChoice read_choice(CallFields& fields) {
    const Json* choice = fields.find("tool_choice");
    if (!choice || *choice == "auto") return {};
    if (*choice == "none") return {.none = true, .name = {}};
    if (*choice == "required") return {.must = true, .name = {}};
    const Json function =
        choice->is_object() && choice->value("type", Json()) == "function" ? choice->value("function", Json()) : Json();
    if (function.is_object() && is_name(function.value("name", Json())))
        return {.must = true, .name = function.at("name").get<std::string>()};
    fields.refuse(bad_request("tool_choice",
                              "'tool_choice' must be 'auto', 'none', 'required' or {\"type\": \"function\", "
                              "\"function\": {\"name\": …}}.",
                              "invalid_value"));
    return {};
}

void read_tools(CallFields& fields, ApiCall& call) {
    const ToolChoice choice = read_choice(fields);
    const bool parallel = fields.flag("parallel_tool_calls", true);
    const Json* tools = fields.find("tools");
    std::vector<ToolForm> forms = tools ? read_tool_list(fields, *tools) : std::vector<ToolForm>();
    if (forms.empty() && choice.must)
        fields.refuse(bad_request("tool_choice", "'tool_choice' asks for a tool, and there is none.", "invalid_value"));
    if (forms.empty() || choice.none || fields.error()) return;
    if (!choice.name.empty()) {
        std::erase_if(forms, [&](const ToolForm& form) { return form.name != choice.name; });
        if (forms.empty())
            return fields.refuse(bad_request("tool_choice",
                                             "'tool_choice' names '" + choice.name + "', which is not among the tools.",
                                             "invalid_value"));
    }
    GenerationRequest& request = call.prompts.front();
    if (call.form != AnswerForm::free)
        fields.refuse(bad_request("response_format",
                                  "'response_format' with a JSON type cannot be combined with 'tools' that may be "
                                  "called.",
                                  "unsupported_parameter"));
    if (call.logprobs)
        fields.refuse(bad_request("logprobs", "'logprobs' cannot be combined with 'tools' that may be called.",
                                  "unsupported_parameter"));
    refuse_other_ends(fields, request, "tools");
    request.tools_json = tools->dump();
    hold_to(fields, request, tool_grammar(forms, choice.must, parallel && choice.name.empty()), "tools");
    call.form = AnswerForm::tools;
}

} // namespace

void read_answer_form(CallFields& fields, ApiCall& call) {
    read_response_format(fields, call);
    read_tools(fields, call);
}

} // namespace hearth::gateway
