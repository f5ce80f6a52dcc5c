// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/answer_writer.h"

#include "gateway/edge/json_text.h"
#include "gateway/edge/logprob_text.h"

#include <algorithm>

namespace hearth::gateway {

namespace {

std::string head(const std::string& id, const char* object, std::int64_t created_s, const std::string& model) {
    std::string out = R"({"id":)";
    append_json_string(out, id);
    out += R"(,"object":")" + std::string(object) + R"(","created":)";
    append_json_integer(out, created_s);
    out += R"(,"model":)";
    append_json_string(out, model);
    return out;
}

void append_usage_object(std::string& out, const Usage& usage) {
    out += R"("usage":{"prompt_tokens":)" + std::to_string(usage.prompt_tokens) + R"(,"completion_tokens":)" +
           std::to_string(usage.completion_tokens) + R"(,"total_tokens":)" +
           std::to_string(usage.prompt_tokens + usage.completion_tokens);
    if (usage.cached_tokens)
        out += R"(,"prompt_tokens_details":{"cached_tokens":)" + std::to_string(*usage.cached_tokens) + '}';
    out += '}';
}

/// That network's clients look for what an enclave signed. There is none here: it is empty, beside who signed instead.
constexpr char no_enclave[] =
    R"("tee_signature":null,"tee_request_hash":null,"tee_output_hash":null,"tee_timestamp":null,"tee_id":null,)"
    R"("evidence":{"signed_by":"node","attested":false})";

} // namespace

AnswerWriter::AnswerWriter(const ApiCall& call, const std::string& id, std::int64_t created_s)
    : m_kind(call.kind), m_logprobs(call.logprobs), m_usage_asked(call.include_usage),
      m_for_opengradient(call.for_opengradient),
      m_stream_head(head(id, chat() ? "chat.completion.chunk" : "text_completion", created_s, call.shown_model)),
      m_whole_head(head(id, chat() ? "chat.completion" : "text_completion", created_s, call.shown_model)) {}

void AnswerWriter::set_fingerprint(const std::string& fingerprint) {
    if (fingerprint.empty()) return;
    m_fingerprint = R"(,"system_fingerprint":)";
    append_json_string(m_fingerprint, fingerprint);
}

void AnswerWriter::open_event(std::string& out, const ChoiceAnswer& choice) const {
    out += "data: ";
    out += m_stream_head;
    out += m_fingerprint;
    out += R"(,"choices":[{"index":)";
    append_json_integer(out, choice.index);
}

void AnswerWriter::close_event(std::string& out, const std::string& finish_reason, const Usage* usage) const {
    out += R"(,"finish_reason":)";
    if (finish_reason.empty())
        out += "null";
    else
        append_json_string(out, finish_reason);
    out += "}]";
    if (m_for_opengradient && usage != nullptr) {
        out += ',';
        append_usage_object(out, *usage);
        out += ',';
        out += no_enclave;
    } else if (m_usage_asked && !m_for_opengradient) {
        out += R"(,"usage":null)"; // those clients take any usage for the end
    }
    out += "}\n\n";
}

void AnswerWriter::append_role(std::string& out, const ChoiceAnswer& choice) const {
    open_event(out, choice);
    out += R"(,"delta":{"role":"assistant","content":""},"logprobs":null)";
    close_event(out, {});
}

void AnswerWriter::append_delta(std::string& out, const ChoiceAnswer& choice, std::string_view inside) const {
    open_event(out, choice);
    out += R"(,"delta":{)";
    out += inside;
    out += R"(},"logprobs":null)";
    close_event(out, {});
}

/// What may be listed by now, or when the choice has `ended`, from the first of its tokens on.
std::span<const TokenPiece> AnswerWriter::listed(const ChoiceAnswer& choice, bool ended) const {
    if (ended && !chat() && !choice.at_stop_text) return choice.tokens;
    const auto hidden = std::find_if(choice.tokens.begin(), choice.tokens.end(), [&](const TokenPiece& token) {
        return !token.of_prompt && token.text_offset >= choice.shown;
    });
    return {choice.tokens.begin(), hidden};
}

void AnswerWriter::append_logprobs(std::string& out, std::span<const TokenPiece> tokens) const {
    if (chat())
        append_chat_logprobs(out, tokens);
    else
        append_completion_logprobs(out, tokens);
}

void AnswerWriter::append_content(std::string& out, const ChoiceAnswer& choice, std::string_view text,
                                  std::span<const TokenPiece> tokens) const {
    open_event(out, choice);
    out += chat() ? R"(,"delta":{"content":)" : R"(,"text":)";
    append_json_string(out, text);
    out += chat() ? R"(},"logprobs":)" : R"(,"logprobs":)";
    if (tokens.empty())
        out += "null";
    else
        append_logprobs(out, tokens);
    close_event(out, {});
}

void AnswerWriter::append_text(std::string& out, const ChoiceAnswer& choice, std::string_view text) const {
    if (!text.empty()) append_content(out, choice, text, {});
}

void AnswerWriter::append_token(std::string& out, ChoiceAnswer& choice, TokenPiece piece) const {
    const std::string text = std::move(piece.text);
    choice.shown += count_characters(text);
    if (m_logprobs && piece.logprob) choice.tokens.push_back(std::move(piece));
    const auto tokens = listed(choice, false);
    if (!text.empty() || !tokens.empty()) append_content(out, choice, text, tokens);
    choice.tokens.erase(choice.tokens.begin(), choice.tokens.begin() + std::ssize(tokens));
}

void AnswerWriter::append_finish(std::string& out, ChoiceAnswer& choice, const Usage& usage) const {
    if (const auto tokens = listed(choice, true); !tokens.empty()) append_content(out, choice, {}, tokens);
    choice.tokens.clear();
    open_event(out, choice);
    out += chat() ? R"(,"delta":{},"logprobs":null)" : R"(,"text":"","logprobs":null)";
    close_event(out, choice.finish_reason, &usage);
}

void AnswerWriter::append_usage(std::string& out, const Usage& usage) const {
    out += "data: ";
    out += m_stream_head;
    out += m_fingerprint;
    out += R"(,"choices":[],)";
    append_usage_object(out, usage);
    out += "}\n\n";
}

void AnswerWriter::append_whole_choice(std::string& out, const ChoiceAnswer& choice) const {
    out += R"({"index":)";
    append_json_integer(out, choice.index);
    out += chat() ? R"(,"message":{"role":"assistant","content":)" : R"(,"text":)";
    if (choice.text.empty() && !choice.calls.empty())
        out += "null";
    else
        append_json_string(out, choice.text);
    append_tool_calls(out, choice.calls);
    if (chat()) out += R"(,"refusal":null})";
    out += R"(,"logprobs":)";
    if (!m_logprobs)
        out += "null";
    else
        append_logprobs(out, listed(choice, true));
    out += R"(,"finish_reason":)";
    append_json_string(out, choice.finish_reason);
    out += '}';
}

std::string AnswerWriter::whole(std::span<const ChoiceAnswer> choices, const Usage& usage) const {
    std::string out = m_whole_head;
    out += m_fingerprint;
    out += R"(,"choices":[)";
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (i) out += ',';
        append_whole_choice(out, choices[i]);
    }
    out += "],";
    append_usage_object(out, usage);
    if (m_for_opengradient) {
        out += ',';
        out += no_enclave;
        if (!chat() && !choices.empty()) {
            out += R"(,"completion":)";
            append_json_string(out, choices.front().text);
        }
    }
    out += '}';
    return out;
}

} // namespace hearth::gateway
