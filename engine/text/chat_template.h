// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <memory>
#include <string>
#include <string_view>

namespace hearth::text {

/// A Jinja chat template of a model folder. Templates come from strangers: rendering has a step and an output
/// limit, and can reach nothing but its arguments. Immutable and thread-safe.
class ChatTemplate {
public:
    /// Errors: unsupported, with the line and the construct; too_large.
    static core::Result<ChatTemplate> parse(std::string_view source);
    ~ChatTemplate();
    ChatTemplate(ChatTemplate&&) noexcept;
    ChatTemplate& operator=(ChatTemplate&&) noexcept;

    struct Input {
        std::string messages_json;  ///< a JSON array of {"role","content",…}
        std::string tools_json;     ///< a JSON array or empty
        std::string variables_json; ///< a JSON object of further variables (enable_thinking, …) or empty
        std::string bos_token, eos_token;
        bool add_generation_prompt = true;
        /// "2024-07-26T14:03:05" for strftime_now, or the date alone for its midnight; the caller's, so that rendering
        /// is a pure function. Empty: strftime_now is not defined, and templates take the date that they hold.
        std::string date;
    };
    /// False only if no variable of that name can have an effect.
    bool mentions(std::string_view variable) const;
    /// Errors: invalid_argument when the template itself refuses the conversation (raise_exception), with its
    /// own words; too_large; unsupported when the template is at fault; internal for a date of another form.
    core::Result<std::string> render(const Input& input) const;

private:
    struct State;
    explicit ChatTemplate(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace hearth::text
