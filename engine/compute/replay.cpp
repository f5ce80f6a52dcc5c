// SPDX-License-Identifier: Apache-2.0
#include "compute/replay.h"

#include "compute/logprobs.h"
#include "compute/scheduler.h"
#include "proof/exact_chain.h"
#include "proof/scores.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace hearth::compute {

namespace {

core::Status prefill(inference::ModelRunner& runner, const std::vector<std::uint32_t>& pages,
                     std::span<const std::uint32_t> ids, std::size_t first, std::size_t count) {
    std::vector<inference::Row> rows;
    for (std::size_t i = first; i < first + count; ++i)
        rows.push_back({ids[i], static_cast<std::uint32_t>(i), &pages});
    return runner.forward(rows);
}

class Redraw {
public:
    Redraw(std::span<const std::uint32_t> ids, std::size_t prompt, const proof::DecodeParams& params,
           const core::Hash& key, exact::ThreadTeam& team, AnswerRule* rule)
        : m_ids(ids), m_prompt(prompt), m_team(team), m_samplers(team.size(), proof::Sampler(params, key)),
          m_rows(team.size()), m_rule(rule) {}

    /// Row i of `logits` follows the id at `position` + i, so it decides the id after that.
    void compare(std::size_t position, std::size_t count, std::span<const float> logits) {
        const std::size_t vocab = logits.size() / count;
        m_deficits.assign(count, 0);
        m_drawn.assign(count, 0);
        find_allowed(position, count);
        // Every position by itself: a vocabulary's worth of noise costs as much as many a layer.
        m_team.run([&](exact::ThreadTeam::Member& me) {
            me.share(static_cast<std::uint32_t>(count), [&](std::uint32_t i) {
                auto row = logits.subspan(i * vocab, vocab);
                if (m_rule != nullptr) {
                    if (m_allowed[i].empty()) {
                        m_drawn[i] = UINT32_MAX;
                        m_deficits[i] = INT64_MAX;
                        return;
                    }
                    forbid_others(m_allowed[i], row, m_rows[me.index()]);
                    row = m_rows[me.index()];
                }
                const auto history = m_ids.first(position + i + 1);
                proof::Sampler& sampler = m_samplers[me.index()];
                m_drawn[i] = sampler.draw(row, history, index_of(position + i)).token;
                if (const std::uint32_t token = m_ids[position + i + 1]; m_drawn[i] != token)
                    m_deficits[i] = sampler.deficit(row, history, index_of(position + i), token);
            });
        });
        for (std::size_t i = 0; i < count; ++i) {
            ++outcome.compared;
            if (m_drawn[i] == m_ids[position + i + 1])
                ++outcome.equal;
            else if (!outcome.first_difference)
                outcome.first_difference = index_of(position + i);
            outcome.worst_deficit = std::max(outcome.worst_deficit, m_deficits[i]);
        }
    }

    /// The same for the scores of the prompt's tokens.
    void compare_scores(std::span<const proof::PromptScore> claimed, std::size_t position,
                        std::span<const float> logits) {
        if (claimed.empty()) return;
        const std::size_t vocab = logits.size() / claimed.size();
        std::vector<std::int64_t> differences(claimed.size());
        m_team.run([&](exact::ThreadTeam::Member& me) {
            me.share(static_cast<std::uint32_t>(claimed.size()), [&](std::uint32_t i) {
                differences[i] =
                    difference(claimed[i], m_ids[position + i + 1], Logprobs(logits.subspan(i * vocab, vocab)));
            });
        });
        for (const std::int64_t one : differences) {
            ++outcome.scores;
            if (one == 0) ++outcome.equal_scores;
            outcome.worst_score = std::max(outcome.worst_score, one);
        }
    }

    ReplayOutcome outcome;

private:
    /// What may stand at each of the positions, in order: it follows from what stood before. Nothing after a token that
    /// the rule forbids, after a stop token, and where the grammar cannot go on, as whoever drew the answer had to end
    /// there: whatever is claimed beyond differs.
    void find_allowed(std::size_t position, std::size_t count) {
        if (m_rule == nullptr) return;
        m_allowed.assign(count, {});
        for (std::size_t i = 0; i < count && !m_broken; ++i) {
            auto allowed = m_rule->allowed();
            if (allowed) m_allowed[i] = std::move(*allowed);
            m_broken = !allowed || !m_rule->accept(m_ids[position + i + 1]).ok();
        }
    }

