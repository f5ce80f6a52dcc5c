// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/resume.h"

namespace hearth::node {

void ResumeJournal::take(const link::Chunk& chunk) {
    m_passed += chunk.tokens.size();
    for (const link::ChunkToken& token : chunk.tokens)
        if (!token.of_prompt) m_ids.push_back(token.id);
}

void ResumeJournal::go_on_from(Beginning beginning) {
    if (!m_beginning) m_beginning = std::move(beginning);
}

link::Ask ResumeJournal::question(link::Ask question) const {
    if (!m_beginning) return question;
    question.messages_json.clear();
    question.tools_json.clear();
    question.template_kwargs_json.clear();
    question.prompt.reset();
    question.prompt_ids = m_beginning->input_ids;
    question.max_tokens = m_beginning->decode.max_tokens;
    return question;
}

core::Status ResumeJournal::fits(const link::Quote& quote) const {
    if (!m_beginning || (quote.input_ids == m_beginning->input_ids && quote.decode == m_beginning->decode)) return {};
    return core::fail(core::Code::corrupt, core::say("node_go_answer_would"), core::say("send_request_again"));
}

std::optional<proof::Begun> ResumeJournal::before() const {
    if (!m_beginning) return std::nullopt;
    return proof::Begun{static_cast<std::uint32_t>(m_ids.size()), m_beginning->key};
}

std::vector<std::uint32_t> ResumeJournal::known_ids() const {
    return m_beginning ? m_ids : std::vector<std::uint32_t>();
}

} // namespace hearth::node
