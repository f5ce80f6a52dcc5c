// SPDX-License-Identifier: Apache-2.0
#include "text/tokenizer.h"

#include "text/tokenizer_state.h"
#include "text/utf8_stream.h"

#include <utility>

namespace hearth::text {

std::string Detokenizer::push(TokenId id) {
    const std::string& token = m_tokenizer->token_bytes(id);
    if (token.empty()) return {};
    m_held += m_started ? token : m_tokenizer->m_state->as_first(token);
    m_started = true;
    return counted(take_complete(m_held, false));
}

std::string Detokenizer::finish() {
    std::string rest = std::exchange(m_held, {});
    return counted(take_complete(rest, true));
}

std::string Detokenizer::counted(std::string text) {
    for (const char c : text)
        m_characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return text;
}

} // namespace hearth::text
