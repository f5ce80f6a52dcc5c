// SPDX-License-Identifier: Apache-2.0
#include "compute/replay.h"

#include "compute/decoder.h"
#include "compute/scheduler.h"
#include "proof/exact_chain.h"

#include <algorithm>
#include <numeric>

namespace hearth::compute {

namespace {

constexpr std::size_t block_outputs = Decoder::exact_rows;

core::Status prefill(exact::Runner& runner, const std::vector<std::uint32_t>& pages,
                     std::span<const std::uint32_t> ids, std::size_t first, std::size_t count) {
    std::vector<exact::Row> rows;
    for (std::size_t i = first; i < first + count; ++i)
        rows.push_back({ids[i], static_cast<std::uint32_t>(i), &pages});
    return runner.forward(rows);
}

class Redraw {
public:
    Redraw(std::span<const std::uint32_t> ids, std::size_t prompt, const proof::DecodeParams& params,
           const core::Hash& key)
        : m_ids(ids), m_prompt(prompt), m_sampler(params, key) {}

    /// `logits` follow the id at `position`, so they decide the id after it.
    void compare(std::size_t position, std::span<const float> logits) {
        const auto index = static_cast<std::uint32_t>(position + 1 - m_prompt);
        const auto history = m_ids.first(position + 1);
        const std::uint32_t token = m_ids[position + 1];
        ++outcome.compared;
        if (m_sampler.draw(logits, history, index).token == token) {
            ++outcome.equal;
            return;
        }
        if (!outcome.first_difference) outcome.first_difference = index;
        outcome.worst_deficit =
            std::max(outcome.worst_deficit, m_sampler.deficit(logits, history, index, token));
    }

    ReplayOutcome outcome;

private:
    std::span<const std::uint32_t> m_ids;
    std::size_t m_prompt;
    proof::Sampler m_sampler;
};

} // namespace

core::Status each_logits(exact::Runner& runner, std::uint32_t vocab, const std::vector<std::uint32_t>& pages,
                         std::span<const std::uint32_t> ids, std::size_t wanted, const VisitLogits& visit) {
    for (std::size_t first = 0; first < ids.size(); first += Scheduler::prefill_budget) {
        const std::size_t count = std::min(Scheduler::prefill_budget, ids.size() - first);
        HEARTH_CHECK(prefill(runner, pages, ids, first, count));
        // In blocks that a floating-point profile projects with the kernels it decodes with.
        std::size_t position = std::max(first, wanted);
        while (position < first + count) {
            std::vector<std::uint32_t> rows(std::min(block_outputs, first + count - position));
            std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(position - first));
            HEARTH_TRY(const auto logits, runner.project(rows));
            for (std::size_t i = 0; i < rows.size(); ++i)
                visit(position + i, logits.subspan(i * vocab, vocab), runner.final_row(i));
            position += rows.size();
        }
    }
    return {};
}

core::Result<ReplayOutcome> replay_output(exact::Runner& runner, std::uint32_t vocab,
                                          const std::vector<std::uint32_t>& pages,
                                          const std::vector<std::uint32_t>& prompt_ids,
                                          const std::vector<std::uint32_t>& output_ids,
                                          const proof::DecodeParams& params, const core::Hash& key,
                                          const std::optional<core::Hash>& chain_start) {
    std::vector<std::uint32_t> ids = prompt_ids;
    ids.insert(ids.end(), output_ids.begin(), output_ids.end());
    Redraw redraw(ids, prompt_ids.size(), params, key);
    std::optional<proof::ExactChain> chain;
    if (chain_start) chain.emplace(*chain_start);
    const std::span needed = std::span<const std::uint32_t>(ids).first(ids.size() - 1); // nothing follows the last id
    HEARTH_CHECK(each_logits(runner, vocab, pages, needed, prompt_ids.size() - 1,
                             [&](std::size_t position, std::span<const float> logits, core::ByteView final_row) {
                                 redraw.compare(position, logits);
                                 if (chain) chain->push(ids[position + 1], final_row);
                             }));
    if (chain) redraw.outcome.chain_root = chain->root();
    return redraw.outcome;
}

core::Result<std::vector<float>> last_logits(exact::Runner& runner, const std::vector<std::uint32_t>& pages,
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
