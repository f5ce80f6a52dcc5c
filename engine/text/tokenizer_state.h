// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "text/foreign.h"
#include "text/tokenizer.h"

namespace hearth::text {

/// Private to this library. Immutable once made.
struct Tokenizer::State {
    State() = default;
    ~State() { hearth_text_tokenizer_free(handle); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    hearth_text_tokenizer* handle = nullptr;
    std::vector<std::string> bytes; ///< what each id adds to running text
    std::vector<std::string> texts;
    std::vector<std::string> shown; ///< a control token when it is to be seen
    std::vector<std::uint32_t> flags;
    std::uint32_t first_token = HEARTH_TEXT_FIRST_AS_IT_IS;
    std::optional<TokenId> end;

    /// Bytes of the first token of a text: some vocabularies begin it with a space that is not the text's.
    std::string as_first(const std::string& token) const;
};

} // namespace hearth::text
