// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/answer_rule.h"
#include "compute/engine.h"
#include "compute/stop_filter.h"
#include "core/units.h"
#include "proof/exact_chain.h"
#include "text/tokenizer.h"

#include <algorithm>
#include <optional>
#include <span>

namespace hearth::compute {

/// One answer in the making: its ids, its share of the cache and the text that became certain.
/// The tokenizer, the stop ids and the sink must outlive it.
class Sequence {
public:
    Sequence(SequenceRequest request, EngineSink& sink, const text::Tokenizer& tokenizer,
             const std::vector<std::uint32_t>& stop_ids, std::optional<AnswerRule> rule = std::nullopt);

    std::uint64_t job() const { return m_request.job; }
    std::span<const std::uint32_t> ids() const { return m_ids; } ///< prompt, then output
    std::size_t produced() const { return m_ids.size() - m_request.prompt_ids.size(); }
    /// Ids whose keys and values are not computed yet; one while it decodes.
    std::size_t pending() const { return m_ids.size() - computed; }

    /// Draws the next token for the coming advance(). Different sequences may do so at the same time.
    void draw_ahead(std::span<const float> logits);
    /// Draws the next token from the logits after the last id, unless that is done, and reports it. True when that was
    /// the end, which is reported as well; a failure, too, where it is not the id that another worker drew. `final_row`
    /// goes into the chain if the request wants one.
    bool advance(std::span<const float> logits, core::ByteView final_row);
    /// The prompt is all that is computed: nothing is drawn.
    bool only_scores() const { return m_request.score_prompt && m_request.params.max_tokens == 0; }
    /// Whether the logits after the id at `position` score the prompt's next one, which was not reported yet.
    bool scores(std::size_t position) const {
        return m_request.score_prompt && position >= m_scored && position + 1 < m_request.prompt_ids.size();
    }
    /// Ids at the beginning that need no logits any more: they may come out of the cache.
    std::size_t sharable() const {
        const bool more = m_request.score_prompt && m_scored + 1 < m_request.prompt_ids.size();
        return more ? m_scored : m_ids.size() - 1;
    }
    /// What the logits after the id at `position` say about the next one. Any thread.
    TokenOut score(std::size_t position, std::span<const float> logits) const;
    /// Reports the score of the id after `position`; in order.
    void report(std::size_t position, TokenOut score, core::ByteView final_row);
    /// How many ids come next that another worker drew already.
    std::size_t known() const { return m_request.known_ids.size() - std::min(produced(), m_request.known_ids.size()); }
    /// Up to `most` ids that may come next: the known ones, or what followed the last ids where they stood before
    /// (prompt lookup). None while too few of the earlier guesses came true.
    std::vector<std::uint32_t> guess(std::size_t most) const;
    void count_guesses(std::size_t made, std::size_t came_true);
    void cancel_now();
    void end_scored(); ///< of only_scores(), when nothing is pending
    void fail(const core::Error& error) { m_sink->on_failed(job(), error); }

    /// Key of the full page `index`: of all tokens up to its end.
    const core::Hash& page_key_at(std::size_t index);

    std::vector<std::uint32_t> pages;
    std::size_t computed = 0;
    std::size_t published = 0;              ///< pages that others may share
    std::optional<std::size_t> found_ready; ///< ids of the prompt that the cache had when it began; none: it waits
    bool cancelled = false;
    core::Priority standing;      ///< its own priority, or higher after long waiting
    std::uint64_t arrival = 0;    ///< who came earlier has the smaller number
    std::uint32_t idle_steps = 0; ///< in which it waited for its turn, since it last rose

private:
    core::Status accept_drawn(std::uint32_t id);
    void report_first();
    void add_logprobs(TokenOut& token, std::span<const float> logits) const;
    std::string prompt_text(std::size_t position);
    void end(std::uint8_t reason, std::string tail);

    SequenceRequest m_request;
    EngineSink* m_sink;
    const std::vector<std::uint32_t>* m_stop_ids;
    proof::Sampler m_sampler;
    const text::Tokenizer* m_tokenizer;
    text::Detokenizer m_detokenizer, m_prompt_text;
    StopFilter m_stops;
    std::vector<std::uint32_t> m_ids;
    std::vector<core::Hash> m_page_keys;
    std::optional<core::Result<std::uint32_t>> m_drawn; ///< the next token already
    std::optional<AnswerRule> m_rule;
    std::optional<proof::ExactChain> m_chain;
    std::size_t m_scored = 0;              ///< positions of the prompt
    std::uint32_t m_prompt_characters = 0; ///< reported so far
    bool m_first_reported = false;
    std::size_t m_guessed = 0, m_came_true = 0;
    core::Nanoseconds m_started;
    std::optional<core::Nanoseconds> m_prefilled;
};

} // namespace hearth::compute
