// SPDX-License-Identifier: Apache-2.0
#include "prompt.h"

#include "compute/engine.h"
#include "text/tokenizer.h"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

namespace hearth::app {
namespace {

using Json = nlohmann::ordered_json; // templates print objects as the caller wrote them

// A noncharacter (U+FDD0) marks control-token spellings in a caller's words; it never stands in real text, and a
// caller who writes it loses it.
constexpr std::string_view marker = "\xEF\xB7\x90";

void erase_all(std::string& text, std::string_view part) {
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at))
        text.erase(at, part.size());
}

/// Applies `change` to every text a template may print: contents, names, arguments.
void for_each_text(Json& value, const std::function<void(std::string&)>& change) {
    if (value.is_string()) {
        auto& text = value.get_ref<std::string&>();
        change(text);
        return;
    }
    if (!value.is_structured()) return;
    for (auto& inner : value)
        for_each_text(inner, change);
}

} // namespace

PromptBuilder::PromptBuilder(const compute::Engine& engine) : m_engine(&engine) {
    const text::Tokenizer& tokenizer = engine.tokenizer();
    for (std::uint32_t id = 0; id < tokenizer.size(); ++id)
        if (tokenizer.is_control(id)) {
            std::string spelling = tokenizer.token_text(id);
            if (spelling.size() > 1) m_controls.emplace_back(std::move(spelling), id);
        }
    std::stable_sort(m_controls.begin(), m_controls.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
}

std::string PromptBuilder::guard(std::string text) const {
    erase_all(text, marker);
    for (const auto& [spelling, id] : m_controls)
        for (std::size_t at = text.find(spelling); at != std::string::npos;
             at = text.find(spelling, at + spelling.size() + marker.size()))
            text.insert(at + 1, marker);
    return text;
}

core::Result<std::vector<std::uint32_t>> PromptBuilder::encode_guarded(const std::string& rendered) const {
    std::vector<std::uint32_t> ids;
    std::string plain;
    const auto flush = [&]() -> core::Status {
        if (plain.empty()) return {};
        erase_all(plain, marker);
        HEARTH_TRY(const auto part, m_engine->tokenizer().encode(plain, false, false));
        ids.insert(ids.end(), part.begin(), part.end());
        plain.clear();
        return {};
    };
    for (std::size_t at = 0; at < rendered.size();) {
        const auto control = std::find_if(m_controls.begin(), m_controls.end(), [&](const auto& candidate) {
            return rendered.compare(at, candidate.first.size(), candidate.first) == 0;
        });
        if (control == m_controls.end()) {
            plain.push_back(rendered[at++]);
            continue;
        }
        HEARTH_CHECK(flush());
        ids.push_back(control->second);
        at += control->first.size();
    }
    HEARTH_CHECK(flush());
    return ids;
}

/// The same JSON with guarded texts; as it came if there is nothing to guard.
core::Result<std::string> PromptBuilder::guard_json(const std::string& json, const char* name, bool& guarded) const {
    if (json.empty()) return json;
    Json value = Json::parse(json, nullptr, false);
    if (value.is_discarded() || !value.is_structured())
        return core::fail(core::Code::invalid_argument, "The " + std::string(name) + " are not a JSON list or object.");
    bool changed = false;
    for_each_text(value, [&](std::string& text) {
        std::string safe = guard(text);
        if (safe == text) return;
        changed = true;
        text = std::move(safe);
    });
    guarded = guarded || changed;
    return changed ? value.dump() : json;
}

/// A wish that the model's template does not know would be ignored without a word.
core::Status PromptBuilder::check_variables(const std::string& json) const {
    const Json variables = json.empty() ? Json::object() : Json::parse(json, nullptr, false);
    if (!variables.is_object()) return core::fail(core::Code::invalid_argument, core::say("chat_template_kwargs_not"));
    for (const auto& [name, value] : variables.items())
        if (!m_engine->template_mentions(name))
            return core::fail(core::Code::invalid_argument,
                              core::say("chat_template_kwargs_chat", {name.substr(0, 64)}),
                              core::say("leave_out_model"));
    return {};
}

/// What the template writes where a model has called a tool is what it teaches the model to write. Whoever asked reads
/// these two forms (gateway/edge/tool_grammar.h).
core::Status PromptBuilder::check_tools() const {
    constexpr const char* conversation =
        R"([{"role":"user","content":"x"},{"role":"assistant","content":"","tool_calls":[{"id":"call_0001",)"
        R"("type":"function","function":{"name":"probe","arguments":{"a":1}}}]},)"
        R"({"role":"tool","tool_call_id":"call_0001","name":"probe","content":"1"}])";
    constexpr const char* tools =
        R"([{"type":"function","function":{"name":"probe","description":"x","parameters":{"type":"object",)"
        R"("properties":{"a":{"type":"integer","description":"x"}},"required":["a"]}}}])";
    const auto rendered = m_engine->render_chat(conversation, tools, "2026-01-31T14:03:05");
    const auto writes = [&](const char* call) { return rendered.ok() && rendered->find(call) != std::string::npos; };
    if (m_engine->template_mentions("tools") &&
        (writes("<tool_call>\n{\"name\": \"probe\", \"arguments\": {\"a\": 1}}\n</tool_call>") ||
         writes("{\"name\": \"probe\", \"parameters\": {\"a\": 1}}")))
        return {};
    return core::fail(core::Code::unsupported, core::say("template_teaches_no_tools"), core::say("leave_out_tools"));
}

core::Result<std::vector<std::uint32_t>> PromptBuilder::build(const PromptInput& input) const {
    if (input.prompt) {
        if (!core::is_utf8(*input.prompt))
            return core::fail(core::Code::invalid_argument, core::say("prompt_not_valid_utf"),
                              core::say("send_text_utf"));
        return m_engine->tokenizer().encode(*input.prompt, true, false);
    }
    HEARTH_CHECK(check_variables(input.template_kwargs_json));
    if (!input.tools_json.empty()) HEARTH_CHECK(check_tools());
    bool guarded = false;
    HEARTH_TRY(const std::string messages, guard_json(input.messages_json, "messages", guarded));
    HEARTH_TRY(const std::string tools, guard_json(input.tools_json, "tools", guarded));
    HEARTH_TRY(const std::string variables, guard_json(input.template_kwargs_json, "chat_template_kwargs", guarded));
    HEARTH_TRY(const std::string rendered, m_engine->render_chat(messages, tools, input.date, variables));
    if (guarded) return encode_guarded(rendered);
    return m_engine->tokenizer().encode(rendered, false, true);
}

} // namespace hearth::app
