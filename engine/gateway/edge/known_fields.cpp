// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/known_fields.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace hearth::gateway {

namespace {

enum class Rule {
    read,   ///< a parser reads and checks it
    label,  ///< a text that changes nothing and is not kept
    labels, ///< texts by name that change nothing and are not kept
    only,   ///< the values in `neutral` ask for what is done anyway; no other one is taken
};
enum Calls : unsigned { chat = 1, completions = 2, both = 3, embeddings = 4, every = 7 };

struct KnownField {
    const char* name;
    Calls calls;
    Rule rule = Rule::read;
    const char* neutral = "[]"; ///< JSON list
    const char* why = "";       ///< what to do instead, or what is missing
};

constexpr std::size_t max_label_bytes = 512;
constexpr std::size_t max_labels = 16;

constexpr const char* no_audio = "This node answers in text.";
constexpr const char* no_force = "Use 'tools'.";

constexpr std::array table{
    KnownField{"model", every},
    KnownField{"messages", chat},
    KnownField{"prompt", completions},
    KnownField{"input", embeddings},
    KnownField{"encoding_format", embeddings},
    KnownField{"dimensions", embeddings},
    KnownField{"profile", every},
    KnownField{"temperature", both},
    KnownField{"top_p", both},
    KnownField{"min_p", both},
    KnownField{"top_k", both},
    KnownField{"frequency_penalty", both},
    KnownField{"presence_penalty", both},
    KnownField{"repetition_penalty", both},
    KnownField{"seed", both},
    KnownField{"ignore_eos", both},
    KnownField{"n", both},
    KnownField{"best_of", completions},
    KnownField{"echo", completions},
    KnownField{"stop", both},
    KnownField{"stream", both},
    KnownField{"stream_options", both},
    KnownField{"max_tokens", both},
    KnownField{"max_completion_tokens", chat},
    KnownField{"logprobs", both},
    KnownField{"top_logprobs", chat},
    KnownField{"tools", chat},
    KnownField{"response_format", chat},
    KnownField{"tool_choice", chat},
    KnownField{"parallel_tool_calls", chat},
    KnownField{"chat_template_kwargs", chat},
    KnownField{"provider", every},
    KnownField{"hearth", every},
    KnownField{"user", every, Rule::label},
    KnownField{"safety_identifier", chat, Rule::label},
    KnownField{"prompt_cache_key", chat, Rule::label},
    KnownField{"metadata", chat, Rule::labels},
    KnownField{"logit_bias", both, Rule::only, "[{}]", ""},
    KnownField{"suffix", completions, Rule::only, R"([""])", ""},
    KnownField{"functions", chat, Rule::only, "[[]]", no_force},
    KnownField{"function_call", chat, Rule::only, R"(["none","auto"])", no_force},
    KnownField{"modalities", chat, Rule::only, R"([["text"]])", no_audio},
    KnownField{"audio", chat, Rule::only, "[]", no_audio},
    KnownField{"prediction", chat, Rule::only, "[]", ""},
    KnownField{"prompt_cache_retention", chat, Rule::only, R"(["in-memory","in_memory"])",
               "Beginnings of prompts are kept in memory only."},
    KnownField{"reasoning_effort", chat, Rule::only, "[]",
               "Models that can think have a variable for it in their template: use 'chat_template_kwargs'."},
    KnownField{"service_tier", chat, Rule::only, R"(["auto","default"])", "There is one tier."},
    KnownField{"store", chat, Rule::only, "[false]", "Answers cannot be fetched again over this API."},
    KnownField{"verbosity", chat, Rule::only, R"(["medium"])", "Ask for a short or a long answer in the prompt."},
    KnownField{"web_search_options", chat, Rule::only, "[]", "This node does not search."},
};

bool belongs(const KnownField& field, CallKind kind) {
    const Calls call = kind == CallKind::chat ? chat : kind == CallKind::embeddings ? embeddings : completions;
    return (field.calls & call) != 0;
}

const KnownField* find_field(const std::string& name, CallKind kind) {
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const KnownField& f) { return name == f.name && belongs(f, kind); });
    return found == table.end() ? nullptr : &*found;
}

void check_labels(CallFields& fields, const std::string& name, const Json& value) {
    const bool fine = value.is_object() && value.size() <= max_labels &&
                      std::all_of(value.begin(), value.end(), [](const Json& text) {
                          return text.is_string() && text.get_ref<const std::string&>().size() <= max_label_bytes;
                      });
    if (!fine)
        fields.refuse(bad_request(name,
                                  "'" + name + "' must be an object of at most " + std::to_string(max_labels) +
                                      " strings, each of at most " + std::to_string(max_label_bytes) + " bytes.",
                                  "invalid_type"));
}

void check_neutral(CallFields& fields, const KnownField& field, const Json& value) {
    const Json neutral = Json::parse(field.neutral);
    if (std::find(neutral.begin(), neutral.end(), value) != neutral.end()) return;
    std::string text = "'" + std::string(field.name) + "'";
    if (!neutral.empty()) text += " other than " + neutral.front().dump();
    text += " is not supported; leave it out.";
    if (*field.why) text += " " + std::string(field.why);
    fields.refuse(bad_request(field.name, text, "unsupported_parameter"));
}

} // namespace

void refuse_what_has_no_effect(CallFields& fields, const Json& body, CallKind kind) {
    for (const auto& [name, value] : body.items()) {
        const KnownField* const field = find_field(name, kind);
        if (!field)
            return fields.refuse(bad_request(name.substr(0, 64),
                                             "'" + name.substr(0, 64) + "' is not known to this call; leave it out.",
                                             "unknown_parameter"));
        if (value.is_null()) continue;
        if (field->rule == Rule::label) fields.text(field->name, max_label_bytes);
        if (field->rule == Rule::labels) check_labels(fields, name, value);
        if (field->rule == Rule::only) check_neutral(fields, *field, value);
    }
}

std::vector<std::string> known_fields(CallKind kind) {
    std::vector<std::string> names;
    for (const KnownField& field : table)
        if (belongs(field, kind)) names.emplace_back(field.name);
    return names;
}

} // namespace hearth::gateway
