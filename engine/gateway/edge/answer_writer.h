// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/api_call.h"
#include "gateway/edge/tool_answer.h"

#include <cstdint>
#include <span>
#include <string>

namespace hearth::gateway {

/// What one choice has said so far.
struct ChoiceAnswer {
    unsigned index = 0;
    std::string text;
    std::size_t shown = 0;          ///< characters so far
    std::vector<TokenPiece> tokens; ///< with logprobs: of a whole answer all, of a stream those not listed yet
    std::string finish_reason;
    bool at_stop_text = false;
    std::vector<ToolCall> calls;
};

struct Usage {
    std::uint64_t prompt_tokens = 0, completion_tokens = 0;
    std::optional<std::uint64_t> cached_tokens = {}; ///< of the prompts', that a cache had; none = not known of all
};

/// Writes the JSON of one answer, whole or as server-sent events. Shapes: OpenAI's chat.completion,
/// chat.completion.chunk and text_completion. A list of logprobs ends with the text: a token stands in it once its own
/// text has begun to show. In a completion the rest follows at the end, such as the token that ended it; not after a
/// stop text, which is no part of the answer.
class AnswerWriter {
public:
    AnswerWriter(const ApiCall& call, const std::string& id, std::int64_t created_s);

    /// Known late; stands in what is written after it.
    void set_fingerprint(const std::string& fingerprint);

    /// Events with their "data: " and blank line. `role` opens a choice of a chat.
    void append_role(std::string& out, const ChoiceAnswer& choice) const;
    void append_text(std::string& out, const ChoiceAnswer& choice, std::string_view text) const;
    void append_token(std::string& out, ChoiceAnswer& choice, TokenPiece piece) const;
    /// A delta whose inside is given.
    void append_delta(std::string& out, const ChoiceAnswer& choice, std::string_view inside) const;
    /// `usage`: of all, for those who read it in the event that ends the answer.
    void append_finish(std::string& out, ChoiceAnswer& choice, const Usage& usage) const;
    void append_usage(std::string& out, const Usage& usage) const;

    std::string whole(std::span<const ChoiceAnswer> choices, const Usage& usage) const;

private:
    bool chat() const { return m_kind == CallKind::chat; }
    void open_event(std::string& out, const ChoiceAnswer& choice) const;
    void close_event(std::string& out, const std::string& finish_reason, const Usage* usage = nullptr) const;
    std::span<const TokenPiece> listed(const ChoiceAnswer& choice, bool ended) const;
    void append_logprobs(std::string& out, std::span<const TokenPiece> tokens) const;
    void append_content(std::string& out, const ChoiceAnswer& choice, std::string_view text,
                        std::span<const TokenPiece> tokens) const;
    void append_whole_choice(std::string& out, const ChoiceAnswer& choice) const;

    CallKind m_kind;
    bool m_logprobs, m_usage_asked, m_for_opengradient;
    std::string m_stream_head, m_whole_head;
    std::string m_fingerprint; ///< ,"system_fingerprint":"…" or empty
};

} // namespace hearth::gateway
