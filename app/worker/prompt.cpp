// SPDX-License-Identifier: Apache-2.0
#include "prompt.h"

#include "compute/engine.h"
#include "text/tokenizer.h"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

namespace hearth::app {
namespace {

// A noncharacter (U+FDD0) marks control-token spellings in a caller's words; it never stands in real text, and a
// caller who writes it loses it.
constexpr std::string_view marker = "\xEF\xB7\x90";

void erase_all(std::string& text, std::string_view part) {
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at))
        text.erase(at, part.size());
}

/// Applies `change` to every text a template may print: contents, names, arguments.
void for_each_text(nlohmann::json& value, const std::function<void(std::string&)>& change) {
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

core::Result<std::vector<std::uint32_t>> PromptBuilder::build(const PromptInput& input) const {
    if (input.prompt) {
        if (!core::is_utf8(*input.prompt))
            return core::fail(core::Code::invalid_argument, "The prompt is not valid UTF-8.", "Send the text as UTF-8.");
        return m_engine->tokenizer().encode(*input.prompt, true, false);
    }
    auto messages = nlohmann::json::parse(input.messages_json, nullptr, false);
    if (messages.is_discarded() || !messages.is_array())
        return core::fail(core::Code::invalid_argument, "The messages are not a JSON array.");
    bool guarded = false;
    for (auto& message : messages)
        for_each_text(message, [&](std::string& text) {
            std::string safe = guard(text);
            if (safe == text) return;
            guarded = true;
            text = std::move(safe);
        });
    HEARTH_TRY(const std::string rendered,
               m_engine->render_chat(guarded ? messages.dump() : input.messages_json, input.tools_json, input.date));
    if (guarded) return encode_guarded(rendered);
    return m_engine->tokenizer().encode(rendered, false, true);
}

} // namespace hearth::app
