// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/generate.h"

#include "core/clock.h"
#include "gateway/edge/answer_book.h"

namespace hearth::gateway {

/// The next text of a choice of a stream.
void GenerateExchange::say(Choice& choice, TokenPiece piece) {
    if (m_call->form == AnswerForm::tools) return take_parts(choice, choice.tools.reader.push(piece.text));
    if (m_call->form == AnswerForm::json) choice.value += piece.text;
    if (m_responses) return m_responses->text(m_out, piece.text);
    m_writer->append_token(m_out, choice.answer, std::move(piece));
}

void GenerateExchange::say_part(Choice& choice, const ToolReader::Piece& part) {
    using What = ToolReader::Piece::What;
    const auto delta = choice.tools.take(part);
    if (!delta || !m_head_sent) return;
    if (!m_responses) return m_writer->append_delta(m_out, choice.answer, *delta);
    if (part.what == What::text) m_responses->text(m_out, part.text);
    if (part.what == What::call) m_responses->call(m_out, choice.tools.calls.back());
    if (part.what == What::arguments) m_responses->arguments(m_out, part.text);
}

void GenerateExchange::take_parts(Choice& choice, const std::vector<ToolReader::Piece>& parts) {
    for (const ToolReader::Piece& part : parts)
        say_part(choice, part);
}

void GenerateExchange::say_whole(Choice& choice) {
    if (m_call->form == AnswerForm::free) return;
    if (m_call->form == AnswerForm::json) choice.value = choice.answer.text;
    if (m_call->form == AnswerForm::tools) take_parts(choice, choice.tools.reader.push(choice.answer.text));
    conclude(choice);
    if (m_call->form != AnswerForm::tools) return;
    choice.answer.text = std::move(choice.tools.text);
    choice.answer.calls = std::move(choice.tools.calls);
}

/// A node that signs what does not keep to the request's grammar is found by a replay; its caller is told at once.
void GenerateExchange::conclude(Choice& choice) {
    const bool whole = choice.answer.finish_reason == "stop";
    bool fits = true;
    if (m_call->form == AnswerForm::tools) {
        take_parts(choice, choice.tools.reader.finish(whole));
        fits = !choice.tools.reader.broken() && arguments_fit(choice.tools.calls, whole);
        if (whole && !choice.tools.calls.empty()) choice.answer.finish_reason = "tool_calls";
    }
    if (m_call->form == AnswerForm::json) fits = !whole || is_json(choice.value);
    if (!fits)
        return fail(http_error(502, "invalid_answer",
                               "The node's answer does not keep to the form that was asked for. Ask again; another "
                               "node may keep to it."));
    if (m_head_sent && !m_responses) m_writer->append_finish(m_out, choice.answer, usage());
}

Usage GenerateExchange::usage() const {
    Usage sum;
    sum.cached_tokens = 0;
    for (const Choice& choice : m_choices) {
        sum.completion_tokens += choice.completion_tokens;
        // The choices of a prompt share it.
        if (choice.answer.index % m_call->choices != 0) continue;
        sum.prompt_tokens += choice.prompt_tokens;
        if (choice.cached_tokens && sum.cached_tokens)
            *sum.cached_tokens += *choice.cached_tokens;
        else
            sum.cached_tokens.reset();
    }
    return sum;
}

std::string GenerateExchange::evidence_list() const {
    std::string list;
    for (const Choice& choice : m_choices) {
        if (choice.evidence_id.empty()) continue;
        if (!list.empty()) list += ", ";
        list += choice.evidence_id;
    }
    return list;
}

/// The other homes that compute, of each choice, as far as it is known; empty where this one does all of it.
std::string GenerateExchange::node_list() const {
    std::string list;
    bool others = false;
    for (const Choice& choice : m_choices) {
        if (!choice.started) continue;
        if (!list.empty()) list += ", ";
        list += choice.node.empty() ? schedule::home_name : choice.node;
        others = others || !choice.node.empty();
    }
    return others ? list : std::string();
}

/// An answer with an id and one receipt. Whoever pays a call by itself has no key to ask again with.
bool GenerateExchange::is_remembered() const {
    const bool has_id = m_call && m_call->kind != CallKind::embeddings && m_call->kind != CallKind::run;
    return has_id && m_choices.size() == 1 && !m_meter;
}

/// Before the last byte goes out, so that whoever has it can ask.
void GenerateExchange::remember_bytes() {
    if (is_remembered() && !m_choices.front().evidence_id.empty())
        m_services.answers->keep(m_caller,
                                 {m_answer_id, m_choices.front().evidence_id, m_call->body_hash, m_sent.finish(),
                                  m_choices.front().receipt_id},
                                 core::monotonic());
}

void GenerateExchange::add_call_headers(HttpAnswer& answer) const {
    const std::string evidence = evidence_list();
    if (!evidence.empty() && !m_evidence_owed) answer.headers.emplace_back("X-Evidence-Id", evidence);
    answer.headers.emplace_back("X-Gateway-Overhead-Us", std::to_string(m_overhead / 1000));
    answer.headers.emplace_back("X-Hearth-Network", schedule::home_name);
    answer.headers.emplace_back("X-Hearth-Route", m_turn.why);
    if (const std::string nodes = node_list(); !nodes.empty() && !m_evidence_owed)
        answer.headers.emplace_back("X-Hearth-Node", nodes);
    if (m_charged) answer.headers.emplace_back("X-Should-Retry", "false");
}

} // namespace hearth::gateway