    /// Micronats by which a score differs at most; alternatives count by their place, and each by its own token.
    static std::int64_t difference(const proof::PromptScore& claimed, std::uint32_t id, const Logprobs& found) {
        std::int64_t worst = std::abs(claimed.micronats - found.of(id).micronats);
        const auto top = found.top(static_cast<std::uint32_t>(claimed.top.size()));
        for (std::size_t i = 0; i < top.size(); ++i) {
            const proof::PromptScore::Other& other = claimed.top[i];
            worst = std::max({worst, std::abs(other.micronats - top[i].micronats),
                              std::abs(other.micronats - found.of(other.id).micronats)});
            // Two of the very same likelihood have one order, too.
            if (other.id != top[i].id) worst = std::max<std::int64_t>(worst, 1);
        }
        return worst;
    }

    std::uint32_t index_of(std::size_t position) const { return static_cast<std::uint32_t>(position + 1 - m_prompt); }

    std::span<const std::uint32_t> m_ids;
    std::size_t m_prompt;
    exact::ThreadTeam& m_team;
    std::vector<proof::Sampler> m_samplers; ///< one for each thread
    std::vector<std::uint32_t> m_drawn;
    std::vector<std::int64_t> m_deficits;
    std::vector<std::vector<float>> m_rows; ///< one for each thread
    AnswerRule* m_rule;
    std::vector<std::vector<std::uint32_t>> m_allowed; ///< of each of the rows at hand
    bool m_broken = false;
};

} // namespace

core::Status each_logits(inference::ModelRunner& runner, const std::vector<std::uint32_t>& pages,
                         std::span<const std::uint32_t> ids, std::size_t wanted, const VisitLogits& visit) {
    for (std::size_t first = 0; first < ids.size(); first += Scheduler::prefill_budget) {
        const std::size_t count = std::min(Scheduler::prefill_budget, ids.size() - first);
        HEARTH_CHECK(prefill(runner, pages, ids, first, count));
        std::size_t position = std::max(first, wanted);
        while (position < first + count) {
            std::vector<std::uint32_t> rows(std::min(inference::max_outputs, first + count - position));
            std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(position - first));
            HEARTH_TRY(const auto logits, runner.project(rows));
            visit(position, rows.size(), logits);
            position += rows.size();
        }
    }
    return {};
}

core::Result<ReplayOutcome>
replay_output(inference::ModelRunner& runner, exact::ThreadTeam& team, const std::vector<std::uint32_t>& pages,
              const std::vector<std::uint32_t>& prompt_ids, const std::vector<std::uint32_t>& output_ids,
              const proof::DecodeParams& params, const core::Hash& key, const std::optional<core::Hash>& chain_start,
              const std::vector<proof::PromptScore>* scores, AnswerRule* rule) {
    std::vector<std::uint32_t> ids = prompt_ids;
    ids.insert(ids.end(), output_ids.begin(), output_ids.end());
    Redraw redraw(ids, prompt_ids.size(), params, key, team, rule);
    std::optional<proof::ExactChain> chain;
    if (chain_start) chain.emplace(*chain_start);
    const std::span needed = std::span<const std::uint32_t>(ids).first(ids.size() - 1); // nothing follows the last id
    const std::size_t first_draw = prompt_ids.size() - 1;
    HEARTH_CHECK(each_logits(runner, pages, needed, scores != nullptr ? 0 : first_draw,
                             [&](std::size_t position, std::size_t count, std::span<const float> logits) {
                                 const std::size_t scored =
                                     std::min(count, first_draw - std::min(position, first_draw));
                                 const auto cut = logits.size() / count * scored;
                                 if (scored > 0)
                                     redraw.compare_scores(std::span(*scores).subspan(position, scored), position,
                                                           logits.first(cut));
                                 if (scored < count)
                                     redraw.compare(position + scored, count - scored, logits.subspan(cut));
                                 for (std::size_t i = 0; chain && i < count; ++i)
                                     chain->push(ids[position + i + 1], runner.final_row(i));
                             }));
    if (chain) redraw.outcome.chain_root = chain->root();
    return redraw.outcome;
}

core::Result<std::vector<float>> last_logits(inference::ModelRunner& runner, const std::vector<std::uint32_t>& pages,
                                             const std::vector<std::uint32_t>& ids, std::size_t known) {
    std::size_t first = known, count = 0;
    for (; first < ids.size(); first += count) {
        count = std::min(Scheduler::prefill_budget, ids.size() - first);
        HEARTH_CHECK(prefill(runner, pages, ids, first, count));
    }
    const std::array last{static_cast<std::uint32_t>(count - 1)};
    HEARTH_TRY(const auto logits, runner.project(last));
    return std::vector<float>(logits.begin(), logits.end());
}

} // namespace hearth::compute
