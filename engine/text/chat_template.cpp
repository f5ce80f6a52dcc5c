// SPDX-License-Identifier: Apache-2.0
#include "text/chat_template.h"

#include "text/foreign.h"

namespace hearth::text {

namespace {

/// Only what the template itself refuses, or what is too much for it, is a matter of the conversation.
const char* render_hint(std::int32_t reason) {
    if (reason == HEARTH_TEXT_INVALID_ARGUMENT) return "Change the conversation to what this model takes.";
    if (reason == HEARTH_TEXT_TOO_LARGE) return "Send a shorter conversation, or use plain completions.";
    return "The fault lies in the model's chat template, not in the conversation. Use plain completions, or import the "
           "model again with a repaired chat template.";
}

} // namespace

struct ChatTemplate::State {
    State() = default;
    ~State() { hearth_text_template_free(handle); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    hearth_text_template* handle = nullptr;
    std::string source;
};

ChatTemplate::ChatTemplate(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ChatTemplate::~ChatTemplate() = default;
ChatTemplate::ChatTemplate(ChatTemplate&&) noexcept = default;
ChatTemplate& ChatTemplate::operator=(ChatTemplate&&) noexcept = default;

core::Result<ChatTemplate> ChatTemplate::parse(std::string_view source) {
    auto state = std::make_unique<State>();
    ForeignBytes error;
    if (const auto reason = hearth_text_template_parse(borrowed(source), &state->handle, error.out()))
        return foreign_error(reason, error, "Choose another model, or give it another chat template.");
    state->source = source;
    return ChatTemplate(std::move(state));
}

bool ChatTemplate::mentions(std::string_view variable) const {
    return m_state->source.find(variable) != std::string::npos;
}

core::Result<std::string> ChatTemplate::render(const Input& input) const {
    hearth_text_render_input foreign{};
    foreign.messages = borrowed(input.messages_json);
    foreign.tools = borrowed(input.tools_json);
    foreign.variables = borrowed(input.variables_json);
    foreign.bos_token = borrowed(input.bos_token);
    foreign.eos_token = borrowed(input.eos_token);
    foreign.date = borrowed(input.date);
    foreign.add_generation_prompt = input.add_generation_prompt ? 1 : 0;
    ForeignBytes text, error;
    if (const auto reason = hearth_text_template_render(m_state->handle, &foreign, text.out(), error.out()))
        return foreign_error(reason, error, render_hint(reason));
    return std::string(text.text());
}

} // namespace hearth::text
