// SPDX-License-Identifier: Apache-2.0
#include "compute/replay.h"

#include "compute/scheduler.h"

#include <algorithm>
#include <numeric>

namespace hearth::compute {

namespace {

core::Status prefill(Decoder& decoder, const std::vector<std::uint8_t*>& pages,
                     std::span<const std::uint32_t> ids, std::size_t first, std::size_t count) {
    std::vector<Row> rows;
    for (std::size_t i = first; i < first + count; ++i)
        rows.push_back({ids[i], static_cast<std::uint32_t>(i), &pages});
    return decoder.forward(rows);
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

core::Result<ReplayOutcome> replay_output(Decoder& decoder, std::uint32_t vocab,
                                          const std::vector<std::uint8_t*>& pages,
                                          const std::vector<std::uint32_t>& prompt_ids,
                                          const std::vector<std::uint32_t>& output_ids,
                                          const proof::DecodeParams& params, const core::Hash& key) {
    std::vector<std::uint32_t> ids = prompt_ids;
    ids.insert(ids.end(), output_ids.begin(), output_ids.end());
    Redraw redraw(ids, prompt_ids.size(), params, key);
    const std::size_t needed = ids.size() - 1; // nothing follows the last id
    for (std::size_t first = 0; first < needed; first += Scheduler::prefill_budget) {
        const std::size_t count = std::min(Scheduler::prefill_budget, needed - first);
        HEARTH_CHECK(prefill(decoder, pages, ids, first, count));
        // In blocks that the decoder projects with the kernels it decodes with.
        std::size_t position = std::max(first, prompt_ids.size() - 1);
        while (position < first + count) {
            std::vector<std::uint32_t> rows(std::min(Decoder::exact_rows, first + count - position));
            std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(position - first));
            HEARTH_TRY(const auto logits, decoder.project(rows));
            for (std::size_t i = 0; i < rows.size(); ++i)
                redraw.compare(position + i, logits.subspan(i * vocab, vocab));
            position += rows.size();
        }
    }
    return redraw.outcome;
}

core::Result<std::vector<float>> last_logits(Decoder& decoder, const std::vector<std::uint8_t*>& pages,
                                             const std::vector<std::uint32_t>& ids, std::size_t known) {
    std::size_t first = known, count = 0;
    for (; first < ids.size(); first += count) {
        count = std::min(Scheduler::prefill_budget, ids.size() - first);
        HEARTH_CHECK(prefill(decoder, pages, ids, first, count));
    }
    const std::array last{static_cast<std::uint32_t>(count - 1)};
    HEARTH_TRY(const auto logits, decoder.project(last));
    return std::vector<float>(logits.begin(), logits.end());
}

} // namespace hearth::compute
