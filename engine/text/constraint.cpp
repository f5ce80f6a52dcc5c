// SPDX-License-Identifier: Apache-2.0
#include "text/constraint.h"

#include "text/foreign.h"
#include "text/tokenizer_state.h"

namespace hearth::text {

struct Constraint::State {
    State() = default;
    ~State() { hearth_text_constraint_free(handle); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    hearth_text_constraint* handle = nullptr;
};

Constraint::Constraint(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Constraint::~Constraint() = default;
Constraint::Constraint(Constraint&&) noexcept = default;
Constraint& Constraint::operator=(Constraint&&) noexcept = default;

core::Result<Constraint> Constraint::make(const Tokenizer& tokenizer, int kind, std::string_view text) {
    auto state = std::make_unique<State>();
    ForeignBytes error;
    if (const auto reason =
            hearth_text_constraint_new(tokenizer.m_state->handle, kind, borrowed(text), &state->handle, error.out()))
        return foreign_error(reason, error, "Change the schema or grammar of the request.");
    return Constraint(std::move(state));
}

core::Result<Constraint> Constraint::from_json_schema(const Tokenizer& tokenizer, std::string_view schema) {
    return make(tokenizer, HEARTH_TEXT_JSON_SCHEMA, schema);
}

core::Result<Constraint> Constraint::from_regex(const Tokenizer& tokenizer, std::string_view regex) {
    return make(tokenizer, HEARTH_TEXT_REGEX, regex);
}

core::Result<Constraint> Constraint::from_lark(const Tokenizer& tokenizer, std::string_view grammar) {
    return make(tokenizer, HEARTH_TEXT_LARK, grammar);
}

core::Result<std::vector<std::uint32_t>> Constraint::allowed() {
    ForeignWords words;
    ForeignBytes error;
    if (const auto reason = hearth_text_constraint_allowed(m_state->handle, words.out(), error.out()))
        return foreign_error(reason, error, "Use a simpler schema or grammar.");
    return std::vector<std::uint32_t>(words.begin(), words.end());
}

core::Status Constraint::accept(TokenId id) {
    ForeignBytes error;
    if (const auto reason = hearth_text_constraint_accept(m_state->handle, id, error.out()))
        return foreign_error(reason, error, "Ask for the allowed tokens first.");
    return {};
}

bool Constraint::may_stop() const {
    return hearth_text_constraint_may_stop(m_state->handle) != 0;
}

} // namespace hearth::text
