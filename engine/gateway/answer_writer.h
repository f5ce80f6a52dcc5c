// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/api_call.h"

#include <cstdint>
#include <span>
#include <string>

namespace hearth::gateway {

/// What one choice has said so far.
struct ChoiceAnswer {
    unsigned index = 0;
    std::string text;
    std::vector<TokenPiece> tokens; ///< kept only for logprobs of a whole answer
    std::string finish_reason;
};

struct Usage {
    std::uint64_t prompt_tokens = 0, completion_tokens = 0;
};

/// Writes the JSON of one answer, whole or as server-sent events. Shapes: OpenAI's chat.completion,
/// chat.completion.chunk and text_completion.
class AnswerWriter {
public:
    AnswerWriter(const ApiCall& call, const std::string& id, std::int64_t created_s);

    /// Known late; stands in what is written after it.
    void set_fingerprint(const std::string& fingerprint);

    /// Events with their "data: " and blank line. `role` opens a choice of a chat.
    void append_role(std::string& out, const ChoiceAnswer& choice) const;
    void append_text(std::string& out, ChoiceAnswer& choice, std::string_view text) const;
    void append_token(std::string& out, ChoiceAnswer& choice, const TokenPiece& piece) const;
    void append_finish(std::string& out, const ChoiceAnswer& choice) const;
    void append_usage(std::string& out, const Usage& usage) const;

    std::string whole(std::span<const ChoiceAnswer> choices, const Usage& usage) const;

private:
    bool chat() const { return m_kind == CallKind::chat; }
    void open_event(std::string& out, const ChoiceAnswer& choice) const;
    void close_event(std::string& out, const std::string& finish_reason) const;
    void append_content(std::string& out, ChoiceAnswer& choice, std::string_view text, const TokenPiece* token) const;
    void append_whole_choice(std::string& out, const ChoiceAnswer& choice) const;

    CallKind m_kind;
    bool m_logprobs, m_usage_asked;
    std::string m_stream_head, m_whole_head;
    std::string m_fingerprint; ///< ,"system_fingerprint":"…" or empty
};

} // namespace hearth::gateway
