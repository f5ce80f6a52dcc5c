// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/source.h"
#include "text/chat_template.h"
#include "text/tokenizer.h"

#include <optional>

namespace hearth::compute {

/// What turns text into ids and back for one model. Immutable.
class ModelText {
public:
    /// Errors: unsupported or corrupt, from the tokenizer. A chat template that cannot be used is no error
    /// here: completions work without one.
    static core::Result<ModelText> load(const model::Source& source);

    const text::Tokenizer& tokenizer() const { return m_tokenizer; }
    /// Errors: unsupported when the model has no chat template or one that cannot be read; corrupt when it fails;
    /// invalid_argument when it refuses the conversation in its own words.
    core::Result<std::string> render_chat(const std::string& messages_json, const std::string& tools_json,
                                          const std::string& date, const std::string& variables_json = {}) const;
    /// Whether the chat template has a use for a variable of that name.
    bool template_mentions(const std::string& variable) const { return m_template && m_template->mentions(variable); }

private:
    explicit ModelText(text::Tokenizer tokenizer) : m_tokenizer(std::move(tokenizer)) {}

    text::Tokenizer m_tokenizer;
    std::optional<text::ChatTemplate> m_template;
    core::Error m_no_template;
    std::string m_bos, m_eos;
};

} // namespace hearth::compute
